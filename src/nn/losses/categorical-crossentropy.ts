import type { Value } from "../../core/graph.js";
import { add, multiply, negative, sum } from "../../core/ops/index.js";
import { defineLoss, type Loss } from "../loss.js";
import { checkNumber } from "../options.js";
import { logProbabilities } from "./log-probabilities.js";
import { oneHotTargets } from "./targets.js";

export interface CategoricalCrossentropyOptions {
  /** Predictions are logits, not probabilities. */
  readonly fromLogits?: boolean;
  /** Targets are drawn towards equal shares: `y (1 − labelSmoothing) + labelSmoothing / classes`. */
  readonly labelSmoothing?: number;
  /** The axis of classes. */
  readonly axis?: number;
}

/** Targets drawn towards equal shares along `axis`. */
export function smoothedShares(y: Value, share: number, axis: number): Value {
  if (share === 0) return y;
  const classes = y.shape.at(axis) as number; // the classes of a classifier are a number
  return add(multiply(y, 1 - share), share / classes);
}

/**
 * `−Σ y ln p` over the classes, for targets that are one-hot or shares. Where p is made by softmax, its
 * logits x are used: `−Σ y (x − ln Σ eˣ)`, which neither overflows nor needs clipping.
 *
 * Shape   [batch, ..., classes] → [batch, ...], without `axis`.
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `losses.CategoricalCrossentropy`.
 *
 * @example losses.categoricalCrossentropy({ labelSmoothing: 0.1 })
 */
export const categoricalCrossentropy: (options?: CategoricalCrossentropyOptions) => Loss =
  defineLoss<CategoricalCrossentropyOptions>("categoricalCrossentropy", {
    defaults: { fromLogits: false, labelSmoothing: 0, axis: -1 },
    check: ({ labelSmoothing }, where) => checkNumber(where, "labelSmoothing", labelSmoothing, 0, 1),
    perExample: ({ yTrue, yPred, options: { fromLogits, labelSmoothing, axis } }) => {
      const y = smoothedShares(oneHotTargets("categoricalCrossentropy", yTrue, yPred), labelSmoothing, axis);
      return negative(sum(multiply(y, logProbabilities(yPred, fromLogits, axis)), { axis }));
    },
  });
