import { NeurogradError } from "../../core/errors.js";
import { RandomSource } from "../../data/random-source.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkNumber, checkPositive, checkPositiveInteger, checkWholeNumber } from "../../nn/options.js";
import { clockDriven } from "../engines/clock-driven.js";
import type { Connect } from "../engines/connections.js";
import type { Network, Population, Projection } from "../engines/network.js";
import { lif } from "../neurons/lif.js";
import { SpikeTrains } from "../spikes/spike-trains.js";
import { exponential } from "../synapses/current.js";
import { sharesOf } from "./leaky-accumulator.js";
import { type DecisionTrials, trialsOf } from "./trials.js";

export interface SpikingWinnerOptions {
  /** What speaks for each alternative: the mean current to its neurons [nA]; from 2 nA on they fire without noise. */
  readonly inputs: readonly number[];
  /** Neurons for each alternative; half as many hold down all of them. Default: 20. */
  readonly neurons?: number;
  /** Current to each neuron for each Hz at which its own population fires [nA/Hz]. Default: 0.036. */
  readonly excitation?: number;
  /** Current to the inhibitory neurons for each Hz of each population [nA/Hz]. Default: 0.01. */
  readonly recruitment?: number;
  /** Current taken from all for each Hz of the inhibitory neurons [nA/Hz]. Default: 0.016. */
  readonly inhibition?: number;
  /** Noise of the evidence, which all neurons of an alternative share, and of each neuron [nA √ms]. Default: 0.7 and 1.5. */
  readonly noise?: number;
  readonly privateNoise?: number;
  /** An alternative is chosen when its population fires at this rate [Hz]. Default: 25. */
  readonly threshold?: number;
  /** Default: 40. */
  readonly trials?: number;
  /** Length of a step [s]. Default: 0.001. */
  readonly dt?: number;
  /** How long each trial is watched [s]. Default: 1. */
  readonly duration?: number;
  /** How many trials keep rates and spikes. Default: 0. */
  readonly record?: number;
  readonly seed?: number;
}

export interface SpikingTrials extends DecisionTrials {
  /** How far the winner leads the next when it wins: (r₁ − r₂)/(r₁ + r₂), 0 to 1; 0 without a choice. */
  readonly confidences: Float64Array;
  /** Share of the trials made in which each alternative was chosen. */
  readonly shares: readonly number[];
  /** Rates of all populations at the end of each trial [Hz], [trials, alternatives]. */
  readonly finalRates: Float64Array;
  /** Rates of all populations in the first trials, all of a step after another [Hz]. */
  readonly paths: readonly Float64Array[];
  /** Spikes of the first trials: those of the first alternative's neurons, of the second's, …, of the inhibitory ones. */
  readonly spikes: readonly SpikeTrains[];
  readonly dt: number;
}

/**
 * Winner takes all, by spikes: a population of leaky integrate-and-fire neurons for each alternative excites itself through slow synapses (100 ms, as NMDA's) and excites inhibitory neurons, which hold down all. Noise and
 * evidence lift one population; the more it fires, the more it silences the others, until it alone is left. Rates are those of the last 30 ms, with exponential weights.
 *
 * Units   s, nA, Hz.
 * Throws  `invalid_option`, `unknown_name`.
 * Source  the circuit is Wang's (2002), Neuron 36:955, with currents in place of conductances and fewer neurons: its numbers are ours
 *
 * @example
 * const { shares } = await spikingWinner({ inputs: [1.95, 1.75], trials: 4, duration: 0.5 });
 * shares;                                                       // the first, nearly always
 */
export async function spikingWinner(options: SpikingWinnerOptions): Promise<SpikingTrials> {
  const given = checked(options);
  const { inputs, neurons, trials, dt, duration, record, threshold } = given;
  const { spikes } = await clockDriven(circuit(given), { dt: 1000 * dt, duration: 1000 * duration });
  const steps = Math.round(duration / dt);
  const k = inputs.length;
  const kept = Math.exp((-1000 * dt) / tauRate);
  const rates = new Float64Array(trials * steps * k);
  for (let i = 0; i < k; i++) count(spikes[nameOf(i)], { rates, i, k, steps, neurons, dt });
  const choices = new Int32Array(trials).fill(-1);
  const times = new Float64Array(trials).fill(duration);
  const confidences = new Float64Array(trials);
  const finalRates = new Float64Array(trials * k);
  for (let trial = 0; trial < trials; trial++) {
    const path = rates.subarray(trial * steps * k, (trial + 1) * steps * k);
    for (let at = 0; at < path.length; at++) {
      const before = at < k ? 0 : path[at - k];
      path[at] = kept * before + (1 - kept) * path[at];
    }
    finalRates.set(path.subarray(path.length - k), trial * k);
    const reached = path.findIndex((rate) => rate >= threshold);
    if (reached < 0) continue;
    const step = Math.floor(reached / k);
    const now = Array.from(path.subarray(step * k, (step + 1) * k));
    const [first, second] = [...now].sort((a, b) => b - a);
    choices[trial] = now.indexOf(first);
    times[trial] = (step + 1) * dt;
    confidences[trial] = (first - second) / (first + second);
  }
  const each = Array.from({ length: Math.min(record, trials) }, (_, trial) => trial);
  return {
    ...trialsOf(choices, times, inputs.indexOf(Math.max(...inputs))),
    confidences,
    shares: sharesOf(choices, k),
    finalRates,
    paths: each.map((trial) => rates.slice(trial * steps * k, (trial + 1) * steps * k)),
    spikes: each.map((trial) => spikesOf(trial, spikes, given)),
    dt,
  };
}

/** Time constant of the rates that decide [ms]. */
const tauRate = 30;
/** Of slow excitation, of that of the inhibitory neurons, of inhibition [ms]. */
const [tauSlow, tauFast, tauInhibition] = [100, 5, 10];
/** Current that keeps the inhibitory neurons awake [nA]. */
const backgroundInhibitory = 1.5;

const nameOf = (i: number): string => `alternative ${i}`;
const inhibitory = "inhibitory";
const optionNames = [
  "inputs",
  "neurons",
  "excitation",
  "recruitment",
  "inhibition",
  "noise",
  "privateNoise",
  "threshold",
  "trials",
  "dt",
  "duration",
  "record",
  "seed",
] as const;

function checked(options: SpikingWinnerOptions): Required<SpikingWinnerOptions> {
  const where = "spikingWinner";
  checkOptionNames(where, options, optionNames);
  const { inputs, neurons = 20, excitation = 0.036, recruitment = 0.01, inhibition = 0.016 } = options;
  const { noise = 0.7, privateNoise = 1.5, threshold = 25, trials = 40, dt = 0.001 } = options;
  const { duration = 1, record = 0, seed = 0 } = options;
  if (inputs.length < 2) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: inputs has ${inputs.length} numbers; give one for each of at least two alternatives`,
    );
  }
  for (const input of inputs) checkNumber(where, "inputs", input);
  for (const [name, value] of Object.entries({ excitation, recruitment, inhibition, noise, privateNoise }))
    checkNumber(where, name, value, 0);
  for (const [name, value] of Object.entries({ threshold, dt, duration })) checkPositive(where, name, value);
  checkPositiveInteger(where, "neurons", neurons);
  checkPositiveInteger(where, "trials", trials);
  checkWholeNumber(where, "record", record);
  const strengths = { excitation, recruitment, inhibition, noise, privateNoise, threshold };
  return { inputs, neurons, ...strengths, trials, dt, duration, record, seed };
}

const inhibitorsFor = (neurons: number): number => Math.max(1, Math.round(neurons / 2));

/** All trials at once: copies of the circuit that know nothing of one another. */
function circuit(given: Required<SpikingWinnerOptions>): Network {
  const { inputs, neurons, trials, excitation, recruitment, inhibition } = given;
  const inhibitors = inhibitorsFor(neurons);
  const populations: Record<string, Population> = {
    [inhibitory]: {
      neuron: lif({ tauMembrane: 10, vReset: -60, tRefractory: 1 }),
      n: trials * inhibitors,
      current: noisyCurrent(given, inputs.length, { mean: backgroundInhibitory, shared: 0, n: inhibitors }),
    },
  };
  const projections: Projection[] = [];
  // A weight is the current of one spike; n neurons at r Hz make n r τ/1000 times as much.
  const weight = (perHz: number, n: number, tau: number): number => (1000 * perHz) / (n * tau);
  for (const [i, mean] of inputs.entries()) {
    const name = nameOf(i);
    populations[name] = {
      neuron: lif({ tauMembrane: 20, vReset: -60, tRefractory: 2 }),
      n: trials * neurons,
      current: noisyCurrent(given, i, { mean, shared: given.noise, n: neurons }),
    };
    const join = (from: string, to: string, connect: Connect, tau: number): void => {
      projections.push({ from, to, connect, synapse: exponential({ tau }) });
    };
    join(name, name, copies(trials, weight(excitation, neurons, tauSlow)), tauSlow);
    join(name, inhibitory, copies(trials, weight(recruitment, neurons, tauFast)), tauFast);
    join(inhibitory, name, copies(trials, -weight(inhibition, inhibitors, tauInhibition)), tauInhibition);
  }
  return { populations, projections };
}

/** All to all, within each of the copies that two populations consist of. */
const copies =
  (count: number, weight: number): Connect =>
  (from, to) => {
    const [senders, receivers] = [from / count, to / count];
    return {
      offsets: Int32Array.from({ length: from + 1 }, (_, i) => i * receivers),
      targets: Int32Array.from({ length: from * receivers }, (_, s) => {
        const copy = Math.floor(s / receivers / senders);
        return copy * receivers + (s % receivers);
      }),
      weights: new Float64Array(from * receivers).fill(weight),
    };
  };

/** Currents with white noise, a source of its own for each population of each trial: its noise does not depend on how many trials there are. */
function noisyCurrent(
  { trials, dt, privateNoise, seed }: Required<SpikingWinnerOptions>,
  population: number,
  { mean, shared, n }: { readonly mean: number; readonly shared: number; readonly n: number },
): (t: number, current: Float64Array) => void {
  const sources = Array.from({ length: trials }, (_, trial) => new RandomSource(seed, trial, population));
  const root = Math.sqrt(1000 * dt); // [√ms]
  return (_t, current) => {
    for (const [trial, random] of sources.entries()) {
      const seen = mean + (shared / root) * random.normal();
      for (let i = trial * n; i < (trial + 1) * n; i++)
        current[i] = seen + (privateNoise / root) * random.normal();
    }
  };
}

interface Counting {
  readonly rates: Float64Array;
  readonly i: number;
  readonly k: number;
  readonly steps: number;
  readonly neurons: number;
  readonly dt: number;
}

/** Adds a population's spikes to `rates`, [trials, steps, alternatives], in Hz. */
function count(
  { times, neurons: senders }: SpikeTrains,
  { rates, i, k, steps, neurons, dt }: Counting,
): void {
  for (const [s, t] of times.entries()) {
    const trial = Math.floor(senders[s] / neurons);
    const step = Math.min(steps - 1, Math.round(t / (1000 * dt)) - 1);
    rates[(trial * steps + step) * k + i] += 1 / (neurons * dt);
  }
}

/** One trial's spikes, population after population. */
function spikesOf(
  trial: number,
  spikes: Readonly<Record<string, SpikeTrains>>,
  { inputs, neurons, duration }: Required<SpikingWinnerOptions>,
): SpikeTrains {
  const sizes = [...inputs.map(() => neurons), inhibitorsFor(neurons)];
  const names = [...inputs.map((_, i) => nameOf(i)), inhibitory];
  const all: { readonly t: number; readonly neuron: number }[] = [];
  let first = 0;
  for (const [p, name] of names.entries()) {
    for (let i = 0; i < sizes[p]; i++)
      for (const t of spikes[name].of(trial * sizes[p] + i)) all.push({ t, neuron: first + i });
    first += sizes[p];
  }
  all.sort((a, b) => a.t - b.t);
  return new SpikeTrains(
    { times: all.map(({ t }) => t), neurons: all.map(({ neuron }) => neuron) },
    first,
    1000 * duration,
  );
}
