import { multiply, negative, oneHot, sum } from "../../core/ops/index.js";
import { defineLoss, type Loss } from "../loss.js";
import { logProbabilities } from "./log-probabilities.js";
import { classTargets } from "./targets.js";

export interface SparseCategoricalCrossentropyOptions {
  /** Predictions are logits, not probabilities. */
  readonly fromLogits?: boolean;
}

/**
 * `−ln p[class]` for class numbers. Where p is made by softmax, its logits x are used: `−(x − ln Σ eˣ)[class]`, which
 * neither overflows nor needs clipping.
 *
 * Shape   targets [batch, ...] or [batch, ..., 1] integers, predictions [batch, ..., classes] → [batch, ...].
 * Throws  `shape_mismatch`; `label_out_of_range` before training.
 * Source  Keras 3 `losses.SparseCategoricalCrossentropy`.
 *
 * @example losses.sparseCategoricalCrossentropy({ fromLogits: true })
 */
export const sparseCategoricalCrossentropy: (options?: SparseCategoricalCrossentropyOptions) => Loss =
  defineLoss<SparseCategoricalCrossentropyOptions>("sparseCategoricalCrossentropy", {
    defaults: { fromLogits: false },
    hasClassTargets: true,
    perExample: ({ yTrue, yPred, options: { fromLogits } }) => {
      const classes = yPred.shape.at(-1) as number; // the last axis of a classifier is a number
      const target = oneHot(classTargets("sparseCategoricalCrossentropy", yTrue, yPred), {
        depth: classes,
        dtype: yPred.dtype as "float32",
      });
      return negative(sum(multiply(target, logProbabilities(yPred, fromLogits)), { axis: -1 }));
    },
  });
