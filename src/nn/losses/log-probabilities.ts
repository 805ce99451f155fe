import type { Value } from "../../core/graph.js";
import { clip, divide, log, logSoftmax, sum } from "../../core/ops/index.js";
import { epsilon } from "../epsilon.js";
import { logitsBehind } from "./logits-behind.js";

/**
 * ln of class probabilities along `axis`: by the logits where they can be had, else as Keras does, of the
 * predictions divided by their sum and kept within [epsilon, 1 − epsilon].
 */
export function logProbabilities(yPred: Value, fromLogits: boolean, axis: number): Value {
  const logits = fromLogits ? yPred : logitsBehind(yPred, "softmax", axis);
  if (logits !== undefined) return logSoftmax(logits, { axis });
  const normalized = divide(yPred, sum(yPred, { axis, keepdims: true }));
  return log(clip(normalized, { minimum: epsilon, maximum: 1 - epsilon }));
}
