import { expect, test } from "vitest";
import { cosTurns, portableLog, sinTurns } from "./portable-math.js";

test("the logarithm is within 2 ulp of the engine's over the whole range of uniforms", () => {
  let worst = 0;
  for (let k = 1; k <= 20_000; k++) {
    for (const x of [k / 20_000, 2 ** -53 * k, k * 1e10]) {
      const error = Math.abs(portableLog(x) - Math.log(x)) / Math.max(Math.abs(Math.log(x)), 1e-3);
      worst = Math.max(worst, error);
    }
  }
  expect(worst).toBeLessThan(5e-16);
  expect(portableLog(1)).toBe(0);
  expect(portableLog(0.5)).toBe(-Math.LN2);
});

test("sine and cosine of turns agree with the engine's to 3e-16, also before 0 and past 1", () => {
  let worst = 0;
  for (let k = -4000; k <= 8000; k++) {
    const t = k / 4001;
    const exact = 2 * Math.PI * (t - Math.round(t)); // the engine's own argument kept small, where it is accurate
    worst = Math.max(worst, Math.abs(sinTurns(t) - Math.sin(exact)), Math.abs(cosTurns(t) - Math.cos(exact)));
  }
  expect(worst).toBeLessThan(7e-16);
});

test("quarter turns are exact", () => {
  expect([0, 0.25, 0.5, 0.75, 1].map((t) => sinTurns(t) + 0)).toEqual([0, 1, 0, -1, 0]);
  expect([0, 0.25, 0.5, 0.75, 1].map((t) => cosTurns(t) + 0)).toEqual([1, 0, -1, 0, 1]);
});
