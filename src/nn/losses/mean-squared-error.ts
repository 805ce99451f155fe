import type { Value } from "../../core/graph.js";
import { mean, square, subtract } from "../../core/ops/index.js";
import { defineLoss, type Loss } from "../loss.js";
import { matchTargets } from "./targets.js";

/** `mean over the last axis of (y − ŷ)²`. */
export const squaredErrors = (where: string, yTrue: Value, yPred: Value): Value =>
  mean(square(subtract(matchTargets(where, yTrue, yPred), yPred)), { axis: -1 });

/**
 * `mean over the last axis of (y − ŷ)²`.
 *
 * Shape   [batch, ..., n] → [batch, ...].
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `losses.MeanSquaredError`.
 *
 * @example losses.meanSquaredError()
 */
export const meanSquaredError: (options?: object) => Loss = defineLoss<object>("meanSquaredError", {
  defaults: {},
  perExample: ({ yTrue, yPred }) => squaredErrors("meanSquaredError", yTrue, yPred),
});
