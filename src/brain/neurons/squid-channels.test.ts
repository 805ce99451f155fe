import {
  hodgkinHuxley,
  hodgkinHuxleyChannels,
  hodgkinHuxleyNullclines,
  lif,
  simulate,
} from "neurograd/brain";
import { describe, expect, test } from "vitest";

// The equations of the paper, written out once more.
const alphaM = (v: number): number => (0.1 * (25 - v)) / (Math.exp((25 - v) / 10) - 1);
const betaM = (v: number): number => 4 * Math.exp(-v / 18);
const alphaN = (v: number): number => (0.01 * (10 - v)) / (Math.exp((10 - v) / 10) - 1);
const betaN = (v: number): number => 0.125 * Math.exp(-v / 80);
const steady = (alpha: number, beta: number): number => alpha / (alpha + beta);

describe("hodgkinHuxleyChannels", () => {
  test("open shares and currents by the paper's equation 26", () => {
    const channels = hodgkinHuxleyChannels(hodgkinHuxley());
    for (const state of [
      { v: 0, m: 0.053, h: 0.596, n: 0.318 },
      { v: 90, m: 0.98, h: 0.25, n: 0.6 },
    ]) {
      const { v, m, h, n } = state;
      const { open, inward } = channels(state);
      expect(open.sodium).toBeCloseTo(m ** 3 * h, 14);
      expect(open.potassium).toBeCloseTo(n ** 4, 14);
      expect(inward.sodium).toBeCloseTo(120 * m ** 3 * h * (115 - v), 10);
      expect(inward.potassium).toBeCloseTo(36 * n ** 4 * (-12 - v), 10);
      expect(inward.leak).toBeCloseTo(0.3 * (10.613 - v), 12);
    }
  });

  test("at rest the three balance; blocked channels pass nothing", async () => {
    const { traces } = await simulate(hodgkinHuxley(), {
      dt: 0.05,
      duration: 300,
      record: ["v", "m", "h", "n"],
    });
    const [v, m, h, n] = ["v", "m", "h", "n"].map((name) => traces[name].toFloat64()[5999]);
    const { inward } = hodgkinHuxleyChannels(hodgkinHuxley())({ v, m, h, n });
    expect(inward.sodium + inward.potassium + inward.leak).toBeCloseTo(0, 4);
    const blocked = hodgkinHuxleyChannels(hodgkinHuxley({ gNa: 0 }))({ v, m, h, n });
    expect(blocked.inward.sodium).toBe(0);
    expect(blocked.open.sodium).toBeGreaterThan(0);
  });

  test("other neurons are refused", () => {
    expect(() => hodgkinHuxleyChannels(lif())).toThrow(
      "hodgkinHuxleyChannels: neuron is of the kind lif; give a hodgkinHuxley. (invalid_option)",
    );
    expect(() => hodgkinHuxleyNullclines(hodgkinHuxley({ gNa: [120, 100] }), [0])).toThrow("shape_mismatch");
  });
});

describe("hodgkinHuxleyNullclines", () => {
  const potentials = [-11, 0, 20, 40, 90];

  test("n stands still at its steady state", () => {
    const { n } = hodgkinHuxleyNullclines(hodgkinHuxley(), potentials);
    for (const [k, v] of potentials.entries()) expect(n[k]).toBeCloseTo(steady(alphaN(v), betaN(v)), 12);
  });

  test("on the other line v stands still; where none is, NaN", () => {
    const lines = hodgkinHuxleyNullclines(hodgkinHuxley(), potentials);
    let found = 0;
    for (const [current, h] of [
      [0, 0.596],
      [10, 0.596],
      [10, 0.1],
    ]) {
      const line = lines.v(current, h);
      for (const [k, v] of potentials.entries()) {
        const m = steady(alphaM(v), betaM(v));
        const slope = (n: number): number =>
          current - 120 * m ** 3 * h * (v - 115) - 36 * n ** 4 * (v + 12) - 0.3 * (v - 10.613);
        if (Number.isNaN(line[k])) {
          expect(slope(0) * slope(1), "v moves one way for every n").toBeGreaterThan(0);
        } else {
          expect(slope(line[k])).toBeCloseTo(0, 9);
          found++;
        }
      }
    }
    expect(found).toBeGreaterThan(8);
  });

  test("without potassium channels there is no such line", () => {
    const { v } = hodgkinHuxleyNullclines(hodgkinHuxley({ gK: 0 }), potentials);
    expect(Array.from(v(0, 0.6)).every(Number.isNaN)).toBe(true);
  });
});
