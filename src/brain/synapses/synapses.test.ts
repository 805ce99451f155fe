import {
  allToAll,
  alpha,
  clockDriven,
  conductance,
  doubleExponential,
  exponential,
  lif,
  type Network,
  SpikeTrains,
  type Synapse,
  shortTermPlasticity,
  staticSynapse,
} from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { readBrain } from "../../../golden/read-brain.js";
import { beside } from "../../../test/support/beside.js";
import { expectClose } from "../../../test/support/expect-close.js";

const golden = readBrain().synapses;

/** One spike from outside, that arrives at 1 ms. */
const network = (synapse: Synapse, weight: number): Network => ({
  populations: {
    s: { spikes: new SpikeTrains({ times: [0.9], neurons: [0] }, 1, 25) },
    a: { neuron: lif({ vThreshold: 1000 }), n: 1 },
  },
  projections: [{ from: "s", to: "a", connect: allToAll(weight), synapse, delay: 0.1 }],
});

async function potentials(
  synapse: Synapse,
  weight: number,
  dt: number,
  runtime: "float64" | "native" = "float64",
): Promise<readonly number[]> {
  const { traces } = await clockDriven(network(synapse, weight), {
    dt,
    duration: 20.1,
    record: { a: ["v"] },
    runtime,
  });
  const v = traces.a.v.toFloat64();
  return golden.times.map((t) => v[Math.round(t / dt) - 1]);
}

describe("one spike through each synapse, beside Brian 2 with steps of a thousandth of a millisecond", () => {
  test.each([
    ["exponential", exponential({ tau: 5 }), 1, 2e-4],
    ["alpha", alpha({ tau: 2 }), 1, 2e-4],
    ["doubleExponential", doubleExponential({ tauRise: 0.5, tauDecay: 5 }), 1, 2e-4],
    ["conductance", conductance({ tau: 5, eReversal: 0 }), 0.01, 2e-3],
  ] as const)("%s", async (name, synapse, weight, tolerance) => {
    const ours = await potentials(synapse, weight, 0.1);
    expectClose(ours, golden.v[name], tolerance, "v [mV]");
    expect(ours[3]).toBeGreaterThan(-69); // it does something
    expectClose(await potentials(synapse, weight, 0.1, "native"), ours, 1e-5, "compiled");
    // Half the step: a quarter of the error, or, with v held during a step, a half of it.
    const halved = await potentials(synapse, weight, 0.05);
    const error = (v: readonly number[]): number =>
      Math.max(...v.map((x, k) => Math.abs(x - golden.v[name][k])));
    expect(error(halved)).toBeLessThan(0.6 * error(ours));
  });

  test("staticSynapse: at once", async () => {
    const v = await potentials(staticSynapse(), 3, 0.1);
    expectClose(
      v,
      golden.times.map((t) => -70 + 3 * Math.exp(-(t - 1) / 10)),
      1e-12,
    );
  });
});

describe("peaks", () => {
  test("alpha: w at t = τ; doubleExponential: w at its peak", async () => {
    // A membrane of a microsecond shows the current itself.
    const peak = async (synapse: Synapse): Promise<readonly [v: number, t: number]> => {
      const quick: Network = {
        ...network(synapse, 2),
        populations: {
          ...network(synapse, 2).populations,
          a: { neuron: lif({ tauMembrane: 1e-3, resistance: 1, vRest: 0, vThreshold: 1000 }), n: 1 },
        },
      };
      const { traces } = await clockDriven(quick, { dt: 0.01, duration: 12, record: { a: ["v"] } });
      const v = traces.a.v.toFloat64();
      const at = v.reduce((best, x, k) => (x > v[best] ? k : best), 0);
      return [v[at], (at + 0.5) * 0.01 - 1];
    };
    const [height, time] = await peak(alpha({ tau: 2 }));
    expect(height).toBeCloseTo(2, 4);
    expect(Math.abs(time - 2)).toBeLessThan(0.02);
    const [other, when] = await peak(doubleExponential({ tauRise: 0.5, tauDecay: 5 }));
    expect(other).toBeCloseTo(2, 3);
    expect(Math.abs(when - ((5 * 0.5) / 4.5) * Math.log(10))).toBeLessThan(0.02);
  });
});

describe("shortTermPlasticity", () => {
  const check = beside(
    "Tsodyks, Pawelzik & Markram (1998): the steady state at a constant rate, in closed form",
  );

  test("depressing: U = 0.5, τr = 800 ms, 20 Hz", () => {
    const factor = shortTermPlasticity({ release: 0.5, tauRecovery: 800 }).begin(1);
    let last = 0;
    for (let k = 0; k < 100; k++) last = factor(0, 50 * k);
    check("x* at 20 Hz", last / 0.5, { published: 0.114252, absolute: 5e-7 });
    expect(shortTermPlasticity().begin(1)(0, 0)).toBe(0.5);
  });

  test("facilitating: U = 0.03, τf = 530 ms, τr = 130 ms, 70 Hz", () => {
    const options = { release: 0.03, tauRecovery: 130, tauFacilitation: 530 };
    const factor = shortTermPlasticity(options).begin(2);
    const given: number[] = [];
    for (let k = 0; k < 400; k++) given.push(factor(0, (1000 / 70) * k));
    check("u* x* at 70 Hz", given[399], { published: 0.0955198, absolute: 5e-8 });
    expect(given[0]).toBeCloseTo(0.03, 15);
    expect(given[3]).toBeGreaterThan(given[2]); // it warms up
    expect(factor(1, 0)).toBeCloseTo(0.03, 15); // each sender by itself
    // u* = U/(1 − (1 − U) e^(−T/τf)), x* from it
    const [left, filled] = [530, 130].map((tau) => Math.exp(-1000 / 70 / tau));
    const u = 0.03 / (1 - 0.97 * left);
    check("u* at 70 Hz", u, { published: 0.53767, absolute: 5e-7 });
    check("x* at 70 Hz", given[399] / u, { published: 0.177655, absolute: 5e-7 });
    expect(given[399]).toBeCloseTo((u * (1 - filled)) / (1 - (1 - u) * filled), 11);
  });

  test("options", () => {
    expect(() => shortTermPlasticity({ release: 1.5 })).toThrow(
      "shortTermPlasticity: release is 1.5; use a number from 0 to 1. (invalid_option)",
    );
  });
});
