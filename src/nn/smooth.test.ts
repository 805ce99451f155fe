import { expect, test } from "vitest";
import { metricDirection } from "./metric-direction.js";
import { smooth } from "./smooth.js";

test("the average of [1, 0, 0] with β = 1/2, by hand: 1, 1/3, 1/7", () => {
  expect([...smooth([1, 0, 0], 0.5)]).toEqual([1, 1 / 3, 1 / 7]);
});

test("is the weighted mean of all values so far, the k-th before weighing βᵏ", () => {
  const values = Array.from({ length: 50 }, (_, k) => Math.sin(k) + k / 10);
  const smoothed = smooth(values, 0.9);
  for (const t of [0, 1, 7, 49]) {
    const weights = values.slice(0, t + 1).map((_, k) => 0.9 ** (t - k));
    const sum = weights.reduce((a, b) => a + b);
    const mean = weights.reduce((total, weight, k) => total + (weight * values[k]) / sum, 0);
    expect(smoothed[t]).toBeCloseTo(mean, 12);
  }
});

test("β = 0 changes nothing; what is constant stays so; what is no number leaves a gap and does not count", () => {
  expect([...smooth([3, 1, 2], 0)]).toEqual([3, 1, 2]);
  for (const value of smooth(new Array(300).fill(0.7), 0.99)) expect(value).toBeCloseTo(0.7, 12);
  expect([...smooth([1, Number.NaN, 0, Infinity, 0], 0.5)]).toEqual([1, Number.NaN, 1 / 3, Infinity, 1 / 7]);
  expect([...smooth([], 0.5)]).toEqual([]);
});

test("refuses a β that is none", () => {
  expect(() => smooth([1], 1)).toThrow(
    "smooth: beta is 1; give a number from 0 to below 1. (invalid_option)",
  );
  expect(() => smooth([1], Number.NaN)).toThrow("(invalid_option)");
});

test("which way a metric is better is told by its name", () => {
  expect(
    ["valLoss", "accuracy", "topKCategoricalAccuracy", "meanSquaredError", "seconds"].map(metricDirection),
  ).toEqual(["min", "max", "max", "min", undefined]);
});
