import { expect, test } from "vitest";
import type { Executor } from "../core/executor.js";
import * as ops from "../core/ops/index.js";
import { type Tensor, tensor } from "../core/tensor.js";
import { tensorType, trace } from "../core/trace.js";
import { Heap } from "./heap.js";
import { KernelExecutor } from "./kernel-executor.js";
import type { OrtExecutor } from "./ort.js";
import { ortWasmExecutor } from "./ort-wasm.js";

/** Kernels, and how often something else was asked for. */
function counted(limit = Number.POSITIVE_INFINITY): {
  readonly executor: Executor;
  readonly asked: () => number;
} {
  let asked = 0;
  const others = (): Promise<OrtExecutor> => {
    asked++;
    return ortWasmExecutor(1);
  };
  return { executor: new KernelExecutor("wasm", others, limit), asked: () => asked };
}

const ones = (...shape: number[]): Tensor =>
  tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1), { shape });

test("ONNX Runtime is not asked for while there is a kernel for each op", async () => {
  const { executor, asked } = counted();
  const dense = trace({ x: tensorType(["batch", 3]), w: tensorType([3, 2]) }, ({ x, w }) => ({
    y: ops.tanh(ops.matmul(x, w)),
  }));
  const executable = await executor.compile(dense);
  for (let batch = 1; batch <= 12; batch++) {
    const { y } = await executable.run({ x: ones(batch, 3), w: ones(3, 2) });
    expect(y.shape).toEqual([batch, 2]);
    expect(y.toFloat64()[2 * batch - 1]).toBeCloseTo(Math.tanh(3), 6);
  }
  expect(asked()).toBe(0);
  await executable.dispose();
});

test("other graphs, and more work than the limit, go there", async () => {
  const { executor, asked } = counted(100);
  const product = trace({ x: tensorType(["batch", 3]), w: tensorType([3, 2]) }, ({ x, w }) => ({
    y: ops.matmul(x, w),
  }));
  const executable = await executor.compile(product);
  expect((await executable.run({ x: ones(16, 3), w: ones(3, 2) })).y.toFloat64()[31]).toBe(3); // 96 multiplications
  expect(asked()).toBe(0);
  expect((await executable.run({ x: ones(17, 3), w: ones(3, 2) })).y.toFloat64()[33]).toBe(3); // 102
  expect(asked()).toBe(1);
  const tangent = await executor.compile(trace({ x: tensorType([1]) }, ({ x }) => ({ y: ops.tan(x) })));
  expect((await tangent.run({ x: ones(1) })).y.item()).toBeCloseTo(Math.tan(1), 6);
  expect(asked()).toBe(2);
});

test("numbers of 64 bits that kernels cannot take go there, and come back exact", async () => {
  const { executor, asked } = counted();
  const next = await executor.compile(
    trace({ n: tensorType([2], "int64") }, ({ n }) => ({ n: ops.add(n, tensor([1], { dtype: "int64" })) })),
  );
  const state = executor.createState({ n: tensor([5, 7], { dtype: "int64" }) });
  await next.run({}, state);
  expect(state.read("n").toArray()).toEqual([6, 8]);
  expect(asked()).toBe(0);
  state.write({ n: tensor(BigInt64Array.of(2n ** 40n, 3n), { shape: [2] }) });
  await next.run({}, state);
  expect(state.read("n").toArray()).toEqual([2 ** 40 + 1, 4]);
  expect(asked()).toBe(1);
  state.rollback();
  expect(state.read("n").toArray()).toEqual([2 ** 40, 3]);
});

test("one state serves kernels and ONNX Runtime in turn, while its memory grows", async () => {
  const { executor, asked } = counted();
  const shape = { w: tensorType([100]) };
  const twice = await executor.compile(trace(shape, ({ w }) => ({ w: ops.add(w, w) })));
  const tangent = await executor.compile(
    trace(shape, ({ w }) => ({ w: ops.add(w, ops.tan(ops.multiply(w, 0))) })),
  );
  const state = executor.createState({ w: ones(100) });
  let expected = 1;
  for (let round = 0; round < 4; round++) {
    await twice.run({}, state);
    await tangent.run({}, state); // adds 0
    expected *= 2;
    // Another graph takes a place in the same memory, and the memory moves.
    const size = 50_000 * (round + 1);
    const wide = await executor.compile(
      trace({ ...shape, x: tensorType([size]) }, ({ w, x }) => ({ y: ops.add(ops.sum(x), ops.max(w)) })),
    );
    const { y } = await wide.run({ x: ones(size) }, state);
    expect(y.item()).toBe(size + expected);
    if (round % 2 === 1) await wide.dispose();
  }
  expect(Array.from(state.read("w").toFloat64())).toEqual(new Array(100).fill(16));
  expect(asked()).toBe(1);
});

test("runs of a state come one after another where some wait for ONNX Runtime", async () => {
  const { executor } = counted();
  const shape = { w: tensorType([1]) };
  const add = await executor.compile(trace(shape, ({ w }) => ({ w: ops.add(w, 1), before: w })));
  const slow = await executor.compile(
    trace(shape, ({ w }) => ({ w: ops.multiply(ops.add(w, ops.tan(ops.multiply(w, 0))), 10), before: w })),
  );
  const state = executor.createState({ w: tensor([0]) });
  const runs = [add, slow, add, add, slow].map((one) => one.run({}, state));
  const before = (await Promise.all(runs)).map((result) => result.before.item());
  expect(before).toEqual([0, 1, 10, 11, 12]);
  expect(state.read("w").toArray()).toEqual([120]);
});

test("the same bits each time, and in any batch that rows are part of", async () => {
  const { executor } = counted();
  const graph = trace({ x: tensorType(["n", 5]), w: tensorType([5, 3]) }, ({ x, w }) => ({
    y: ops.softmax(ops.tanh(ops.matmul(x, w))),
  }));
  const executable = await executor.compile(graph);
  const values = (n: number, seed: number): Float32Array =>
    Float32Array.from({ length: n }, (_, i) => Math.sin(i * 1.7 + seed));
  const w = tensor(values(15, 1), { shape: [5, 3] });
  const x = tensor(values(35, 2), { shape: [7, 5] });
  const all = (await executable.run({ x, w })).y.toFloat64();
  for (let row = 0; row < 7; row++) {
    const one = (await executable.run({ x: x.slice(row, row + 1), w })).y.toFloat64();
    expect(Array.from(one)).toEqual(Array.from(all.subarray(3 * row, 3 * row + 3)));
  }
});

test("more memory than WebAssembly has", () => {
  expect(() => new Heap().take(5 * 2 ** 30)).toThrow(
    'WebAssembly: 5.0 GB are needed, and it cannot have more than 4, or than this machine gives; use smaller batches, or runtime: "native". (runtime_error)',
  );
});
