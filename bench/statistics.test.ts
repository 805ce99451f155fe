import { expect, test } from "vitest";
import { median, pairedRatio } from "./statistics.js";

test("median: the middle number, or the mean of the middle two; the input stays as it is", () => {
  const values = [3, 1, 10];
  expect(median(values)).toBe(3);
  expect(values).toEqual([3, 1, 10]);
  expect(median([10, 9, 100, 1])).toBe(9.5); // sorted as numbers, not as text
  expect(median([2])).toBe(2);
});

test("pairedRatio: a machine that halves its speed in the last rounds changes nothing", () => {
  expect(pairedRatio([3, 3, 6, 6, 6], [1, 1, 2, 2, 2])).toBe(3);
  expect(pairedRatio([8], [4, 1000])).toBe(2);
  expect(pairedRatio([8], [])).toBeNull();
});
