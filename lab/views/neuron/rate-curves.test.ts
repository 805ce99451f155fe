import { lifRate } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { activations, atCurrent, fits, rateCurve } from "./rate-curves.js";

const usual = { noise: 6, tRefractory: 0 };

describe("what is said of the curves", () => {
  test("without leak: a ReLU, exactly; the simulated neuron within a spike of it", async () => {
    const curve = await rateCurve("integrateAndFire", usual);
    expect((await fits(curve)).relu.error).toBeLessThan(1e-6);
    for (const [k, current] of curve.simulated.currents.entries())
      expect(Math.abs(curve.simulated.rates[k] - 1000 * Math.max(0, current))).toBeLessThanOrEqual(5 + 1e-9); // 1 of 200 steps
  });

  test("leaky in noise: a softplus to 0.1 %; with a long refractory period a sigmoid is nearer", async () => {
    const curve = await rateCurve("noisyLif", usual);
    const found = await fits(curve);
    expect(found.softplus.error).toBeLessThan(0.0015);
    expect(found.relu.error).toBeGreaterThan(5 * found.softplus.error);
    for (const [k, rate] of curve.simulated.rates.entries())
      expect(Math.abs(rate - curve.rates[2 * k])).toBeLessThan(6);
    const bent = await fits(await rateCurve("noisyLif", { noise: 6, tRefractory: 15 }));
    expect(bent.sigmoid.error).toBeLessThan(bent.softplus.error / 1.5);
  });

  test("leaky without noise: the closed form and what is simulated agree; none of the three is near", async () => {
    const curve = await rateCurve("lif", { noise: 0, tRefractory: 2 });
    for (const [k, current] of curve.currents.entries())
      expect(curve.rates[k]).toBe(lifRate(current, { tRefractory: 2 }));
    for (const [k, rate] of curve.simulated.rates.entries())
      expect(Math.abs(rate - curve.rates[2 * k])).toBeLessThan(1);
    const found = await fits(curve);
    for (const name of activations) expect(found[name].error).toBeGreaterThan(0.03);
  });

  test("Hodgkin and Huxley: nothing, then more than 50 Hz", async () => {
    const { rates } = await rateCurve("hodgkinHuxley", usual);
    const first = rates.findIndex((rate) => rate > 0);
    expect(rates[first - 1]).toBe(0);
    expect(rates[first]).toBeGreaterThan(50);
    expect(rates[10]).toBeCloseTo(68.3, 0);
  });
});

test("a neuron at one current", async () => {
  const { spikes, v, duration, dt } = await atCurrent("lif", 3, { noise: 0, tRefractory: 2 });
  expect(v.length).toBe(duration / dt);
  expect(spikes.length).toBe(Math.floor((lifRate(3, { tRefractory: 2 }) * duration) / 1000));
});
