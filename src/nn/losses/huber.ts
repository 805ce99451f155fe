import { abs, mean, minimum, multiply, subtract } from "../../core/ops/index.js";
import { defineLoss, type Loss } from "../loss.js";
import { checkPositive } from "../options.js";
import { matchTargets } from "./targets.js";

export interface HuberOptions {
  /** The error from which on the loss grows in proportion. */
  readonly delta?: number;
}

/**
 * With e = |y − ŷ|: `e²/2` up to `delta`, `delta · (e − delta/2)` beyond; its mean over the last axis. With `delta: 1`
 * it is the smooth L1 loss. In one formula: `c (e − c/2)` with `c = min(e, delta)`.
 *
 * Shape   [batch, ..., n] → [batch, ...].
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Huber 1964; Keras 3 `losses.Huber`.
 *
 * @example losses.huber({ delta: 0.5 })
 */
export const huber: (options?: HuberOptions) => Loss = defineLoss<HuberOptions>("huber", {
  defaults: { delta: 1 },
  check: ({ delta }, where) => checkPositive(where, "delta", delta),
  perExample: ({ yTrue, yPred, options: { delta } }) => {
    const e = abs(subtract(matchTargets("huber", yTrue, yPred), yPred));
    const c = minimum(e, delta);
    return mean(multiply(c, subtract(e, multiply(c, 0.5))), { axis: -1 });
  },
});
