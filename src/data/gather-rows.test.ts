import { expect, test } from "vitest";
import type { DType } from "../core/dtype.js";
import { tensor } from "../core/tensor.js";
import { gatherRows } from "./gather-rows.js";

const dtypes: readonly DType[] = [
  "bool",
  "uint8",
  "int32",
  "uint32",
  "int64",
  "float16",
  "float32",
  "float64",
];

test.each(dtypes)("rows of %s come in the order asked for, short and long ones", (dtype) => {
  for (const width of [1, 3, 16, 40]) {
    const values = Array.from({ length: 5 }, (_, i) =>
      Array.from({ length: width }, (_, j) => (i * 3 + j) % 2),
    );
    const out = gatherRows(tensor(values, { dtype }), [4, 0, 0]);
    expect(out.dtype).toBe(dtype);
    expect(out.shape).toEqual([3, width]);
    expect(out.toFloat64()).toEqual(Float64Array.from([values[4], values[0], values[0]].flat()));
  }
});

test("labels, strings, deep rows, rows without elements and no rows at all", () => {
  expect(gatherRows(tensor(new Uint8Array([7, 8, 9])), [2, 1]).toArray()).toEqual([9, 8]);
  expect(gatherRows(tensor(["a", "b", "c"]), [2, 0]).toArray()).toEqual(["c", "a"]);
  expect(
    gatherRows(
      tensor([
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ]),
      [1],
    ).toArray(),
  ).toEqual([
    [
      [5, 6],
      [7, 8],
    ],
  ]);
  expect(gatherRows(tensor([[], []]), [1, 0, 1]).shape).toEqual([3, 0]);
  expect(gatherRows(tensor([[1], [2]]), []).shape).toEqual([0, 1]);
});

test("a given tensor is written to and returned", () => {
  const into = tensor([
    [9, 9],
    [9, 9],
  ]);
  expect(
    gatherRows(
      tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      [2, 0],
      into,
    ),
  ).toBe(into);
  expect(into.toArray()).toEqual([
    [5, 6],
    [1, 2],
  ]);
});

test("a row that is not there, and a target that does not fit, are refused before anything is written", () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  const into = tensor([
    [9, 9],
    [9, 9],
  ]);
  expect(() => gatherRows(x, [0, 2], into)).toThrow(
    "gatherRows: row 2 of 2 does not exist; give numbers from 0 to 1. (index_out_of_range)",
  );
  expect(() => gatherRows(x, [Number.NaN])).toThrow("gatherRows: row NaN of 2 does not exist");
  expect(into.toArray()).toEqual([
    [9, 9],
    [9, 9],
  ]);
  expect(() => gatherRows(x, [0], into)).toThrow(
    "gatherRows: into is [2, 2], the rows make [1, 2]; allocate that shape. (shape_mismatch)",
  );
  expect(() =>
    gatherRows(
      x,
      [0, 1],
      tensor(
        [
          [1, 2],
          [3, 4],
        ],
        { dtype: "int32" },
      ),
    ),
  ).toThrow("gatherRows: into is int32, the rows are float32; allocate it as float32. (dtype_mismatch)");
  expect(() => gatherRows(tensor(1), [0])).toThrow(
    "gatherRows: needs an axis of rows, got rank 0; reshape to [1]. (shape_mismatch)",
  );
});
