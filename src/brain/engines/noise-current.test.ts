import { lif, noiseCurrent, siegertRate, simulate } from "neurograd/brain";
import { describe, expect, test } from "vitest";

describe("noiseCurrent", () => {
  test.each([0.1, 2])("without threshold the membrane varies by σ/√2, steps of %f ms", async (dt) => {
    const [n, duration] = [20, 2000];
    const neuron = lif({ vThreshold: 1e6, tauMembrane: 20, resistance: 5 });
    const current = noiseCurrent({
      current: 2,
      deviation: 4,
      tauMembrane: 20,
      resistance: 5,
      dt,
      seed: 7,
    });
    const { traces } = await simulate(neuron, { n, current, dt, duration, record: ["v"] });
    const v = traces.v.toFloat64().subarray(n * Math.round(200 / dt));
    const mean = v.reduce((a, b) => a + b) / v.length;
    const variance = v.reduce((a, b) => a + (b - mean) ** 2, 0) / v.length;
    expect(mean).toBeCloseTo(-60, 0);
    expect(Math.abs(Math.sqrt(variance) / (4 / Math.SQRT2) - 1)).toBeLessThan(0.04);
  });

  test("a noisy neuron fires as siegertRate says, with the step's overshoot of 0.58 σ √(dt/τ)", async () => {
    const [deviation, dt] = [5, 0.05];
    const mean = [1.8, 2.2];
    const current = noiseCurrent({
      current: mean.flatMap((I) => new Array<number>(30).fill(I)),
      deviation,
      dt,
    });
    const { spikes } = await simulate(lif({ tRefractory: 2 }), { n: 60, current, dt, duration: 1500 });
    const counts = spikes.counts();
    for (const [k, I] of mean.entries()) {
      const rate = counts.slice(30 * k, 30 * (k + 1)).reduce((a, b) => a + b) / 30 / 1.5;
      const shift = 0.5826 * deviation * Math.sqrt(dt / 10);
      const expected = siegertRate({
        mean: -70 + 10 * I,
        deviation,
        vThreshold: -50 + shift,
        tRefractory: 2,
      });
      expect(Math.abs(rate / expected - 1), `${rate} beside ${expected} Hz`).toBeLessThan(0.05);
    }
  });

  test("a pure function of seed and time", () => {
    const at = (seed: number, t: number): number[] => {
      const row = new Float64Array(3);
      noiseCurrent({ current: [1, 2, 3], deviation: 2, dt: 0.1, seed })(t, row);
      return Array.from(row);
    };
    expect(at(1, 0.3)).toEqual(at(1, 0.3));
    expect(at(1, 0.3)).not.toEqual(at(1, 0.4));
    expect(at(1, 0.3)).not.toEqual(at(2, 0.3));
    const still = new Float64Array(2);
    noiseCurrent({ current: 1.5, deviation: 0, dt: 0.1 })(0, still);
    expect(Array.from(still)).toEqual([1.5, 1.5]);
  });

  test("refuses a step of 0", () => {
    expect(() => noiseCurrent({ current: 1, deviation: 1, dt: 0 })).toThrow(
      "noiseCurrent: dt is 0; use a number > 0. (invalid_option)",
    );
  });
});
