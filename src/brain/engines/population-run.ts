import { NeurogradError, unknownName } from "../../core/errors.js";
import { combineKeys, hashPath } from "../../core/random-bits.js";
import { Tensor } from "../../core/tensor.js";
import { keyOf } from "../../data/random-key.js";
import { spread } from "../dynamics/quantity.js";
import { staticSynapse } from "../synapses/current.js";
import type { ClockOptions } from "./clock-driven.js";
import { type Drive, isSource, type Population, type Projection, type SpikeSource } from "./network.js";
import { arrivalsKey, type PopulationStep, populationStep, stateKey } from "./population-step.js";
import {
  givenPopulation,
  type SteppedPopulation,
  spikesByStep,
  steppedNeurons,
} from "./stepped-population.js";
import { createStepper } from "./stepper.js";

/** A population on its way through a run. */
export interface PopulationRun extends SteppedPopulation {
  readonly incoming: readonly Projection[];
  /** Where each of these writes what arrives. */
  readonly arrivals: readonly Float64Array[];
}

/** The clock's options, filled up. */
export interface Run extends Pick<ClockOptions, "record" | "runtime" | "dtype" | "threads"> {
  readonly dt: number;
  readonly steps: number;
  readonly seed: number;
}

export async function beginPopulation(
  name: string,
  population: Population | SpikeSource,
  incoming: readonly Projection[],
  run: Run,
): Promise<PopulationRun> {
  const { dt, steps, runtime = "float64", dtype = "float32", threads } = run;
  if (isSource(population))
    return { ...givenPopulation(spikesByStep(population.spikes, dt)), incoming, arrivals: [] };
  const { n, current = 0 } = population;
  const { step, state, recorded } = prepare(population, incoming, run.record?.[name] ?? [], dt, dtype);
  const kept = recorded.filter((what) => what !== "v");
  const stepper = await createStepper(step, { runtime, threads, state, recorded: kept });
  const drive = driver(`population "${name}"`, current, stepper.inputs.current, steps, dt);
  const key = populationKey(run.seed, name);
  return {
    ...steppedNeurons(stepper, { n, first: 0, steps, drive, key, recorded }),
    incoming,
    arrivals: incoming.map((_, i) => stepper.inputs[arrivalsKey(i)]),
  };
}

/** What the random numbers of a population are drawn from. */
export const populationKey = (seed: number, name: string): number => combineKeys(keyOf(seed), hashPath(name));

/** A population's step, its first state, and the outputs to be recorded. */
export interface Prepared {
  readonly step: PopulationStep;
  readonly state: Readonly<Record<string, Float64Array>>;
  readonly recorded: readonly string[];
}

/** Throws `unknown_name`, `shape_mismatch`. */
export function prepare(
  { neuron, n, initial = {} }: Population,
  incoming: readonly Projection[],
  record: readonly string[],
  dt: number,
  dtype: "float32" | "float64",
): Prepared {
  const synapses = incoming.map(({ synapse }) => synapse ?? staticSynapse());
  const step = populationStep({ neuron, n, synapses, dt, dtype });
  const known = Object.keys(neuron.initialState);
  for (const name of Object.keys(initial))
    if (!known.includes(name)) throw unknownName(`${neuron.kind}: initial state`, name, known);
  for (const name of record)
    if (name !== "v" && !known.includes(name))
      throw unknownName(`${neuron.kind}: record`, name, ["v", ...known.filter((other) => other !== "v")]);
  const first = { ...neuron.initialState, ...initial };
  const state: Record<string, Float64Array> = {};
  for (const name of step.stateNames) state[name] = new Float64Array(n);
  for (const [name, value] of Object.entries(first)) state[stateKey(name)] = spread(value, n);
  return { step, state, recorded: record.map((what) => (what === "v" ? "v" : stateKey(what))) };
}

/** Writes the current of each step; nothing to do where it holds still. Throws `shape_mismatch`. */
export function driver(
  where: string,
  drive: Drive,
  current: Float64Array,
  steps: number,
  dt: number,
): ((k: number) => void) | undefined {
  const n = current.length;
  if (typeof drive === "function") return (k) => drive(k * dt, current);
  if (drive instanceof Tensor) {
    if (drive.size !== steps * n) {
      throw new NeurogradError(
        "shape_mismatch",
        `${where}: the current has shape [${drive.shape.join(", ")}]; give a row for each of ${steps} steps: [${steps}, ${n}]`,
      );
    }
    const rows = drive.toFloat64();
    return (k) => current.set(rows.subarray(k * n, (k + 1) * n));
  }
  if (typeof drive !== "number" && drive.length !== n) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: the current has ${drive.length} numbers for ${n} neurons; give one number, or one for each neuron`,
    );
  }
  current.set(spread(drive, n));
  return undefined;
}
