import { checkNumber, checkPositiveInteger } from "../../nn/options.js";
import type { EventRun } from "../engines/event-driven.js";
import { isSource, type Network, sizeOfPopulation } from "../engines/network.js";
import type { NetworkRun } from "../engines/network-run.js";
import { lineOf, type Work } from "./work.js";

/** A layer of a network of which only its spikes are known. */
export interface SpikingLayer {
  readonly name: string;
  /** Neurons. */
  readonly units: number;
  /** Spikes of all its neurons in one inference. */
  readonly spikes: number;
  /** To how many neurons each of its own sends, on average. */
  readonly fanOut: number;
  /** Multiply-accumulates in one step where numbers, and not spikes, come in: the first layer of most converted networks. */
  readonly macs?: number;
  /** Weights behind it. Default: units × fanOut. */
  readonly weights?: number;
}

/**
 * What a network of spiking layers does in one inference of so many steps: each spike causes `fanOut` additions, each neuron is updated in each step, and numbers that come in at every step cost their
 * multiply-accumulates every time.
 *
 * Throws  `invalid_option`.
 *
 * @example
 * const { lines } = workOfLayers(
 *   [{ name: "hidden", units: 1000, spikes: 3000, fanOut: 10, macs: 784_000 }, { name: "output", units: 10, spikes: 12, fanOut: 0 }],
 *   { steps: 32 },
 * );
 */
export function workOfLayers(layers: readonly SpikingLayer[], { steps }: { readonly steps: number }): Work {
  checkPositiveInteger("workOfLayers", "steps", steps);
  const lines = layers.map(({ name, units, spikes, fanOut, macs = 0, weights = units * fanOut }) => {
    for (const [option, value] of Object.entries({ units, spikes, fanOut, macs, weights }))
      checkNumber(`workOfLayers: layer "${name}"`, option, value, 0);
    return lineOf(name, {
      macs: macs * steps,
      spikes,
      accumulates: spikes * fanOut,
      updates: units * steps,
      multiplications: units * steps, // the leak
      additions: 2 * units * steps, // the input, and the threshold
      results: macs === 0 ? 0 : units * steps,
      sizes: { inputs: units, weights, sums: units },
    });
  });
  return { lines };
}

/**
 * What a network of populations did in a run: each spike causes an addition at each of its synapses. On a clock every neuron is updated in every step; a run from event to event says how many times it
 * looked at one.
 *
 * @example
 * const network = { populations: { a: { neuron: lif(), n: 10, current: 3 } } };
 * const { lines } = workOfRun(network, await clockDriven(network, { dt: 0.1, duration: 100 }));
 * lines[0].updates;                                             // 10,000
 */
export function workOfRun(network: Network, run: NetworkRun | EventRun): Work {
  const { populations, projections = [] } = network;
  const size = (name: string): number => sizeOfPopulation(populations[name]);
  const synapses = projections.map(({ from, to, connect }) => {
    const { offsets, targets } = connect(size(from), size(to));
    const counts = run.spikes[from].counts();
    return lineOf(`${from} → ${to}`, {
      spikes: run.spikes[from].length,
      accumulates: counts.reduce((sum, count, i) => sum + count * (offsets[i + 1] - offsets[i]), 0),
      sizes: { inputs: size(from), weights: targets.length, sums: size(to) },
    });
  });
  const neurons = Object.entries(populations).filter(([, population]) => !isSource(population));
  const all = neurons.reduce((sum, [name]) => sum + size(name), 0);
  const updates = neurons.map(([name]) => {
    const share = "updates" in run ? (run.updates * size(name)) / all : (size(name) * run.duration) / run.dt;
    return lineOf(name, { updates: Math.round(share), sizes: { sums: size(name) } });
  });
  return { lines: [...synapses, ...updates] };
}
