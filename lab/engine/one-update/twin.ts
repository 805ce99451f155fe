import { type Model, type Tensor, tensor } from "neurograd";
import { buildNetwork } from "../network.js";
import type { Training } from "../training.js";

/** A number of the network: in a tensor of weights, which one. */
export interface WeightPlace {
  /** `hidden_1/kernel` */
  readonly path: string;
  readonly at: number;
}
export type ChangedWeight = WeightPlace & { readonly value: number };

const twins = new WeakMap<Training, Model>();

/**
 * The same network in float64, on the reference, with its sums and activations apart: weights and what the optimizer keeps
 * as they are now, but for those that are `changed`.
 */
export function twinOf(training: Training, changed: readonly ChangedWeight[] = []): Model {
  const twin = twins.get(training) ?? buildTwin(training);
  twins.set(training, twin);
  const state = Object.fromEntries(training.net.state.map(({ path, value }) => [path, value]));
  for (const { path, at, value } of changed) if (state[path]) state[path] = replaced(state[path], at, value);
  twin.writeState(state);
  return twin;
}

const buildTwin = ({ spec, data }: Training): Model =>
  buildNetwork(spec, data.classes, { isSplit: true, runtime: "reference" });

/** The tensor in float64, one number another. */
export function replaced({ data, shape }: Tensor, at: number, value: number): Tensor {
  const numbers = Float64Array.from(data as ArrayLike<number>); // weights are floats
  numbers[at] = value;
  return tensor(numbers, { shape });
}
