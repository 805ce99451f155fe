// Runs networks in this thread and in 1, 2 and 4 others; prints whether spikes, traces and weights are the same to the last bit.
// The threads must not keep the process from ending.
import { setSeed, tensor } from "neurograd";
import {
  clockDriven,
  escapeRate,
  exponential,
  lif,
  poissonCode,
  randomConnections,
  shortTermPlasticity,
  stdp,
} from "neurograd/brain";

setSeed(1);
const [dt, duration] = [0.1, 200];
const steps = duration / dt;
const join = (probability, weight, seed) => randomConnections({ probability, weight, seed });

/** Sources, neurons with random thresholds, currents that change, delays of many steps and of one, all rules. */
const mixed = () => {
  const vThreshold = Float64Array.from({ length: 41 }, (_, i) => 18 + (i % 5));
  const neuron = { tauMembrane: 20, resistance: 1, vRest: 0, vReset: 10, tRefractory: 2 };
  const rows = Float64Array.from({ length: steps * 13 }, (_, i) => 12 + 6 * Math.sin(i / 700));
  return {
    populations: {
      outside: { spikes: poissonCode({ duration, seed: 1 }).encode(new Array(100).fill(60)) },
      e: { neuron: lif({ ...neuron, vThreshold }), n: 41, current: 14, initial: { v: vThreshold } },
      i: { neuron: lif({ ...neuron, vThreshold: 20 }), n: 13, current: tensor(rows, { shape: [steps, 13] }) },
      soft: { neuron: escapeRate(), n: 3, current: 2 },
    },
    projections: [
      { from: "outside", to: "e", connect: join(0.2, 0.9, 2), delay: 1.5, plasticity: stdp({ wMax: 3 }) },
      { from: "e", to: "i", connect: join(0.3, 0.7, 3), delay: 2, synapse: exponential({ tau: 5 }) },
      { from: "e", to: "e", connect: join(0.3, 0.3, 4), delay: 0.8, plasticity: shortTermPlasticity() },
      { from: "i", to: "e", connect: join(0.3, -1.7, 5), delay: 1.1 },
      { from: "e", to: "soft", connect: join(0.5, 1, 6), delay: 5 },
      { from: "soft", to: "i", connect: join(1, 0.5, 7), delay: 5 },
    ],
  };
};
/** A delay of one step: an exchange after each. */
const quick = () => {
  const network = mixed();
  return { ...network, projections: network.projections.map((projection) => ({ ...projection, delay: dt })) };
};

const left = async (network, workers) => {
  const record = { e: ["v"], i: ["v"] };
  const run = await clockDriven(network, { dt, duration, seed: 3, record, ...(workers && { workers }) });
  const spikes = Object.entries(run.spikes).map(([name, { times, neurons }]) => [
    name,
    [...times],
    [...neurons],
  ]);
  const traces = [run.traces.e.v, run.traces.i.v].map(({ data, shape }) => [[...data], shape]);
  const weights = run.connections.map((own) => [...own.weights]);
  return { text: JSON.stringify({ spikes, traces, weights }), count: run.spikes.e.length };
};

const found = {};
for (const [name, network] of Object.entries({ mixed, quick })) {
  const here = await left(network());
  const same = [];
  for (const workers of [1, 2, 4]) same.push((await left(network(), workers)).text === here.text);
  found[name] = { spikes: here.count, same };
}
console.log(JSON.stringify(found));
