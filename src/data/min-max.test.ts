import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Tensor, tensor } from "../core/tensor.js";
import { minMax } from "./min-max.js";

interface Golden {
  readonly scalers: {
    readonly x: number[][];
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

test("minMax gives scikit-learn's numbers, a constant column included", () => {
  const { x, min, max, transform, inverse } = minMax(x64, { range: [-1, 1] });
  expectClose(min, golden.minMax.min, 0);
  expectClose(max, golden.minMax.max, 0);
  expectClose(x, golden.minMax.x.flat(), 1e-15);
  expect(transform(x64)).toEqual(x);
  expectClose(inverse(x), golden.x.flat(), 1e-14);
});

test("images scale by their last axis, lists as one column; bytes become float32; the range is 0 to 1 by itself", () => {
  const { x, min } = minMax(tensor(new Uint8Array([0, 100, 255, 100]), { shape: [1, 2, 2] }));
  expect([x.dtype, x.shape, min.shape]).toEqual(["float32", [1, 2, 2], [2]]);
  expect(x.toArray()).toEqual([
    [
      [0, 0],
      [1, 0],
    ],
  ]);
  expect(minMax([5, 10, 7.5]).x.toArray()).toEqual([0, 1, 0.5]);
});

test.each<[() => unknown, string]>([
  [
    () =>
      minMax([
        [1, 2],
        [-Infinity, 3],
      ]),
    "minMax: x holds -Infinity in row 1, column 0; drop or fill such values first. (non_finite_data)",
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
