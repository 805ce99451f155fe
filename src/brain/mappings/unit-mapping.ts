import type { Value } from "../../core/graph.js";
import { tensorType, trace } from "../../core/trace.js";
import { Float64Program } from "../dynamics/float64-program.js";
import { simulate } from "../engines/simulate.js";
import type { Neuron } from "../neurons/neuron.js";

/** An artificial unit and the neuron whose rate it is. */
export interface UnitMapping {
  /** The artificial unit, as layers take it. */
  readonly activation: (x: Value) => Value;
  readonly neuron: Neuron;
  /** Steps of 1 ms in which the neuron answers; its answer is the share of steps with a spike. */
  readonly steps: number;
  /** First state, where the neuron's own is not wanted. */
  readonly initial?: Readonly<Record<string, number>>;
  /** How far the answer may be from the activation: for sure, or, where the neuron is noisy, one standard deviation. */
  readonly error: (x: number) => number;
}

/** One line for each input: what the unit says, what the neuron says. */
export interface UnitAnswer {
  readonly x: number;
  readonly activation: number;
  /** Spikes per step. */
  readonly rate: number;
  /** What the mapping allows. */
  readonly error: number;
}

/** An activation's numbers, in float64. */
export function activationAt(activation: (x: Value) => Value, x: readonly number[]): number[] {
  const program = new Float64Program(
    trace({ x: tensorType([x.length], "float64") }, (values) => ({ y: activation(values.x) })),
  );
  program.inputs.x.set(x);
  program.run();
  return Array.from(program.outputs.y);
}

/**
 * Asks unit and neuron the same questions: each x is the neuron's constant current.
 *
 * @example
 * const answers = await askBoth(reluAsSpikes({ steps: 100 }), [-0.5, 0.25, 0.8]);
 * answers.map(({ activation, rate }) => [activation, rate]);    // [0, 0], [0.25, 0.25], [0.8, 0.8]
 */
export async function askBoth(
  mapping: UnitMapping,
  x: readonly number[],
  { seed = 0 }: { readonly seed?: number } = {},
): Promise<readonly UnitAnswer[]> {
  const { activation, neuron, steps, initial = {}, error } = mapping;
  const { spikes } = await simulate(neuron, {
    n: x.length,
    current: x,
    initial,
    dt: 1,
    duration: steps,
    seed,
  });
  const counts = spikes.counts();
  const exact = activationAt(activation, x);
  return x.map((at, i) => ({ x: at, activation: exact[i], rate: counts[i] / steps, error: error(at) }));
}
