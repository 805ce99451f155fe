import { expect, test } from "vitest";
import { scaleOf } from "./scale.js";
import { linePath, nearest } from "./series.js";

const x = scaleOf([0, 10], 0, 100);
const y = scaleOf([0, 1], 100, 0);

test("a line has a gap where a value is no number, or has no logarithm", () => {
  expect(linePath([0, 1, 2, 3], [0, 1, Number.NaN, 0.5], x, y)).toBe("M0.0,100.0L10.0,0.0M30.0,50.0");
  const log = scaleOf([0.01, 1], 100, 0, { isLog: true });
  expect(linePath([0, 1, 2], [0, 0.01, 1], x, log)).toBe("M10.0,100.0L20.0,0.0");
});

test("of a hundred thousand points no peak is lost, and the path stays short", () => {
  const xs = Float64Array.from({ length: 100_000 }, (_, k) => k / 10_000);
  const ys = Float64Array.from(xs, (_, k) => (k === 51_234 ? 1 : 0.5));
  const path = linePath(xs, ys, x, y);
  expect(path).toContain("L51.0,0.0");
  expect(path.length).toBeLessThan(8000);
});

test("the nearest point", () => {
  expect([-5, 0.4, 0.6, 2.5, 9].map((at) => nearest([0, 1, 3], at))).toEqual([0, 0, 1, 2, 2]);
  expect(nearest([], 1)).toBe(-1);
});
