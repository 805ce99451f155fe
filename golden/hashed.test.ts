import { expect, test } from "vitest";
import { hashedBatch, hashedWeight } from "./hashed.js";
import { readGolden } from "./read-golden.js";

const { check, weights } = readGolden("ten-losses").large;

test("hashed weights and batches are those that Keras was given", () => {
  check.firstValues.forEach(({ path, values }, i) => {
    expect(weights[i].path).toBe(path);
    expect([...hashedWeight(weights[i]).slice(0, 3)]).toEqual(values);
  });
  const { x, y } = hashedBatch(0);
  expect([...y.slice(0, 8)]).toEqual(check.firstLabels);
  expect([...x.slice(0, 12)]).toEqual(check.firstPixels);
  expect(x.reduce((sum, value) => sum + value, 0)).toBeCloseTo(check.sumOfFirstBatch, 9);
});

test("hashed numbers are the same in float32", () => {
  const { x } = hashedBatch(9);
  expect(x.every((value) => value === Math.fround(value))).toBe(true);
  for (const weight of weights) expect(hashedWeight(weight).every((v) => v === Math.fround(v))).toBe(true);
});
