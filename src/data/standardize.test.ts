import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Tensor, tensor } from "../core/tensor.js";
import { standardize } from "./standardize.js";

interface Golden {
  readonly scalers: {
    readonly x: number[][];
    readonly standard: { mean: number[]; std: number[]; x: number[][] };
  };
}
const golden: Golden["scalers"] = (
  JSON.parse(readFileSync(new URL("../../golden/data.json", import.meta.url), "utf8")) as Golden
).scalers;

function expectClose(actual: Tensor, expected: readonly number[], tolerance: number): void {
  expect(actual.size).toBe(expected.length);
  const errors = actual.toFloat64().map((value, i) => Math.abs(value - expected[i]));
  expect(Math.max(...errors)).toBeLessThanOrEqual(tolerance);
}

const x64 = tensor(golden.x, { dtype: "float64" });

test("standardize gives scikit-learn's numbers, a constant column included", () => {
  const { x, mean, std, transform, inverse } = standardize(x64);
  expectClose(mean, golden.standard.mean, 1e-15);
  expectClose(std, golden.standard.std, 1e-14);
  expectClose(x, golden.standard.x.flat(), 1e-15);
  expect(transform(x64)).toEqual(x);
  expectClose(inverse(x), golden.x.flat(), 1e-14);
  expect(std.toFloat64()[2]).toBe(1);
  expect(transform([[0, 0, 7]]).toFloat64()[2]).toBe(2);
});

test("a column of one value that float64 cannot hold becomes 0, not noise", () => {
  const column = tensor(Array(10).fill([0.1]), { dtype: "float64" });
  const { x, std } = standardize(column);
  expect(std.item()).toBe(1);
  expectClose(x, Array(10).fill(0), 1e-16);
});

test("images scale by their last axis, lists as one column; bytes become float32", () => {
  const { x, mean } = standardize(tensor(new Uint8Array([1, 10, 3, 10]), { shape: [1, 2, 2] }));
  expect([x.dtype, x.shape, mean.toArray()]).toEqual(["float32", [1, 2, 2], [2, 10]]);
  expect(x.toArray()).toEqual([
    [
      [-1, 0],
      [1, 0],
    ],
  ]);
  expect(standardize([1, 3]).x.toArray()).toEqual([-1, 1]);
});

test.each<[() => unknown, string]>([
  [
    () =>
      standardize([
        [1, 2],
        [3, Number.NaN],
      ]),
    "standardize: x holds NaN in row 1, column 1; drop or fill such values first. (non_finite_data)",
  ],
  [
    () => standardize([]),
    "standardize: x has no values, its shape is [0]; give at least one row. (empty_data)",
  ],
  [
    () => standardize([[1, 2]]).transform([[1, 2, 3]]),
    "standardize: transform got [1, 3] with 3 columns, but was made from 2; give the same columns. (shape_mismatch)",
  ],
])("bad input %#", (make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }));
});
