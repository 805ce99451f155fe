import type { Tensor } from "../../core/tensor.js";
import type { Parameter } from "../dynamics/quantity.js";
import type { Neuron } from "../neurons/neuron.js";
import type { SpikeTrains } from "../spikes/spike-trains.js";
import { type ClockOptions, clockDriven } from "./clock-driven.js";
import type { Drive } from "./network.js";

export interface SimulateOptions extends Omit<ClockOptions, "record" | "reward" | "workers"> {
  /** How many neurons. Default: as many as the first array among current, first states and parameters has; else 1. */
  readonly n?: number;
  readonly current?: Drive;
  readonly initial?: Readonly<Record<string, Parameter>>;
  /** What to keep besides spikes: `v` or states. */
  readonly record?: readonly string[];
}

export interface NeuronRun {
  readonly spikes: SpikeTrains;
  /** What was recorded, [steps, n]: row k stands for the time (k + 1) dt. */
  readonly traces: Readonly<Record<string, Tensor>>;
  /** [ms] */
  readonly dt: number;
  readonly duration: number;
}

/**
 * Runs neurons that are not connected, each with its own current: a single neuron, or a whole f–I curve at once.
 *
 * Throws  `unknown_name`, `invalid_option`, `shape_mismatch`.
 *
 * @example
 * const { spikes, traces } = await simulate(lif(), { current: [1.9, 2.1, 3], dt: 0.1, duration: 500, record: ["v"] });
 * spikes.counts();                                              // none, some, many
 * traces.v.shape;                                               // [5000, 3]
 */
export async function simulate(neuron: Neuron, options: SimulateOptions): Promise<NeuronRun> {
  const { n, current = 0, initial = {}, record = [], ...clock } = options;
  const size = n ?? sizeFrom([current, ...Object.values(initial), ...Object.values(neuron.parameters)]);
  const network = { populations: { neurons: { neuron, n: size, current, initial } } };
  const run = await clockDriven(network, { ...clock, record: { neurons: record } });
  return { spikes: run.spikes.neurons, traces: run.traces.neurons, dt: run.dt, duration: run.duration };
}

function sizeFrom(given: readonly Drive[]): number {
  for (const x of given) {
    if (typeof x === "number" || typeof x === "function") continue;
    return "shape" in x ? (x.shape[1] ?? 1) : x.length;
  }
  return 1;
}
