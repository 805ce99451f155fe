import {
  allToAll,
  clockDriven,
  defineNeuron,
  lif,
  type Network,
  type Plasticity,
  randomConnections,
  shortTermPlasticity,
  stdp,
} from "neurograd/brain";
import { expect, test } from "vitest";
import { rejection, thrown } from "../../../test/support/thrown.js";
import { ops } from "../../index.js";
import { divideNetwork, joinWeights } from "./divide-network.js";
import { exchangeMemory, sharedExchange } from "./exchange.js";
import { runPart } from "./part.js";

const neuron = lif({ tauMembrane: 20, resistance: 1, vRest: 0, vThreshold: 20, vReset: 10, tRefractory: 2 });
const currents = Float64Array.from({ length: 7 }, (_, i) => 19 + i);
const network: Network = {
  populations: { a: { neuron, n: 7, current: currents }, b: { neuron, n: 3, current: 22 } },
  projections: [
    {
      from: "a",
      to: "b",
      connect: randomConnections({ probability: 0.7, weight: 0.8, seed: 1 }),
      delay: 2,
      plasticity: stdp(),
    },
    { from: "b", to: "a", connect: allToAll(-0.5), delay: 0.9, plasticity: shortTermPlasticity() },
  ],
};
const options = { dt: 0.1, steps: 2000, seed: 0, record: {} };

test("one part is the whole", async () => {
  const whole = await clockDriven(network, { dt: 0.1, duration: 200 });
  const { parts, layout, lines } = divideNetwork(network, { ...options, parts: 1 });
  expect(layout.window).toBe(9); // the shortest delay
  const { left, weights } = await runPart(parts[0], sharedExchange(layout, 0, exchangeMemory(layout)));
  for (const name of ["a", "b"]) {
    expect(left.get(name)?.noted.steps.map((k) => (k + 1) * 0.1)).toEqual(
      Array.from(whole.spikes[name].times),
    );
    expect(left.get(name)?.noted.neurons).toEqual(Array.from(whole.spikes[name].neurons));
  }
  expect(whole.spikes.b.length).toBeGreaterThan(10);
  expect(joinWeights(lines[0], [weights.get(0)])).toEqual(whole.connections[0]);
});

test("every neuron and every synapse belongs to one part", () => {
  for (const parts of [1, 2, 3, 4, 8]) {
    const divided = divideNetwork(network, { ...options, parts });
    const own = divided.parts.flatMap(({ neurons }) => neurons);
    const names = own.flatMap(({ name, first, n }) =>
      Array.from({ length: n }, (_, i) => `${name}${first + i}`),
    );
    expect(names.toSorted()).toEqual(["a0", "a1", "a2", "a3", "a4", "a5", "a6", "b0", "b1", "b2"]);
    const current = own.flatMap(({ name, current: values }) => (name === "a" ? Array.from(values) : []));
    expect(current).toEqual(Array.from(currents));
    for (const [k, { connections, receivers }] of divided.lines.entries()) {
      const pieces = divided.parts.map(({ lines }) => lines.find(({ projection }) => projection === k));
      const count = pieces.reduce((sum, piece) => sum + (piece?.connections.targets.length ?? 0), 0);
      expect(count).toBe(connections.targets.length);
      for (const piece of pieces) {
        expect(piece?.connections.offsets.at(-1) ?? 0).toBe(piece?.connections.targets.length ?? 0);
        expect(Math.max(-1, ...(piece?.connections.targets ?? []))).toBeLessThan(piece?.receivers ?? 0);
      }
      const weights = pieces.map((piece) => piece?.connections.weights.map((w) => 2 * w));
      const doubled = connections.weights.map((w) => 2 * w);
      expect(joinWeights({ ...divided.lines[k], receivers }, weights).weights).toEqual(doubled);
    }
  }
});

test("what cannot be sent is refused", async () => {
  const own: Plasticity = { kind: "mine", begin: stdp().begin };
  const run = (changed: Network, more: object = {}): Promise<string> =>
    rejection(clockDriven(changed, { duration: 1, workers: 2, ...more }));
  const single = (population: object): Network => ({ populations: { a: { neuron, n: 2, ...population } } });
  expect(
    await run({ ...network, projections: [{ from: "a", to: "b", connect: allToAll(1), plasticity: own }] }),
  ).toBe(
    'clockDriven: workers: the rule "mine" of the projection "a" to "b" is not of this package and cannot be sent; leave out workers. (invalid_option)',
  );
  expect(await run(single({ current: () => {} }))).toBe(
    'clockDriven: workers: the current of population "a" is a function, which cannot be sent; give a tensor with a row for each step, or leave out workers. (invalid_option)',
  );
  expect(await run(network, { reward: () => 0 })).toBe(
    "clockDriven: workers do not meet in each step, as reward needs it; leave out workers. (invalid_option)",
  );
  expect(await run(network, { runtime: "native" })).toBe(
    'clockDriven: workers run in float64, not on "native"; leave out workers. (invalid_option)',
  );
  expect(await run(network, { workers: 0 })).toMatch(/workers is 0; use a whole number from 1/);
  expect(await run(single({ current: [1, 2, 3] }))).toMatch(/the current has 3 numbers for 2 neurons/);
  const sum = defineNeuron("sum", {
    parameters: {},
    choices: {},
    units: { current: "1", v: "1" },
    states: () => ({ v: 0 }),
    step: ({ state, current, fires }) => {
      const v = ops.add(state.v, ops.sum(current));
      return { state: { v }, spikes: fires(v, current) };
    },
  });
  expect(thrown(() => divideNetwork(single({ neuron: sum() }), { ...options, parts: 2 }))).toBe(
    'clockDriven: workers: a step of population "a" (sum) is not made of element-wise ops alone; leave out workers. (invalid_option)',
  );
});
