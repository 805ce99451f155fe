import { expect, test } from "vitest";
import { linearTicks, type Range, rangeOf, type Scale, scale } from "./scale.js";

const logarithmic = (values: readonly number[], to: Range = [0, 1]): Scale =>
  scale(rangeOf(values, { isLog: true }), to, true);

test("a linear scale has places, values and round ticks", () => {
  const x = scale(rangeOf([0, 7, Number.NaN, 100]), [10, 210]);
  expect([x(0), x(50), x(100), x.value(110)]).toEqual([10, 110, 210, 50]);
  expect(x.ticks(5)).toEqual([0, 20, 40, 60, 80, 100]);
  expect(linearTicks(0.12, 0.31, 4)).toEqual([0.15, 0.2, 0.25, 0.3]);
  expect(linearTicks(-75, -30, 4)).toEqual([-60, -40]);
});

test("a logarithmic scale has no place for what has no logarithm", () => {
  const x = logarithmic([0.001, 10, 0, -3, Infinity], [0, 400]);
  expect([x(0.001), x(0.1), x(10)]).toEqual([0, 200, 400]);
  expect([x(0), x(-1)]).toEqual([Number.NaN, Number.NaN]);
  expect(x.ticks(5)).toEqual([0.001, 0.01, 0.1, 1, 10]);
  expect(logarithmic([1e-9, 1]).ticks(5)).toEqual([1e-9, 1e-7, 1e-5, 1e-3, 0.1]);
  expect(logarithmic([0.3, 0.9]).ticks(4)).toEqual([0.4, 0.6, 0.8]);
  expect(logarithmic([0.1, 0.9]).ticks(4)).toEqual([0.1, 0.2, 0.5]);
});

test("one value, or none, has a range too", () => {
  expect(rangeOf([5])).toEqual([2.5, 7.5]);
  expect(rangeOf([0])).toEqual([-1, 1]);
  expect(logarithmic([0.1], [0, 10])(0.1)).toBeCloseTo(5);
  expect(rangeOf([])).toEqual([0, 1]);
  expect(rangeOf([0, 10], { pad: 0.1 })).toEqual([-1, 11]);
});
