import { fICurve, lif, lifRate, siegertRate, simulate } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { RandomSource } from "../../data/random-source.js";

const brunel = { tauMembrane: 20, vThreshold: 20, vReset: 10, tRefractory: 2 };

describe("siegertRate", () => {
  const check = beside("Brunel (2000), J. Comput. Neurosci. 8:183: τ 20 ms, θ 20 mV, reset 10 mV, rest 2 ms");

  test("without noise it is the LIF's rate", () => {
    for (const mean of [20.5, 25, 40]) {
      const exact = lifRate(mean, { ...brunel, vRest: 0, resistance: 1 });
      check(`µ = ${mean} mV, σ → 0 [Hz]`, siegertRate({ ...brunel, mean, deviation: 1e-3 }), {
        published: exact,
        relative: 1e-5,
      });
    }
    expect(siegertRate({ ...brunel, mean: 15, deviation: 0.1 })).toBe(0);
  });

  test("the external rate that just reaches the threshold: θ/(J CE τ) = 10 Hz", () => {
    const [excitatory, weight] = [1000, 0.1]; // CE = 0.1 · 10,000 synapses of 0.1 mV
    const rate = (nu: number): number => {
      const mean = (20 / 1000) * excitatory * weight * nu; // τ CE J ν
      return siegertRate({ ...brunel, mean, deviation: 1e-4 });
    };
    const threshold = brunel.vThreshold / (weight * excitatory * (brunel.tauMembrane / 1000));
    check("ν threshold [Hz]", threshold, { published: 10, absolute: 1e-12 });
    expect(rate(0.999 * threshold)).toBe(0);
    expect(rate(1.001 * threshold)).toBeGreaterThan(1);
  });

  test("the integral: a value by the trapezoid rule of a million parts, noise far below and above the threshold", () => {
    // ∫ e^(x²) (1 + erf x) dx from (10 − 16)/5 to (20 − 16)/5, written out with the series of erf
    const erf = (x: number): number => {
      let [term, total] = [x, x];
      for (let n = 1; n < 60; n++) {
        term *= (-x * x) / n;
        total += term / (2 * n + 1);
      }
      return (2 / Math.sqrt(Math.PI)) * total;
    };
    const [from, to, parts] = [-1.2, 0.8, 200_000];
    let sum = 0;
    for (let k = 0; k <= parts; k++) {
      const x = from + ((to - from) * k) / parts;
      sum += (k === 0 || k === parts ? 0.5 : 1) * Math.exp(x * x) * (1 + erf(x));
    }
    const exact = 1000 / (2 + 20 * Math.sqrt(Math.PI) * ((sum * (to - from)) / parts));
    check("µ = 16, σ = 5 mV [Hz]", siegertRate({ ...brunel, mean: 16, deviation: 5 }), {
      published: exact,
      relative: 1e-9,
    });
  });

  test("simulated noise, with the step's overshoot of 0.58 σ √(dt/τ)", async () => {
    const [mean, deviation, dt] = [17, 5, 0.05];
    const random = new RandomSource(17);
    const noise = deviation * Math.sqrt(brunel.tauMembrane / dt);
    const neuron = lif({ ...brunel, resistance: 1, vRest: 0 });
    const { spikes } = await simulate(neuron, {
      n: 100,
      current: (_, current) => {
        for (let i = 0; i < current.length; i++) current[i] = mean + noise * random.normal();
      },
      dt,
      duration: 1000,
    });
    const shift = 0.5826 * deviation * Math.sqrt(dt / brunel.tauMembrane);
    const expected = siegertRate({ ...brunel, vThreshold: 20 + shift, mean, deviation });
    check("simulated: µ = 17, σ = 5 mV [Hz]", spikes.meanRate(), { published: expected, relative: 0.04 });
  });
});

test("fICurve: rates from intervals, 0 below the rheobase", async () => {
  const neuron = lif({ tRefractory: 2 });
  const { currents, rates } = await fICurve(neuron, [1.9, 2.5, 4], { dt: 0.01, duration: 300, settle: 50 });
  expect(currents).toEqual([1.9, 2.5, 4]);
  expect(rates[0]).toBe(0);
  for (const i of [1, 2]) {
    const exact = lifRate(currents[i], { tRefractory: 2 });
    expect(Math.abs(rates[i] / exact - 1)).toBeLessThan(2e-3);
  }
});
