import { add, clip, divide, log, mean, multiply, subtract, sum } from "../../core/ops/index.js";
import { epsilon } from "../epsilon.js";
import { defineLoss, type Loss } from "../loss.js";
import { matchTargets } from "./targets.js";

/**
 * `Σ y ln(y / ŷ)` over the last axis, of shares y and ŷ, each kept within [1e-7, 1]: how many nats a code for ŷ wastes on y.
 *
 * Shape   [batch, ..., n] → [batch, ...].
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `losses.KLDivergence`; Kullback and Leibler 1951.
 *
 * @example losses.klDivergence()
 */
export const klDivergence: (options?: object) => Loss = defineLoss<object>("klDivergence", {
  defaults: {},
  perExample: ({ yTrue, yPred }) => {
    const range = { minimum: epsilon, maximum: 1 };
    const y = clip(matchTargets("klDivergence", yTrue, yPred), range);
    return sum(multiply(y, log(divide(y, clip(yPred, range)))), { axis: -1 });
  },
});

/**
 * `mean over the last axis of ŷ − y ln(ŷ + 1e-7)`: minus the logarithm of a Poisson distribution with mean ŷ at the
 * count y, but for what does not depend on ŷ.
 *
 * Shape   [batch, ..., n] → [batch, ...].
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `losses.Poisson`.
 *
 * @example losses.poisson()
 */
export const poisson: (options?: object) => Loss = defineLoss<object>("poisson", {
  defaults: {},
  perExample: ({ yTrue, yPred }) => {
    const y = matchTargets("poisson", yTrue, yPred);
    return mean(subtract(yPred, multiply(y, log(add(yPred, epsilon)))), { axis: -1 });
  },
});
