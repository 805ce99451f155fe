import { ops } from "neurograd";
import {
  allToAll,
  clockDriven,
  conductance,
  defineNeuron,
  lif,
  oneToOne,
  type Plasticity,
  SpikeTrains,
} from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { RandomSource } from "../../data/random-source.js";
import { CompetingNeurons, dt, presentation } from "./competing-neurons.js";
import { PoissonSteps } from "./poisson-steps.js";

const [neurons, inputs, rate] = [3, 40, 0.02];
const steps = presentation / dt;

/** Strong enough synapses for forty inputs. */
function drivenNetwork(): CompetingNeurons {
  const network = new CompetingNeurons(neurons, inputs, rate);
  const random = new RandomSource(5);
  for (let at = 0; at < network.weights.length; at++) network.weights[at] = 0.3 + 0.6 * random.uniform();
  return network;
}

/** Random input spikes, none of them in the first step, which the clock-driven engine has no place for. */
function inputSpikes(seed: number): { starts: Int32Array; inputs: Int32Array; steps: number } {
  const spikes = new PoissonSteps(steps);
  spikes.draw(new Float64Array(inputs).fill(0.06), new RandomSource(seed));
  const first = spikes.starts[1];
  return {
    steps,
    starts: spikes.starts.map((at) => Math.max(0, at - first)),
    inputs: spikes.inputs.slice(first),
  };
}

/** The excitatory neuron in ops, with the threshold θ − 72 mV. */
const adaptive = defineNeuron("adaptive", {
  parameters: {},
  choices: {},
  units: { current: "mV", v: "mV" },
  states: () => ({ v: -65, theta: 20, rest: 0 }),
  step: ({ state, current, dt: step, fires }) => {
    const goal = ops.add(-65, current);
    const free = ops.add(goal, ops.multiply(ops.subtract(state.v, goal), Math.exp(-step / 100)));
    const isResting = ops.greater(state.rest, 0);
    const theta = ops.multiply(state.theta, Math.exp(-step / 1e7));
    const spikes = ops.where(isResting, 0, fires(free, ops.subtract(theta, 72)));
    const v = ops.where(isResting, state.v, ops.where(ops.greater(spikes, 0), -65, free));
    const rest = ops.add(
      ops.where(isResting, ops.subtract(state.rest, 1), 0),
      ops.multiply(spikes, 5 / step),
    );
    return { state: { v, theta: ops.add(theta, ops.multiply(spikes, 0.05)), rest }, spikes };
  },
});

/** The rule, by the times of spikes. */
const rule: Plasticity = {
  kind: "lastButOne",
  begin: (first) => {
    const weights = Float64Array.from(first);
    const before = new Float64Array(weights.length).fill(-Infinity);
    let after = -Infinity;
    return {
      weights,
      pre: (i, t) => {
        before[i] = t;
        weights[i] = Math.max(0, weights[i] - 1e-4 * Math.exp((after - t) / 20));
      },
      post: (t) => {
        const last = Math.exp((after - t) / 40);
        for (const [i, w] of weights.entries())
          weights[i] = Math.min(1, w + rate * Math.exp((before[i] - t) / 20) * last);
        after = t;
      },
    };
  },
};

describe("three neurons and forty inputs", () => {
  test("the spikes, weights and thresholds of the clock-driven engine, to 1e-12", async () => {
    const network = drivenNetwork();
    const given = inputSpikes(1);
    const times: number[] = [];
    for (let k = 0; k < steps; k++)
      for (let q = given.starts[k]; q < given.starts[k + 1]; q++) times.push(k * dt); // arrives a step later
    const matrix = Array.from({ length: inputs }, (_, i) =>
      Array.from(network.weights.subarray(i * neurons, (i + 1) * neurons)),
    );
    const others = Array.from({ length: neurons }, (_, i) =>
      Array.from({ length: neurons }, (_, j) => (i === j ? 0 : 17)),
    );
    const inhibitory = lif({
      ...{ tauMembrane: 10, resistance: 1, vRest: -60, vThreshold: -40, vReset: -45, tRefractory: 2 },
    });
    const run = await clockDriven(
      {
        populations: {
          x: {
            spikes: new SpikeTrains(
              { times, neurons: given.inputs.slice(0, times.length) },
              inputs,
              presentation,
            ),
          },
          e: { neuron: adaptive(), n: neurons },
          i: { neuron: inhibitory, n: neurons },
        },
        projections: [
          {
            from: "x",
            to: "e",
            connect: allToAll(matrix),
            synapse: conductance({ tau: 1 }),
            plasticity: rule,
          },
          { from: "e", to: "i", connect: oneToOne(10.4), synapse: conductance({ tau: 1 }) },
          {
            from: "i",
            to: "e",
            connect: allToAll(others),
            synapse: conductance({ tau: 2, eReversal: -100 }),
          },
        ],
      },
      { dt, duration: presentation, record: { e: ["theta"] } },
    );
    const before = network.weights.slice();
    const count = network.present(given, true);
    expect(count).toBe(run.spikes.e.length);
    expect(count).toBeGreaterThan(10);
    expect(run.spikes.i.length).toBeGreaterThan(5);
    expect(Array.from(network.counts)).toEqual(run.spikes.e.counts());
    expect(network.counts.filter((spikes) => spikes > 1).length).toBeGreaterThan(1);
    expectClose(network.weights, run.connections[0].weights, 1e-12, "weights");
    expectClose(network.theta, run.traces.e.theta.toFloat64().slice(-neurons), 1e-12, "θ");
    const change = network.weights.map((w, at) => w - before[at]);
    expect(change.some((w) => w > 1e-3)).toBe(true);
  });

  test("nothing changes unless it learns; from rest, so the same again", () => {
    const network = drivenNetwork();
    const [weights, theta] = [network.weights.slice(), network.theta.slice()];
    const given = inputSpikes(2);
    const first = network.present(given, false);
    const counts = network.counts.slice();
    expect(network.present(inputSpikes(3), false)).toBeGreaterThan(0);
    expect(network.present(given, false)).toBe(first);
    expect(network.counts).toEqual(counts);
    expect(network.weights).toEqual(weights);
    expect(network.theta).toEqual(theta);
  });

  test("θ rises by 0.05 mV with each spike and fades with 10⁷ ms, in the pause too", () => {
    const network = drivenNetwork();
    network.present(inputSpikes(1), true);
    network.pause();
    for (const [j, spikes] of network.counts.entries())
      expect(network.theta[j]).toBeCloseTo(20 * Math.exp(-500 / 1e7) + 0.05 * spikes, 4);
  });

  test("weights into each neuron are brought to 78/784 for each input, in proportion", () => {
    const network = drivenNetwork();
    const [first, second] = network.weights;
    const share = network.weights[neurons] / first;
    network.normalize();
    for (let j = 0; j < neurons; j++) {
      const into = network.weights.filter((_, at) => at % neurons === j).reduce((sum, w) => sum + w, 0);
      expect(into).toBeCloseTo((78 / 784) * inputs, 12);
    }
    expect(network.weights[neurons] / network.weights[0]).toBeCloseTo(share, 12);
    expect(network.weights[0] / network.weights[1]).not.toBeCloseTo(first / second, 6);
  });
});

describe("random spikes on a grid", () => {
  test("as many as chance says, in order, one for an input and step at most", () => {
    const spikes = new PoissonSteps(20_000);
    const chances = Float64Array.of(0.02, 0, 0.5);
    const count = spikes.draw(chances, new RandomSource(7));
    expect(spikes.starts[spikes.steps]).toBe(count);
    const found = [0, 0, 0];
    for (let k = 0; k < spikes.steps; k++) {
      const now = Array.from(spikes.inputs.subarray(spikes.starts[k], spikes.starts[k + 1]));
      expect(now).toEqual([...new Set(now)].sort());
      for (const i of now) found[i]++;
    }
    for (const [i, p] of chances.entries())
      expect(Math.abs(found[i] - p * 20_000)).toBeLessThanOrEqual(4 * Math.sqrt(20_000 * p * (1 - p)));
  });
  test("the gaps are geometric: mean 1/p, deviation √(1 − p)/p", () => {
    const p = 0.05;
    const spikes = new PoissonSteps(400_000);
    spikes.draw(Float64Array.of(p), new RandomSource(8));
    const gaps: number[] = [];
    for (let k = 0, last = -1; k < spikes.steps; k++)
      if (spikes.starts[k + 1] > spikes.starts[k]) {
        gaps.push(k - last);
        last = k;
      }
    const mean = gaps.reduce((a, b) => a + b) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(Math.abs(mean * p - 1)).toBeLessThan(4 / Math.sqrt(gaps.length));
    expect(Math.abs((deviation * p) / Math.sqrt(1 - p) - 1)).toBeLessThan(6 / Math.sqrt(gaps.length));
  });
});
