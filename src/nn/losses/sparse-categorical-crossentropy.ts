import { equal, logicalNot, multiply, negative, oneHot, sum, where } from "../../core/ops/index.js";
import { defineLoss, type Loss } from "../loss.js";
import { checkNumber } from "../options.js";
import { meanOfCounted } from "./counted.js";
import { logProbabilities } from "./log-probabilities.js";
import { classTargets } from "./targets.js";

export interface SparseCategoricalCrossentropyOptions {
  /** Predictions are logits, not probabilities. */
  readonly fromLogits?: boolean;
  /** Targets of this number do not count: the loss is the mean over the others. */
  readonly ignoreClass?: number | null;
  /** The axis of classes. */
  readonly axis?: number;
}

/**
 * `−ln p[class]` for class numbers. Where p is made by softmax, its logits x are used: `−(x − ln Σ eˣ)[class]`, which
 * neither overflows nor needs clipping. Targets that are `ignoreClass` do not count.
 *
 * Shape   targets [batch, ...] or [batch, ..., 1] integers, predictions [batch, ..., classes] → [batch, ...], without `axis`.
 * Throws  `invalid_option`, `shape_mismatch`; `label_out_of_range` before training.
 * Source  Keras 3 `losses.SparseCategoricalCrossentropy`.
 *
 * @example losses.sparseCategoricalCrossentropy({ fromLogits: true })
 */
export const sparseCategoricalCrossentropy: (options?: SparseCategoricalCrossentropyOptions) => Loss =
  defineLoss<SparseCategoricalCrossentropyOptions>("sparseCategoricalCrossentropy", {
    defaults: { fromLogits: false, ignoreClass: null, axis: -1 },
    check: ({ ignoreClass }, where) => {
      if (ignoreClass !== null) checkNumber(where, "ignoreClass", ignoreClass);
    },
    hasClassTargets: true,
    classes: ({ axis, ignoreClass }) => ({ axis, ignored: ignoreClass }),
    perExample: ({ yTrue, yPred, options: { fromLogits, ignoreClass, axis } }) => {
      const depth = yPred.shape.at(axis) as number; // the classes of a classifier are a number
      const dtype = yPred.dtype as "float32";
      const classes = classTargets("sparseCategoricalCrossentropy", yTrue, yPred, axis);
      const counts = ignoreClass === null ? undefined : logicalNot(equal(classes, ignoreClass));
      const target = oneHot(counts ? where(counts, classes, 0) : classes, { depth, axis, dtype });
      const values = negative(sum(multiply(target, logProbabilities(yPred, fromLogits, axis)), { axis }));
      return counts ? meanOfCounted(values, counts) : values;
    },
  });
