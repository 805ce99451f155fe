import { expect, test } from "vitest";
import type { Tensor } from "../../core/tensor.js";
import { sine } from "./sine.js";

function expectClose(x: Tensor, expected: readonly number[], tolerance: number): void {
  expect(x.size).toBe(expected.length);
  x.toFloat64().forEach((value, i) => {
    expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(tolerance);
  });
}

test("sine is one wave, ends included", () => {
  const { x, y } = sine({ samples: 5 });
  expect([x.shape, y.shape]).toEqual([[5, 1], [5]]);
  expectClose(x, [-Math.PI, -Math.PI / 2, 0, Math.PI / 2, Math.PI], 2e-7);
  expectClose(y, [0, -1, 0, 1, 0], 1e-15);
});

test("noise is that of a separate program: Python's integers, log, sin and cos", () => {
  expectClose(sine({ samples: 3, noise: 0.2, seed: 5 }).y, [-0.04288879, 0.509747439, -0.401186863], 1e-7);
});

test("bad options are refused", () => {
  expect(() => sine({ samples: 1.5 })).toThrow(
    "sine: samples is 1.5; use a whole number from 1. (invalid_option)",
  );
  expect(() => sine({ noise: -1 })).toThrow("sine: noise is -1; use a number from 0. (invalid_option)");
});
