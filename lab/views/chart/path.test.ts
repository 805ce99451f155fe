import { expect, test } from "vitest";
import { heapPath, linePath } from "./path.js";
import { planeOf } from "./plane.js";
import { scale } from "./scale.js";
import { nearest } from "./series.js";

const plane = planeOf({ left: 0, right: 100, top: 0, bottom: 100 }, [0, 10], [0, 1]);

test("a line has a gap where a value is no number, or has no logarithm", () => {
  expect(linePath([0, 1, 2, 3], [0, 1, Number.NaN, 0.5], plane)).toBe("M0.0,100.0L10.0,0.0M30.0,50.0");
  const y = scale([0.01, 1], [100, 0], true);
  expect(linePath([0, 1, 2], [0, 0.01, 1], { x: plane.x, y })).toBe("M10.0,100.0L20.0,0.0");
});

test("of a hundred thousand points no peak is lost, and the path stays short", () => {
  const xs = Float64Array.from({ length: 100_000 }, (_, k) => k / 10_000);
  const ys = Float64Array.from(xs, (_, k) => (k === 51_234 ? 1 : 0.5));
  const path = linePath(xs, ys, plane);
  expect(path).toContain("L51.0,0.0");
  expect(path.length).toBeLessThan(8000);
});

test("a heap is as tall as asked, and ends at the edge; a single value is a line to be seen", () => {
  expect(heapPath({ from: 8, to: 12, counts: [2, 4] }, plane, 50)).toBe("M80.0,100V75.0H100.0V100Z");
  expect(heapPath({ from: 5, to: 5, counts: [0, 3] }, plane, 50)).toBe("M50.0,100V50.0H53.0V100Z");
});

test("the nearest point", () => {
  expect([-5, 0.4, 0.6, 2.5, 9].map((at) => nearest([0, 1, 3], at))).toEqual([0, 0, 1, 2, 2]);
  expect(nearest([], 1)).toBe(-1);
});
