import { expect, test } from "vitest";
import { evaluateGraph } from "../core/evaluate.js";
import { add, concatenate, matmul, multiply, reshape, sum } from "../core/ops/index.js";
import { type Tensor, tensor } from "../core/tensor.js";
import { tensorType, trace } from "../core/trace.js";
import { createExecutor } from "./create-executor.js";
import { packSmall } from "./pack-small.js";

const types = {
  x: tensorType([2]),
  bias: tensorType([2]),
  kernel: tensorType([2, 2]),
  total: tensorType([]),
  big: tensorType([40, 40]),
  count: tensorType([], "int32"),
  small: tensorType([3]), // the name that the vector would have
};
const graph = trace(types, ({ x, bias, kernel, total, big, count }) => {
  const y = add(matmul(x, kernel), bias);
  return {
    y,
    bias: multiply(bias, 2),
    kernel: add(kernel, 1),
    total: add(total, sum(y)),
    big: multiply(big, 3),
    count: add(count, 1),
    small: reshape(concatenate([bias, reshape(total, { shape: [1] })], { axis: 0 }), { shape: [3] }),
  };
});
const feeds: Record<string, Tensor> = {
  x: tensor([1, 2]),
  bias: tensor([0.5, -0.5]),
  kernel: tensor([
    [1, 2],
    [3, 4],
  ]),
  total: tensor(10),
  big: tensor(
    Float32Array.from({ length: 1600 }, (_, i) => i),
    { shape: [40, 40] },
  ),
  count: tensor(4, { dtype: "int32" }),
  small: tensor([7, 8, 9]),
};
const expected = evaluateGraph(graph, feeds);

test("small float32 tensors that go in and come out are one vector; others stay as they are", () => {
  const packing = packSmall(graph);
  expect([...(packing?.keys ?? [])]).toEqual(["bias", "kernel", "total", "small"]);
  expect(packing?.name).toBe("small_");
  expect(packing?.graph.inputs.map((input) => `${input.name} ${input.shape}`)).toEqual([
    "x 2",
    "big 40,40",
    "count ",
    "small_ 10",
  ]);
  expect(Object.keys(packing?.graph.outputs ?? {})).toEqual(["y", "big", "count", "small_"]);
});

test("packing and unpacking give back what was given", () => {
  const packing = packSmall(graph);
  const vector = packing?.pack(new Map(Object.entries(feeds))).vector;
  expect(Array.from(vector?.data as Float32Array)).toEqual([0.5, -0.5, 1, 2, 3, 4, 10, 7, 8, 9]);
  for (const [key, value] of packing?.unpack(vector as Tensor).parts ?? []) {
    expect(value.shape).toEqual(feeds[key].shape);
    expect(value.toFloat64()).toEqual(feeds[key].toFloat64());
  }
});

test("two are not worth it", () => {
  const two = trace({ a: tensorType([2]), b: tensorType([]) }, ({ a, b }) => ({
    a: add(a, b),
    b: multiply(b, 2),
  }));
  expect(packSmall(two)).toBeUndefined();
});

test.each(["native", "wasm"] as const)("%s gives the same, with state and without", async (runtime) => {
  const executor = await createExecutor({ runtime });
  const executable = await executor.compile(graph);
  const out = await executable.run(feeds);
  expect(Object.keys(out).sort()).toEqual(Object.keys(expected).sort());
  for (const key of Object.keys(expected)) {
    expect(out[key].shape).toEqual(expected[key].shape);
    expect(out[key].toFloat64()).toEqual(expected[key].toFloat64());
  }

  const { x, ...own } = feeds;
  const state = executor.createState(own);
  await executable.run({ x }, state);
  const first = { ...own, ...Object.fromEntries(Object.keys(own).map((key) => [key, state.read(key)])) };
  for (const key of Object.keys(own)) expect(first[key].toFloat64()).toEqual(expected[key].toFloat64());
  await executable.run({ x }, state);
  const second = evaluateGraph(graph, { ...first, x });
  for (const key of Object.keys(own)) expect(state.read(key).toFloat64()).toEqual(second[key].toFloat64());
  state.rollback();
  for (const key of Object.keys(own)) expect(state.read(key).toFloat64()).toEqual(first[key].toFloat64());
  await executable.dispose();
});

test.each(["native", "wasm"] as const)(
  "%s: what came out goes in again, whatever happens in between",
  async (runtime) => {
    const executor = await createExecutor({ runtime });
    const [one, other] = [await executor.compile(graph), await executor.compile(graph)];
    const { x, ...own } = feeds;
    const states = [executor.createState(own), executor.createState(own)];
    const known = [own, own];
    const read = (k: number): Record<string, Tensor> =>
      Object.fromEntries(Object.keys(own).map((key) => [key, states[k].read(key)]));
    const run = async (k: number, executable: typeof one): Promise<void> => {
      const { y, ...next } = evaluateGraph(graph, { ...known[k], x });
      const out = await executable.run({ x }, states[k]);
      expect(out.y.toFloat64()).toEqual(y.toFloat64());
      known[k] = { ...known[k], ...next };
      for (const [key, value] of Object.entries(read(k)))
        expect([key, ...value.toFloat64()]).toEqual([key, ...known[k][key].toFloat64()]);
      known[k] = read(k);
    };
    for (let i = 0; i < 3; i++) await run(0, one);
    const kept = known[0];
    await run(0, one);
    states[0].rollback();
    known[0] = kept;
    for (let i = 0; i < 2; i++) await run(0, one);
    states[0].write({ bias: tensor([3, 4]) });
    known[0] = { ...known[0], bias: tensor([3, 4]) };
    for (let i = 0; i < 2; i++) await run(0, one);
    for (const executable of [other, one, other, one, one]) {
      await run(0, executable);
      await run(1, one);
    }
    for (const executable of [one, other]) await executable.dispose();
  },
);
