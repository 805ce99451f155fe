import { expect, test } from "vitest";
import * as ops from "../core/ops/index.js";
import { tensor } from "../core/tensor.js";
import { tensorType, trace } from "../core/trace.js";
import { workOf } from "./work-of.js";

test("multiplications of products and convolutions, elements of all else", () => {
  const x = tensorType([1, 2, 5, 5]);
  const kernel = tensorType([3, 2, 3, 3]);
  const conv = trace({ x, kernel }, ({ x, kernel }) => ({ y: ops.conv(x, kernel, null) }));
  expect(workOf(conv, {})).toBe(3 * 3 * 3 * (2 * 3 * 3));
  const back = trace({ x, kernel: tensorType([2, 4, 3, 3]) }, ({ x, kernel }) => ({
    y: ops.convTranspose(x, kernel, null),
  }));
  expect(workOf(back, {})).toBe(2 * 5 * 5 * (4 * 3 * 3));
  const product = trace({ a: tensorType(["n", 4]), b: tensorType([4, 6]) }, ({ a, b }) => ({
    y: ops.exp(ops.matmul(a, b)),
  }));
  expect(workOf(product, { n: 5 })).toBe(5 * 4 * 6 + 5 * 6);
});

test("a loop counts its body once for each step", () => {
  const loop = trace({ x: tensorType([1000, 4]), w: tensorType([4, 4]) }, ({ x, w }) => {
    const { states } = ops.scan(
      ({ states: [h], slices: [row] }) => ({ states: [ops.add(ops.matmul(h, w), row)] }),
      { states: [tensor([0, 0, 0, 0])], sequences: [x] },
    );
    return { y: states[0] };
  });
  expect(workOf(loop, {})).toBeGreaterThanOrEqual(1000 * 16);
});
