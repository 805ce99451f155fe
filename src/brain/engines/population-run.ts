import { NeurogradError, unknownName } from "../../core/errors.js";
import { bitsAt, combineKeys, hashPath } from "../../core/random-bits.js";
import { Tensor } from "../../core/tensor.js";
import { keyOf } from "../../data/random-key.js";
import { spread } from "../dynamics/quantity.js";
import { SpikeTrains } from "../spikes/spike-trains.js";
import { staticSynapse } from "../synapses/current.js";
import type { ClockOptions } from "./clock-driven.js";
import {
  type Drive,
  isSource,
  type Population,
  type Projection,
  type SpikeSource,
  sizeOfPopulation,
} from "./network.js";
import { arrivalsKey, populationStep, stateKey } from "./population-step.js";
import { createStepper, type Stepper } from "./stepper.js";

/** A population on its way through a run. */
export interface PopulationRun {
  readonly incoming: readonly Projection[];
  readonly arrivals: readonly Float64Array[];
  /** Who fired in the last step. */
  readonly fired: readonly number[];
  step(k: number): Promise<void> | undefined;
  spikes(): SpikeTrains;
  readonly traces: Readonly<Record<string, Tensor>>;
  dispose(): Promise<void>;
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
  const { dt, steps } = run;
  const n = sizeOfPopulation(population);
  const fired: number[] = [];
  const times: number[] = [];
  const neurons: number[] = [];
  const note = (k: number): void => {
    for (const i of fired) {
      times.push((k + 1) * dt);
      neurons.push(i);
    }
  };
  const spikes = (): SpikeTrains => new SpikeTrains({ times, neurons }, n, steps * dt);
  if (isSource(population)) {
    const queue = byStep(population.spikes, dt);
    return {
      incoming,
      arrivals: [],
      fired,
      spikes,
      traces: {},
      step: (k) => {
        fired.length = 0;
        fired.push(...(queue.get(k) ?? []));
        note(k);
        return undefined;
      },
      dispose: () => Promise.resolve(),
    };
  }
  const recorded = run.record?.[name] ?? [];
  const stepper = await stepperOf(population, incoming, recorded, run);
  const rows = recorded.map((what) => ({
    what: what === "v" ? "v" : stateKey(what),
    data: new Float64Array(steps * n),
  }));
  const drive = driver(`population "${name}"`, population.current ?? 0, stepper.inputs.current, steps, dt);
  const key = combineKeys(keyOf(run.seed), hashPath(name));
  const { uniform } = stepper.inputs;
  const after = (k: number): void => {
    fired.length = 0;
    const { spikes: flags } = stepper.outputs;
    for (let i = 0; i < n; i++) if (flags[i] > 0.5) fired.push(i);
    note(k);
    for (const { what, data } of rows) data.set(stepper.outputs[what], k * n);
  };
  return {
    incoming,
    arrivals: incoming.map((_, i) => stepper.inputs[arrivalsKey(i)]),
    fired,
    spikes,
    traces: Object.fromEntries(
      rows.map(({ data }, i) => [recorded[i], new Tensor(data, [steps, n], "float64")]),
    ),
    step: (k) => {
      drive?.(k);
      if (uniform !== undefined) fillUniform(uniform, combineKeys(key, k));
      const waiting = stepper.step();
      if (waiting !== undefined) return waiting.then(() => after(k));
      after(k);
      return undefined;
    },
    dispose: () => stepper.dispose(),
  };
}

function stepperOf(
  { neuron, n, initial = {} }: Population,
  incoming: readonly Projection[],
  recorded: readonly string[],
  { dt, runtime = "float64", dtype = "float32", threads }: Run,
): Promise<Stepper> {
  const synapses = incoming.map(({ synapse }) => synapse ?? staticSynapse());
  const step = populationStep({ neuron, n, synapses, dt, dtype });
  const known = Object.keys(neuron.initialState);
  for (const name of Object.keys(initial))
    if (!known.includes(name)) throw unknownName(`${neuron.kind}: initial state`, name, known);
  for (const name of recorded)
    if (name !== "v" && !known.includes(name))
      throw unknownName(`${neuron.kind}: record`, name, ["v", ...known.filter((other) => other !== "v")]);
  const first = { ...neuron.initialState, ...initial };
  const state: Record<string, Float64Array> = {};
  for (const name of step.stateNames) state[name] = new Float64Array(n);
  for (const [name, value] of Object.entries(first)) state[stateKey(name)] = spread(value, n);
  const kept = recorded.filter((name) => name !== "v").map(stateKey);
  return createStepper(step, { runtime, threads, state, recorded: kept });
}

/** Uniform numbers in (0, 1), 23 bits: exact in float32, never 0 or 1. */
function fillUniform(uniform: Float64Array, key: number): void {
  for (let i = 0; i < uniform.length; i++) uniform[i] = ((bitsAt(key, i) >>> 9) + 0.5) / 2 ** 23;
}

/** Writes the current of each step; nothing to do where it holds still. */
function driver(
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

/** Given spikes by the step at whose end they stand. */
function byStep({ times, neurons }: SpikeTrains, dt: number): Map<number, number[]> {
  const steps = new Map<number, number[]>();
  for (const [k, t] of times.entries()) {
    const step = Math.max(0, Math.ceil(t / dt - 1e-6) - 1);
    const own = steps.get(step);
    if (own === undefined) steps.set(step, [neurons[k]]);
    else own.push(neurons[k]);
  }
  return steps;
}
