import { describe, expect, test } from "vitest";
import type { Value } from "../core/graph.js";
import * as ops from "../core/ops/index.js";
import type { Size } from "../core/size.js";
import { namedSize } from "../core/size.js";
import { type Tensor, tensor } from "../core/tensor.js";
import { trace } from "../core/trace.js";
import { createExecutor } from "./create-executor.js";

// Kernels of ONNX Runtime 1.30 that end the process (SIGFPE) when asked these questions: we must not ask.
async function run(
  runtime: "native" | "wasm",
  fn: (...values: Value[]) => readonly Value[],
  inputs: readonly Tensor[],
  shapes: readonly (readonly Size[])[] = inputs.map((x) => x.shape),
): Promise<Tensor[]> {
  const types = Object.fromEntries(inputs.map(({ dtype }, i) => [`x${i}`, { dtype, shape: shapes[i] }]));
  const graph = trace(types, (v) => Object.fromEntries(fn(...Object.values(v)).map((y, i) => [`y${i}`, y])));
  const executable = await (await createExecutor({ runtime, threads: 1 })).compile(graph);
  const feeds = Object.fromEntries(inputs.map((x, i) => [`x${i}`, x]));
  return Object.values(await executable.run(feeds).finally(() => executable.dispose()));
}

describe.each(["native", "wasm"] as const)("on %s", (runtime) => {
  test.each([
    ["int32", -(2 ** 31)],
    ["int64", -(2n ** 63n)],
  ] as const)("the smallest %s by -1: the quotient wraps, the remainder is 0", async (dtype, smallest) => {
    const a = tensor([smallest, 7, -7], { dtype });
    const b = tensor([-1, -1, 2], { dtype });
    const both = (x: Value, y: Value): readonly Value[] => [ops.divide(x, y), ops.mod(x, y)];
    const byConstant = (x: Value): readonly Value[] => [
      ops.divide(x, -1),
      ops.mod(x, -1),
      ops.divide(x, 2),
      ops.mod(x, 2),
    ];
    const wanted = [tensor([smallest, -7, -3], { dtype }).data, tensor([0, 0, 1], { dtype }).data];
    expect((await run(runtime, both, [a, b])).map((y) => y.data)).toEqual(wanted);
    const [quotient, remainder, half, odd] = await run(runtime, byConstant, [a]);
    expect(quotient.data).toEqual(tensor([smallest, -7, 7], { dtype }).data);
    expect(remainder.data).toEqual(tensor([0, 0, 0], { dtype }).data);
    const halved = typeof smallest === "bigint" ? smallest / 2n : smallest / 2;
    expect(half.data).toEqual(tensor([halved, 3, -3], { dtype }).data);
    expect(odd.data).toEqual(tensor([0, 1, 1], { dtype }).data); // the sign of the divisor
  });

  test("the largest of each of no rows", async () => {
    const batch = namedSize("batch");
    const top = (x: Value): readonly Value[] => ops.topK(x, { k: 2 });
    const none = tensor([], { shape: [0, 3] });
    expect((await run(runtime, top, [none], [[batch, 3]])).map((y) => y.shape)).toEqual([
      [0, 2],
      [0, 2],
    ]);
    expect((await run(runtime, top, [none])).map((y) => y.shape)).toEqual([
      [0, 2],
      [0, 2],
    ]);
    const [values, indices] = await run(runtime, top, [tensor([[1, 3, 2]])], [[batch, 3]]);
    expect(values.toArray()).toEqual([[3, 2]]);
    expect(indices.toArray()).toEqual([[1, 2]]);
  });

  test("reshapes where open sizes turn out 0", async () => {
    const [m, n] = [namedSize("m"), namedSize("n")];
    const reshaped = (x: Value): readonly Value[] => [
      ops.expandDims(x, { axis: 1 }),
      ops.reshape(ops.reshape(x, { shape: [-1] }), { shape: [n, m] }),
      ops.reshape(x, { shape: [n, 1, m, 1] }),
    ];
    for (const [rows, columns] of [
      [0, 3],
      [2, 0],
      [0, 0],
      [2, 3],
    ]) {
      const x = tensor(new Float32Array(rows * columns), { shape: [rows, columns] });
      expect((await run(runtime, reshaped, [x], [[m, n]])).map((y) => y.shape)).toEqual([
        [rows, 1, columns],
        [columns, rows],
        [columns, 1, rows, 1],
      ]);
    }
  });

  test("an integer by 0 is an error of the runtime, not its end", async () => {
    const [a, b] = [tensor([1], { dtype: "int32" }), tensor([0], { dtype: "int32" })];
    await expect(run(runtime, (x, y) => [ops.divide(x, y)], [a, b])).rejects.toThrow(
      "Integer division by zero",
    );
    await expect(run(runtime, (x, y) => [ops.mod(x, y)], [a, b])).rejects.toThrow("Integer modulo by zero");
  });
});
