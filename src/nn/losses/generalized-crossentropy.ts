import { NeurogradError } from "../../core/errors.js";
import { divide, multiply, oneHot, power, subtract, sum } from "../../core/ops/index.js";
import { defineLoss, type Loss } from "../loss.js";
import { classTargets } from "./targets.js";

export interface CategoricalGeneralizedCrossEntropyOptions {
  /** Between 0, cross-entropy, and 1, absolute error. */
  readonly q?: number;
}

/**
 * `(1 − p[class]^q) / q` for class numbers: between cross-entropy (q → 0) and absolute error (q = 1), so that wrong labels
 * pull less.
 *
 * Shape   targets [batch, ...] or [batch, ..., 1] integers, predictions [batch, ..., classes] → [batch, ...].
 * Throws  `invalid_option`, `shape_mismatch`; `label_out_of_range` before training.
 * Source  Keras 3 `losses.CategoricalGeneralizedCrossEntropy`; Zhang and Sabuncu 2018, equation 6.
 *
 * @example losses.categoricalGeneralizedCrossEntropy({ q: 0.7 })
 */
export const categoricalGeneralizedCrossEntropy: (
  options?: CategoricalGeneralizedCrossEntropyOptions,
) => Loss = defineLoss<CategoricalGeneralizedCrossEntropyOptions>("categoricalGeneralizedCrossEntropy", {
  defaults: { q: 0.5 },
  check: ({ q }, where) => {
    if (q > 0 && q < 1) return;
    throw new NeurogradError("invalid_option", `${where}: q is ${q}; use a number between 0 and 1`);
  },
  hasClassTargets: true,
  perExample: ({ yTrue, yPred, options: { q } }) => {
    const depth = yPred.shape.at(-1) as number; // the last axis of a classifier is a number
    const classes = classTargets("categoricalGeneralizedCrossEntropy", yTrue, yPred);
    const hot = oneHot(classes, { depth, dtype: yPred.dtype as "float32" });
    return divide(subtract(1, power(sum(multiply(yPred, hot), { axis: -1 }), q)), q);
  },
});
