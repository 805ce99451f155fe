import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Tensor, tensor } from "../core/tensor.js";
import { minMax } from "./min-max.js";
import { standardize } from "./standardize.js";

interface Golden {
  readonly scalers: {
    readonly x: number[][];
    readonly standard: { mean: number[]; std: number[]; x: number[][] };
    readonly minMax: { min: number[]; max: number[]; x: number[][] };
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

test("minMax gives scikit-learn's numbers, a constant column included", () => {
  const { x, min, max, transform, inverse } = minMax(x64, { range: [-1, 1] });
  expectClose(min, golden.minMax.min, 0);
  expectClose(max, golden.minMax.max, 0);
  expectClose(x, golden.minMax.x.flat(), 1e-15);
  expect(transform(x64)).toEqual(x);
  expectClose(inverse(x), golden.x.flat(), 1e-14);
});

test("a column of one value that float64 cannot hold becomes 0, not noise", () => {
  const column = tensor(Array(10).fill([0.1]), { dtype: "float64" });
  const { x, std } = standardize(column);
  expect(std.item()).toBe(1);
  expectClose(x, Array(10).fill(0), 1e-16);
});

test("images scale by their last axis, lists as one column; integers become float32", () => {
  const bytes = tensor(new Uint8Array([0, 100, 255, 100]), { shape: [1, 2, 2] });
  const { x, min } = minMax(bytes);
  expect([x.dtype, x.shape, min.shape]).toEqual(["float32", [1, 2, 2], [2]]);
  expect(x.toArray()).toEqual([
    [
      [0, 0],
      [1, 0],
    ],
  ]);
  expect(minMax([5, 10, 7.5]).x.toArray()).toEqual([0, 1, 0.5]);
  expect(standardize([1, 3]).x.toArray()).toEqual([-1, 1]);
});

test.each<[() => unknown, string]>([
  [
    () =>
      standardize([
        [1, 2],
        [3, Number.NaN],
      ]),
    "standardize: x holds NaN in row 1, column 1; drop or fill such values first. (not_finite)",
  ],
  [
    () =>
      minMax([
        [1, 2],
        [-Infinity, 3],
      ]),
    "minMax: x holds -Infinity in row 1, column 0; drop or fill such values first. (not_finite)",
  ],
  [
    () => standardize([]),
    "standardize: x has no values, its shape is [0]; give at least one row. (empty_data)",
  ],
  [
    () => standardize([[1, 2]]).transform([[1, 2, 3]]),
    "standardize: transform got [1, 3] with 3 columns, but was made from 2; give the same columns. (shape_mismatch)",
  ],
  [
    () => minMax([[1, 2]]).inverse([1]),
    "minMax: inverse got [1] with 1 columns, but was made from 2; give the same columns. (shape_mismatch)",
  ],
  [
    () => minMax([1], { range: [1, 1] }),
    "minMax: range [1, 1] holds nothing; give a lower and a higher number. (invalid_option)",
  ],
])("bad input %#", (make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }));
});
