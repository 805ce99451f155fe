import type { Value } from "../core/graph.js";

/**
 * What takes the place of the loss's gradients by the trained weights, in the same order; null where nothing flows. It is handed the paths of the
 * weights too, so that what it draws at random can belong to them.
 */
export type Gradients = (
  loss: Value,
  weights: readonly Value[],
  paths: readonly string[],
) => readonly (Value | null)[];

/**
 * How a network comes to its gradients, where not by backpropagation: given to `compile` as `learning`. The optimizer does with them
 * what it does with others.
 *
 * @example
 * // Only the sign of each gradient is known.
 * net.compile({
 *   optimizer: "sgd",
 *   loss: "binaryCrossentropy",
 *   learning: { kind: "signs", config: {}, gradients: (loss, weights) => grad(loss, weights).map((g) => ops.sign(g)) },
 * });
 */
export interface Learning {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly gradients: Gradients;
}
