import type { Value } from "../../core/graph.js";
import {
  abs,
  add,
  divide,
  log,
  maximum,
  mean,
  multiply,
  softplus,
  square,
  subtract,
} from "../../core/ops/index.js";
import { epsilon } from "../epsilon.js";
import { defineLoss, type Loss } from "../loss.js";
import { matchTargets } from "./targets.js";

/**
 * `100 · mean over the last axis of |y − ŷ| / max(|y|, 1e-7)`: the error in percent of the target.
 *
 * Shape   [batch, ..., n] → [batch, ...].
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `losses.MeanAbsolutePercentageError`.
 *
 * @example losses.meanAbsolutePercentageError()
 */
export const meanAbsolutePercentageError: (options?: object) => Loss = defineLoss<object>(
  "meanAbsolutePercentageError",
  {
    defaults: {},
    perExample: ({ yTrue, yPred }) => {
      const y = matchTargets("meanAbsolutePercentageError", yTrue, yPred);
      return multiply(mean(abs(divide(subtract(y, yPred), maximum(abs(y), epsilon))), { axis: -1 }), 100);
    },
  },
);

/**
 * `mean over the last axis of (ln(1 + y) − ln(1 + ŷ))²`, for quantities whose ratio matters; below 1e-7 both count as 1e-7.
 *
 * Shape   [batch, ..., n] → [batch, ...].
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `losses.MeanSquaredLogarithmicError`.
 *
 * @example losses.meanSquaredLogarithmicError()
 */
export const meanSquaredLogarithmicError: (options?: object) => Loss = defineLoss<object>(
  "meanSquaredLogarithmicError",
  {
    defaults: {},
    perExample: ({ yTrue, yPred }) => {
      const log1p = (x: Value): Value => log(add(maximum(x, epsilon), 1));
      const y = matchTargets("meanSquaredLogarithmicError", yTrue, yPred);
      return mean(square(subtract(log1p(yPred), log1p(y))), { axis: -1 });
    },
  },
);

/**
 * `mean over the last axis of ln cosh(ŷ − y)`: about e²/2 for a small error e, `|e| − ln 2` for a large one. Computed as
 * `e + ln(1 + e^(−2e)) − ln 2`, which does not overflow.
 *
 * Shape   [batch, ..., n] → [batch, ...].
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `losses.LogCosh`.
 *
 * @example losses.logCosh()
 */
export const logCosh: (options?: object) => Loss = defineLoss<object>("logCosh", {
  defaults: {},
  perExample: ({ yTrue, yPred }) => {
    const e = subtract(yPred, matchTargets("logCosh", yTrue, yPred));
    return mean(subtract(add(e, softplus(multiply(e, -2))), Math.LN2), { axis: -1 });
  },
});
