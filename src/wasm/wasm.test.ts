import { describe, expect, test } from "vitest";
import { evaluateGraph } from "../core/evaluate.js";
import { graphInput, type Value } from "../core/graph.js";
import * as ops from "../core/ops/index.js";
import { hashUniform } from "../core/random-bits.js";
import { fromFloat64, sizeOf, type Tensor } from "../core/tensor.js";
import { CompiledGraph } from "../runtime/compiled-graph.js";
import { planGraph } from "./plan.js";

/** float32 numbers in [low, high). */
const spread = (shape: readonly number[], seed: number, low = -2, high = 2): Tensor =>
  fromFloat64(
    hashUniform(seed, sizeOf(shape)).map((u) => low + u * (high - low)),
    shape,
    "float32",
  );

/** The largest error beside the reference evaluator, relative to max(1, |y|). */
async function errorOf(inputs: readonly Tensor[], apply: (...x: Value[]) => Value): Promise<number> {
  const values = inputs.map(({ dtype, shape }, i) => graphInput(`x${i}`, { dtype, shape }));
  const graph = { inputs: values, outputs: { y: apply(...values) } };
  const feeds = Object.fromEntries(inputs.map((x, i) => [`x${i}`, x]));
  const plan = planGraph(graph);
  if (plan === undefined) throw new Error("no kernel");
  const got = new CompiledGraph(plan, await WebAssembly.compile(plan.module)).run(feeds, undefined)?.y;
  const wanted = evaluateGraph(graph, feeds, true).y.toFloat64();
  expect(got?.shape).toEqual(graph.outputs.y.shape);
  const numbers = got?.toFloat64() ?? [];
  return wanted.reduce((worst, w, i) => {
    const error = Object.is(w, numbers[i]) ? 0 : Math.abs(w - numbers[i]) / Math.max(1, Math.abs(w));
    return Number.isNaN(error) ? Infinity : Math.max(worst, error);
  }, 0);
}

describe("matrix products", () => {
  test.each([
    [1, 1, 1],
    [4, 2, 4],
    [4, 4, 1],
    [3, 5, 7],
    [17, 9, 10],
    [33, 20, 8],
    [20, 1500, 13],
    [130, 784, 128],
  ])("[%i, %i] · [., %i], either factor turned over", async (m, k, n) => {
    const turned = (x: Value): Value => ops.transpose(x);
    expect(await errorOf([spread([m, k], 1), spread([k, n], 2)], (a, b) => ops.matmul(a, b))).toBeLessThan(
      1e-4,
    );
    expect(
      await errorOf([spread([k, m], 1), spread([k, n], 2)], (a, b) => ops.matmul(turned(a), b)),
    ).toBeLessThan(1e-4);
    expect(
      await errorOf([spread([m, k], 1), spread([n, k], 2)], (a, b) => ops.matmul(a, turned(b))),
    ).toBeLessThan(1e-4);
  });
});

const unary = {
  exp: ops.exp,
  tanh: ops.tanh,
  sigmoid: ops.sigmoid,
  softplus: ops.softplus,
  relu: ops.relu,
  elu: ops.elu,
  selu: ops.selu,
  leakyRelu: ops.leakyRelu,
};
test.each(Object.entries(unary))("%s", async (_name, op) => {
  for (const range of [1e-3, 1, 10, 80])
    expect(await errorOf([spread([1001], 3, -range, range)], (x) => op(x))).toBeLessThan(4e-7);
});
test("log", async () => {
  for (const range of [1e-30, 1, 2, 1e30])
    expect(await errorOf([spread([1001], 3, range / 1e6, range)], (x) => ops.log(x))).toBeLessThan(4e-7);
});
test.each([
  [128, 10],
  [3, 3],
  [7, 16],
  [1, 1],
  [5, 1001],
])("rows of [%i, %i]", async (m, n) => {
  const x = spread([m, n], 5);
  expect(await errorOf([x], (v) => ops.softmax(v))).toBeLessThan(4e-7);
  expect(await errorOf([x], (v) => ops.logSoftmax(v))).toBeLessThan(1e-6);
  expect(await errorOf([x], (v) => ops.argmax(v, { axis: -1 }))).toBe(0);
  for (const axis of [0, 1, null]) {
    expect(await errorOf([x], (v) => ops.sum(v, { axis })), `sum ${axis}`).toBeLessThan(1e-5);
    expect(await errorOf([x], (v) => ops.mean(v, { axis }))).toBeLessThan(1e-6);
    expect(await errorOf([x], (v) => ops.max(v, { axis }))).toBe(0);
  }
  expect(await errorOf([x], (v) => ops.transpose(v))).toBe(0);
  expect(await errorOf([x, spread([n], 2)], (v, b) => ops.add(ops.multiply(v, b), 1))).toBeLessThan(1e-6);
  expect(await errorOf([x, spread([m, 1], 2)], (v, b) => ops.subtract(ops.multiply(v, b), v))).toBeLessThan(
    1e-6,
  );
  expect(
    await errorOf([x, spread([m, 1], 2), spread([n], 2)], (v, b, c) => ops.subtract(ops.multiply(v, b), c)),
  ).toBeLessThan(1e-6);
});
