import { expect, test } from "vitest";
import { erfcxOf, erfOf } from "./erf.js";

// mpmath 1.3 with 22 digits: erf(x)
const table: readonly (readonly [x: number, erf: number])[] = [
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [1.5, 0.9661051464753108],
  [2, 0.9953222650189527],
  [2.4999, 0.9995928300996666],
  [2.5, 0.999593047982555],
  [3, 0.9999779095030014],
  [4, 0.9999999845827421],
  [5.5, 0.9999999999999927],
];

test.each(table)("erf %d", (x, expected) => {
  expect(Math.abs(erfOf(x) - expected)).toBeLessThanOrEqual(2 * Number.EPSILON);
  expect(erfOf(-x)).toBe(-erfOf(x)); // odd
});

test("erf at the ends of its range", () => {
  expect(erfOf(0)).toBe(0);
  expect(erfOf(-0)).toBe(-0);
  expect(erfOf(1e-300)).toBe((2 / Math.sqrt(Math.PI)) * 1e-300); // erf x → 2x/√π
  expect(erfOf(6)).toBe(1); // 1 − erf 6 = 2e-17
  expect(erfOf(300)).toBe(1);
  expect(erfOf(Infinity)).toBe(1);
  expect(erfOf(-Infinity)).toBe(-1);
  expect(erfOf(NaN)).toBeNaN();
});

test("erf rises across 2.5, where the series gives way to the fraction", () => {
  const step = 2 ** -40;
  for (let i = -20; i < 20; i++) {
    expect(erfOf(2.5 + (i + 1) * step)).toBeGreaterThanOrEqual(erfOf(2.5 + i * step));
  }
});

// mpmath 1.3, 40 digits: e^(x²) erfc x
test.each([
  [-3, 16205.988853999586],
  [-0.5, 1.952360489182557],
  [0, 1],
  [1, 0.427583576155807],
  [2.4999, 0.21081379904521053],
  [2.5, 0.2108063640611436],
  [5, 0.11070463773306863],
  [50, 0.011281536265323772],
])("erfcx %d", (x, expected) => {
  const cancelled = x > 0 && x < 2.5 ? 1e-12 : 1e-15; // 1 − erf x loses digits there
  expect(Math.abs(erfcxOf(x) / expected - 1)).toBeLessThan(cancelled);
});
