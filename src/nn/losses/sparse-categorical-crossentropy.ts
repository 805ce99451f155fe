import type { Value } from "../../core/graph.js";
import {
  clip,
  divide,
  log,
  logSoftmax,
  multiply,
  negative,
  oneHot,
  softmax,
  sum,
} from "../../core/ops/index.js";
import { defineLoss, type Loss } from "../loss.js";
import { classTargets } from "./targets.js";

export interface SparseCategoricalCrossentropyOptions {
  /** Predictions are logits, not probabilities. */
  readonly fromLogits?: boolean;
}

/** Keras's `backend.epsilon()`: probabilities are kept this far from 0 and 1. */
const epsilon = 1e-7;

/**
 * `−ln ŷ[class]` for class numbers. Where ŷ is made by softmax, the logits are used: −(logits − ln Σ e^logits)[class],
 * which neither overflows nor needs clipping.
 *
 * Shape   targets [batch, ...] or [batch, ..., 1] integers, predictions [batch, ..., classes] → [batch, ...].
 * Throws  `shape_mismatch`.
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
      const target = oneHot(classTargets(yTrue, yPred), { depth: classes, dtype: yPred.dtype as "float32" });
      return negative(sum(multiply(target, logProbabilities(yPred, fromLogits)), { axis: -1 }));
    },
  });

/** ln of class probabilities, by the logits where they can be had. */
export function logProbabilities(yPred: Value, fromLogits: boolean): Value {
  if (fromLogits) return logSoftmax(yPred);
  const { node } = yPred;
  const isSoftmax =
    node?.op === softmax.def && isLastAxis(node.attrs as { axis: number }, yPred.shape.length);
  if (isSoftmax) return logSoftmax(node?.inputs[0] as Value);
  const normalized = divide(yPred, sum(yPred, { axis: -1, keepdims: true }));
  return log(clip(normalized, { minimum: epsilon, maximum: 1 - epsilon }));
}

const isLastAxis = ({ axis }: { axis: number }, rank: number): boolean => axis === -1 || axis === rank - 1;
