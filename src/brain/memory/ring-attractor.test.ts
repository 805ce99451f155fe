import { ringAttractor } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";

describe("a remembered direction", () => {
  const check = beside(
    "Ring of cells: the bump by theory (Ben-Yishai, Bar-Or & Sompolinsky 1995) and simulated with 256 cells",
  );

  test.each([
    { jTuned: 4, jAll: -4 },
    { jTuned: 6, jAll: -5 },
    { jTuned: 2.5, jAll: -3 },
  ])("J₁ $jTuned, J₀ $jAll: stays as wide and strong as theory says", ({ jTuned, jAll }) => {
    const ring = ringAttractor({ n: 256, jTuned, jAll, input: 10 });
    const cue = { angle: ring.directions[150], strength: 20, until: 100 };
    const { rates, angles, strengths } = ring.run({ cue, duration: 1500 });
    const { halfWidth, strength, meanRate } = ring.bump ?? { halfWidth: 0, strength: 0, meanRate: 0 };
    const name = `J₁ ${jTuned}`;
    check(`${name}: strength [Hz]`, strengths[strengths.length - 1], { published: strength, relative: 2e-3 });
    check(`${name}: mean rate [Hz]`, rates.reduce((a, b) => a + b, 0) / 256, {
      published: meanRate,
      relative: 2e-3,
    });
    const active = rates.filter((r) => r > 1e-6).length;
    check(`${name}: width [rad]`, (active * 2 * Math.PI) / 256, { published: 2 * halfWidth, absolute: 0.05 });
    expect(angles[angles.length - 1]).toBeCloseTo(cue.angle, 9); // 1.4 s after the cue
  });

  test("J₁ = 4: half of the ring, by hand", () => {
    // 4 (π/2 − 0)/(2π) = 1; R = −10/(−4 · 4/π)
    const bump = ringAttractor().bump;
    expect(bump?.halfWidth).toBeCloseTo(Math.PI / 2, 12);
    expect(bump?.strength).toBeCloseTo((10 * Math.PI) / 16, 12);
  });

  test("below J₁ = 2 nothing is kept", () => {
    const ring = ringAttractor({ jTuned: 1.9 });
    expect(ring.bump).toBeUndefined();
    const { strengths } = ring.run({ cue: { angle: 0, strength: 20, until: 100 }, duration: 3000 });
    expect(strengths[199]).toBeGreaterThan(3); // while it is shown
    expect(strengths[strengths.length - 1]).toBeLessThan(1e-3);
  });

  test("noise makes it wander: the variance grows with time", () => {
    const ring = ringAttractor({ n: 32 });
    const runs = Array.from({ length: 80 }, (_, seed) =>
      ring.run({ cue: { angle: 0, strength: 20, until: 50 }, duration: 450, dt: 2, noise: 1.5, seed }),
    );
    const variance = (t: number): number =>
      runs.reduce((sum, { angles }) => sum + angles[t / 2 - 1] ** 2, 0) / runs.length;
    const [early, late] = [variance(150), variance(450)];
    expect(early).toBeGreaterThan(0);
    expect(late / early).toBeGreaterThan(1.7);
    expect(late / early).toBeLessThan(5); // 3, but for chance
  });
});
