import { expect } from "vitest";

/**
 * Every number within `tolerance` of the expected one, relative to max(1, |expected|); equal infinities and NaN pass.
 * A failure names the worst element and both numbers.
 */
export function expectClose(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = "numbers",
): void {
  expect(got.length, `${what}: how many`).toBe(expected.length);
  let worst = { error: 0, i: 0 };
  for (let i = 0; i < expected.length; i++) {
    const same = Object.is(got[i], expected[i]) || got[i] === expected[i];
    const error = same ? 0 : Math.abs(got[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    if (!(error <= worst.error)) worst = { error: Number.isNaN(error) ? Infinity : error, i };
  }
  const { error, i } = worst;
  expect(error, `${what}[${i}]: got ${got[i]}, expected ${expected[i]}`).toBeLessThanOrEqual(tolerance);
}
