import { expect, test } from "vitest";
import { linearTicks, scaleOf } from "./scale.js";

test("a linear scale has places, values and round ticks", () => {
  const scale = scaleOf([0, 7, Number.NaN, 100], 10, 210);
  expect([scale.at(0), scale.at(50), scale.at(100), scale.value(110)]).toEqual([10, 110, 210, 50]);
  expect(scale.ticks(5)).toEqual([0, 20, 40, 60, 80, 100]);
  expect(linearTicks(0.12, 0.31, 4)).toEqual([0.15, 0.2, 0.25, 0.3]);
});

test("a logarithmic scale has no place for what has no logarithm", () => {
  const scale = scaleOf([0.001, 10, 0, -3, Infinity], 0, 400, { isLog: true });
  expect([scale.at(0.001), scale.at(0.1), scale.at(10)]).toEqual([0, 200, 400]);
  expect([scale.at(0), scale.at(-1)]).toEqual([Number.NaN, Number.NaN]);
  expect(scale.ticks(5)).toEqual([0.001, 0.01, 0.1, 1, 10]);
  expect(scaleOf([1e-9, 1], 0, 1, { isLog: true }).ticks(5)).toEqual([1e-9, 1e-7, 1e-5, 1e-3, 0.1]);
  expect(scaleOf([0.3, 0.9], 0, 1, { isLog: true }).ticks(4)).toEqual([0.4, 0.6, 0.8]);
  expect(scaleOf([0.1, 0.9], 0, 1, { isLog: true }).ticks(4)).toEqual([0.1, 0.2, 0.5]);
});

test("one value, or none, has a scale too", () => {
  expect(scaleOf([5], 0, 10).at(5)).toBe(5);
  expect(scaleOf([0], 0, 10).at(0)).toBe(5);
  expect(scaleOf([0.1], 0, 10, { isLog: true }).at(0.1)).toBeCloseTo(5);
  expect(scaleOf([], 0, 10).ticks(2).length).toBeGreaterThan(1);
});
