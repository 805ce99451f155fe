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
}

/**
 * `−Σ y ln p` over the classes, the last axis, for targets that are one-hot or shares. Where p is made by softmax, its
 * logits x are used: `−Σ y (x − ln Σ eˣ)`, which neither overflows nor needs clipping.
 *
 * Shape   [batch, ..., classes] → [batch, ...].
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `losses.CategoricalCrossentropy`.
 *
 * @example losses.categoricalCrossentropy({ labelSmoothing: 0.1 })
 */
export const categoricalCrossentropy: (options?: CategoricalCrossentropyOptions) => Loss =
  defineLoss<CategoricalCrossentropyOptions>("categoricalCrossentropy", {
    defaults: { fromLogits: false, labelSmoothing: 0 },
    check: ({ labelSmoothing }, where) => checkNumber(where, "labelSmoothing", labelSmoothing, 0, 1),
    perExample: ({ yTrue, yPred, options: { fromLogits, labelSmoothing: share } }) => {
      const classes = yPred.shape.at(-1) as number; // the last axis of a classifier is a number
      const given = oneHotTargets(yTrue, yPred);
      const y = share === 0 ? given : add(multiply(given, 1 - share), share / classes);
      return negative(sum(multiply(y, logProbabilities(yPred, fromLogits)), { axis: -1 }));
    },
  });
