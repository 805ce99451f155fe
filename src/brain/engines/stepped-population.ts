import { bitsAt, combineKeys } from "../../core/random-bits.js";
import type { SpikeTrains } from "../spikes/spike-trains.js";
import type { Stepper } from "./stepper.js";

/** Who fired at the end of which step, in the order of time. */
export interface Noted {
  readonly steps: readonly number[];
  readonly neurons: readonly number[];
}

/** A population, or a part of one, on its way through a run. */
export interface SteppedPopulation {
  /** Who fired in the last step. */
  readonly fired: readonly number[];
  readonly noted: Noted;
  /** What was recorded, a row for each step. */
  readonly rows: readonly Float64Array[];
  step(k: number): Promise<void> | undefined;
  dispose(): Promise<void>;
}

/** Spikes of which it is known beforehand in which steps they are. */
export function givenPopulation(byStep: ReadonlyMap<number, readonly number[]>): SteppedPopulation {
  const { fired, noted, note } = notebook();
  return {
    fired,
    noted,
    rows: [],
    step: (k) => {
      fired.length = 0;
      fired.push(...(byStep.get(k) ?? []));
      note(k);
      return undefined;
    },
    dispose: () => Promise.resolve(),
  };
}

/** Given spikes by the step at whose end they stand. */
export function spikesByStep({ times, neurons }: SpikeTrains, dt: number): Map<number, number[]> {
  const steps = new Map<number, number[]>();
  for (const [k, t] of times.entries()) {
    const step = Math.max(0, Math.ceil(t / dt - 1e-6) - 1);
    const own = steps.get(step);
    if (own === undefined) steps.set(step, [neurons[k]]);
    else own.push(neurons[k]);
  }
  return steps;
}

export interface NeuronsOptions {
  /** How many neurons are stepped; the first is the `first` of its population. */
  readonly n: number;
  readonly first: number;
  readonly steps: number;
  /** Writes the current of step k; nothing to do where it holds still. */
  readonly drive: ((k: number) => void) | undefined;
  /** What random numbers are drawn from. */
  readonly key: number;
  /** Outputs of the stepper to keep. */
  readonly recorded: readonly string[];
}

/** Neurons that a stepper takes along. */
export function steppedNeurons(
  stepper: Stepper,
  { n, first, steps, drive, key, recorded }: NeuronsOptions,
): SteppedPopulation {
  const { fired, noted, note } = notebook();
  const rows = recorded.map(() => new Float64Array(steps * n));
  const { uniform } = stepper.inputs;
  const after = (k: number): void => {
    fired.length = 0;
    const { spikes } = stepper.outputs;
    for (let i = 0; i < n; i++) if (spikes[i] > 0.5) fired.push(i);
    note(k);
    for (const [i, what] of recorded.entries()) rows[i].set(stepper.outputs[what], k * n);
  };
  return {
    fired,
    noted,
    rows,
    step: (k) => {
      drive?.(k);
      if (uniform !== undefined) fillUniform(uniform, combineKeys(key, k), first);
      const waiting = stepper.step();
      if (waiting !== undefined) return waiting.then(() => after(k));
      after(k);
      return undefined;
    },
    dispose: () => stepper.dispose(),
  };
}

function notebook(): { readonly fired: number[]; readonly noted: Noted; readonly note: (k: number) => void } {
  const fired: number[] = [];
  const steps: number[] = [];
  const neurons: number[] = [];
  const note = (k: number): void => {
    for (const i of fired) {
      steps.push(k);
      neurons.push(i);
    }
  };
  return { fired, noted: { steps, neurons }, note };
}

/** Uniform numbers in (0, 1), 23 bits: exact in float32, never 0 or 1. Each neuron has its own, in whatever part it is. */
export function fillUniform(uniform: Float64Array, key: number, first: number): void {
  for (let i = 0; i < uniform.length; i++) uniform[i] = ((bitsAt(key, first + i) >>> 9) + 0.5) / 2 ** 23;
}
