import { expect, test } from "vitest";
import { permutation } from "./permutation.js";

test("each number comes once, and the order is fixed for a seed and an epoch", () => {
  // Computed by a separate program in Python's integers.
  expect([...permutation(10, 42, 0)]).toEqual([8, 2, 3, 4, 1, 6, 7, 9, 0, 5]);
  expect([...permutation(10, 42, 1)]).toEqual([8, 2, 3, 4, 9, 1, 5, 6, 0, 7]);
  expect([...permutation(10, 43, 0)]).toEqual([4, 6, 8, 0, 1, 3, 9, 7, 2, 5]);
  expect([...permutation(10, -1, 2 ** 40)]).toEqual([6, 5, 2, 1, 0, 4, 8, 7, 9, 3]);
  for (const size of [0, 1, 2, 3, 1000]) {
    expect([...permutation(size, 1, 2)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: size }, (_, i) => i),
    );
  }
});

test("all 24 orders of four come equally often", () => {
  const counts = new Map<string, number>();
  for (let epoch = 0; epoch < 24_000; epoch++) {
    const key = permutation(4, 5, epoch).join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  const chi2 = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect(Math.abs(chi2 - 23)).toBeLessThan(4 * Math.sqrt(2 * 23));
});

test("a size that is no count is refused", () => {
  expect(() => permutation(-1, 0)).toThrow(
    "permutation: cannot order -1 items; give a whole number below 2^32. (invalid_option)",
  );
});
