import { expect, test } from "vitest";
import { areEnough, Stroke, withoutNearest, withPoint } from "./brush.js";

test("a stroke leaves points a fixed way apart; the eraser takes what it reaches", () => {
  const stroke = new Stroke([], 1);
  for (let k = 0; k <= 20; k++) stroke.to({ x: k / 20, y: 0.5 });
  expect(stroke.points.map(({ x }) => x)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
  expect(stroke.points.every(({ y, label }) => y === 500 && label === 1)).toBe(true);
  const eraser = new Stroke(stroke.points, "eraser");
  eraser.to({ x: 0.07, y: 0.5 });
  expect(eraser.points.map(({ x }) => x)).toEqual([200, 300, 400, 500, 600, 700, 800, 900, 1000]);
});

test("one point goes where it stands; what is farther stays; more than 2,000 are not taken", () => {
  const points = [
    { x: 0, y: 0, label: 0 },
    { x: 50, y: 0, label: 2 },
  ];
  expect(withoutNearest(points, { x: 0.04, y: 0 })).toEqual([points[0]]);
  expect(withoutNearest(points, { x: 0.5, y: 0 })).toEqual(points);
  expect(withoutNearest([], { x: 0, y: 0 })).toEqual([]);
  expect(areEnough(points)).toBe(true);
  expect(areEnough(points.slice(1))).toBe(false);
  const full = Array.from({ length: 2000 }, () => points[0]);
  expect(withPoint(full, { x: 0, y: 0 }, 1)).toHaveLength(2000);
  expect(withPoint([], { x: 3, y: -0.12345 }, 1)).toEqual([{ x: 1000, y: -123, label: 1 }]);
});
