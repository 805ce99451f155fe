import { escapeRate, intervals, irregularity, mccullochPitts, poisson, simulate } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";

describe("poisson", () => {
  const check = beside("A Poisson neuron of 40 Hz, steps of 0.1 ms, 200 neurons for 5 s");
  test("rate and irregularity", async () => {
    const { spikes } = await simulate(poisson(), { n: 200, current: 40, dt: 0.1, duration: 5000, seed: 3 });
    const stepped = (1 - Math.exp(-40 * 1e-4)) / 1e-4; // at most one spike a step
    check("rate [Hz]", spikes.meanRate(), { published: stepped, absolute: 4 * Math.sqrt(40 / 1000) });
    check("CV of intervals", irregularity(spikes), { published: 1, absolute: 0.02 });
  });
});

describe("escapeRate", () => {
  const check = beside("Neuronal Dynamics, equations 9.5 and 9.8: hazard ρ₀ e^((v − θ)/Δu)");

  test("held still, it is a Poisson process of rate ρ", async () => {
    // v stays at −54: it is reset to where it is. ρ = 1/ms · e^(−4/2)
    const neuron = escapeRate({ vRest: -54, vReset: -54, deltaU: 2 });
    const { spikes } = await simulate(neuron, { n: 100, current: 0, dt: 0.05, duration: 1000, seed: 8 });
    const rate = 1000 * Math.exp(-2);
    check("rate at 4 mV below [Hz]", spikes.meanRate(), {
      published: rate,
      absolute: 4 * Math.sqrt(rate / 100) + 0.5,
    }); // and one spike a step at most
    check("CV of intervals", irregularity(spikes), { published: 1, absolute: 0.03 });
  });

  test("hazard over the membrane's own time course: the mean interval is ∫ e^(−∫ρ) dt", async () => {
    const [current, deltaU] = [2.2, 2];
    const { spikes } = await simulate(escapeRate({ deltaU }), {
      n: 100,
      current,
      dt: 0.02,
      duration: 1000,
      seed: 9,
    });
    const rho = (t: number): number => Math.exp((-70 + 10 * current * (1 - Math.exp(-t / 10)) + 50) / deltaU);
    let [survival, meanInterval, h] = [1, 0, 0.001];
    for (let t = h / 2; survival > 1e-9; t += h) {
      const next = survival * Math.exp(-rho(t) * h);
      meanInterval += ((survival + next) / 2) * h;
      survival = next;
    }
    const gaps = spikes.byNeuron().flatMap(intervals);
    const average = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    check("mean interval [ms]", average, { published: meanInterval, relative: 0.015 });
  });

  test("as Δu → 0: the sharp threshold", async () => {
    const { spikes } = await simulate(escapeRate({ deltaU: 1e-3, rho0: 100 }), {
      current: 4,
      dt: 0.01,
      duration: 100,
      seed: 1,
    });
    for (const gap of intervals(spikes.of(0))) expect(Math.abs(gap - 10 * Math.log(2))).toBeLessThan(0.05);
  });
});

test("mccullochPitts: the gates of the paper", async () => {
  const gate = async (threshold: number, inputs: readonly number[]): Promise<number[]> =>
    (
      await simulate(mccullochPitts({ threshold }), { n: inputs.length, current: inputs, dt: 1, duration: 1 })
    ).spikes.counts();
  const sums = [0, 1, 1, 2]; // of two inputs, each 0 or 1
  expect(await gate(2, sums)).toEqual([0, 0, 0, 1]); // and
  expect(await gate(1, sums)).toEqual([0, 1, 1, 1]); // or
  expect(
    await gate(
      0,
      sums.map((x) => -x),
    ),
  ).toEqual([1, 0, 0, 0]); // nor: inhibition
});
