import { mean, square, subtract } from "../../core/ops/index.js";
import { defineLoss, type Loss } from "../loss.js";
import { matchTargets } from "./targets.js";

/**
 * `mean over the last axis of (y − ŷ)²`.
 *
 * Shape   [batch, ..., n] → [batch, ...].
 * Source  Keras 3 `losses.MeanSquaredError`.
 *
 * @example losses.meanSquaredError()
 */
export const meanSquaredError: (options?: object) => Loss = defineLoss<object>("meanSquaredError", {
  defaults: {},
  perExample: ({ yTrue, yPred }) => mean(square(subtract(matchTargets(yTrue, yPred), yPred)), { axis: -1 }),
});
