import { NeurogradError, unknownName } from "../../core/errors.js";
import type { Tensor } from "../../core/tensor.js";
import { checkNumber, checkPositiveInteger } from "../../nn/options.js";
import type { Parameter } from "../dynamics/quantity.js";
import type { Plasticity } from "../learning/plasticity.js";
import type { Neuron } from "../neurons/neuron.js";
import type { SpikeTrains } from "../spikes/spike-trains.js";
import type { ShortTermPlasticity } from "../synapses/short-term-plasticity.js";
import type { Synapse } from "../synapses/synapse.js";
import type { Connect } from "./connections.js";

/**
 * The current from outside: one number, one for each neuron, a row for each step ([steps, n]), or a function that writes the current of the step which begins at
 * t ms.
 */
export type Drive = Parameter | Tensor | ((t: number, current: Float64Array) => void);

/** Neurons of one kind. */
export interface Population {
  readonly neuron: Neuron;
  readonly n: number;
  readonly current?: Drive;
  /** First values of states, where the neuron's own are not wanted. */
  readonly initial?: Readonly<Record<string, Parameter>>;
}

/** Neurons whose spikes are given. */
export interface SpikeSource {
  readonly spikes: SpikeTrains;
}

/** Synapses of one kind from one population to another, or to itself. */
export interface Projection {
  readonly from: string;
  readonly to: string;
  readonly connect: Connect;
  /** Default: `staticSynapse()`. */
  readonly synapse?: Synapse;
  /** From a spike to its arrival [ms]; on a clock at least one step. Default: one step; without a clock 0. */
  readonly delay?: number;
  /** How weights change: for a while, `shortTermPlasticity()`, or for good, `stdp()`. To the latter a spike counts as before at its arrival, and hands on the weight that it finds there. */
  readonly plasticity?: ShortTermPlasticity | Plasticity;
}

/** Populations by name, and what joins them. A plain object: engines run it, none changes it. */
export interface Network {
  readonly populations: Readonly<Record<string, Population | SpikeSource>>;
  readonly projections?: readonly Projection[];
}

export const isSource = (population: Population | SpikeSource): population is SpikeSource =>
  "spikes" in population;

/** How many neurons a population has. */
export const sizeOfPopulation = (population: Population | SpikeSource): number =>
  isSource(population) ? population.spikes.n : population.n;

/** Throws `unknown_name` for a projection between populations that do not exist, `invalid_option` for one into a source. */
export function checkNetwork({ populations, projections = [] }: Network): void {
  for (const [name, population] of Object.entries(populations))
    if (!isSource(population)) checkPositiveInteger(`population "${name}"`, "n", population.n);
  for (const { from, to, delay = 0 } of projections) {
    for (const name of [from, to])
      if (populations[name] === undefined)
        throw unknownName("projection: population", name, Object.keys(populations));
    checkNumber(`projection "${from}" to "${to}"`, "delay", delay, 0);
    if (!isSource(populations[to])) continue;
    throw new NeurogradError(
      "invalid_option",
      `projection "${from}" to "${to}": "${to}" has given spikes and receives none; project to neurons`,
    );
  }
}
