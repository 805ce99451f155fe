import type { Value } from "../../core/graph.js";
import { abs, mean, subtract } from "../../core/ops/index.js";
import { defineLoss, type Loss } from "../loss.js";
import { matchTargets } from "./targets.js";

/** `mean over the last axis of |y − ŷ|`. */
export const absoluteErrors = (where: string, yTrue: Value, yPred: Value): Value =>
  mean(abs(subtract(matchTargets(where, yTrue, yPred), yPred)), { axis: -1 });

/**
 * `mean over the last axis of |y − ŷ|`. Its gradient by ŷ is ±1/n whatever the error, 0 where there is none.
 *
 * Shape   [batch, ..., n] → [batch, ...].
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `losses.MeanAbsoluteError`.
 *
 * @example losses.meanAbsoluteError()
 */
export const meanAbsoluteError: (options?: object) => Loss = defineLoss<object>("meanAbsoluteError", {
  defaults: {},
  perExample: ({ yTrue, yPred }) => absoluteErrors("meanAbsoluteError", yTrue, yPred),
});
