import type { Value } from "../../core/graph.js";
import { normalizeAxis } from "../../core/op.js";
import { add, broadcastTo, divide, mean, multiply, subtract, sum } from "../../core/ops/index.js";
import { epsilon } from "../epsilon.js";
import { defineLoss, type Loss } from "../loss.js";
import { checkNumber } from "../options.js";
import { matchTargets } from "./targets.js";

export interface DiceOptions {
  /** The axes whose elements are one set; null: all, the batch too. */
  readonly axis?: number | readonly number[] | null;
}
export interface TverskyOptions extends DiceOptions {
  /** Weight of what is in the target and was not predicted. */
  readonly alpha?: number;
  /** Weight of what was predicted and is not in the target. */
  readonly beta?: number;
}

/** Losses by set: where the batch itself lies within the sets, their mean, which is then that of each example. */
function byExample(where: string, losses: Value, yPred: Value, axis: DiceOptions["axis"]): Value {
  const axes = axis === null || axis === undefined ? [0] : [axis].flat();
  const rank = yPred.shape.length;
  if (!axes.some((k) => normalizeAxis(where, k, rank) === 0)) return losses;
  return broadcastTo(mean(losses), { shape: [yPred.shape[0]] });
}

/**
 * `1 − 2 Σ y ŷ / (Σ y + Σ ŷ + 1e-7)`: 1 less the Dice coefficient of two sets, as of pixels.
 *
 * Shape   [batch, ...] → without `axis`; [batch], the same number for each, where the batch is within `axis`.
 * Throws  `shape_mismatch`, `axis_out_of_range`.
 * Source  Keras 3 `losses.Dice`.
 *
 * @example losses.dice({ axis: [1, 2, 3] })
 */
export const dice: (options?: DiceOptions) => Loss = defineLoss<DiceOptions>("dice", {
  defaults: { axis: null },
  perExample: ({ yTrue, yPred, options: { axis } }) => {
    const y = matchTargets("dice", yTrue, yPred);
    const both = sum(multiply(y, yPred), { axis });
    const sizes = add(sum(y, { axis }), sum(yPred, { axis }));
    return byExample("dice", subtract(1, divide(multiply(both, 2), add(sizes, epsilon))), yPred, axis);
  },
});

/**
 * `1 − Σ y ŷ / (Σ y ŷ + α Σ y (1 − ŷ) + β Σ (1 − y) ŷ + 1e-7)`: 1 less the Tversky index; `dice` where α = β = ½.
 *
 * Shape   [batch, ...] → without `axis`; [batch], the same number for each, where the batch is within `axis`.
 * Throws  `invalid_option`, `shape_mismatch`, `axis_out_of_range`.
 * Source  Keras 3 `losses.Tversky`; Salehi et al. 2017.
 *
 * @example losses.tversky({ alpha: 0.7, beta: 0.3 })
 */
export const tversky: (options?: TverskyOptions) => Loss = defineLoss<TverskyOptions>("tversky", {
  defaults: { alpha: 0.5, beta: 0.5, axis: null },
  check: ({ alpha, beta }, where) => {
    checkNumber(where, "alpha", alpha, 0);
    checkNumber(where, "beta", beta, 0);
  },
  perExample: ({ yTrue, yPred, options: { alpha, beta, axis } }) => {
    const y = matchTargets("tversky", yTrue, yPred);
    const both = sum(multiply(y, yPred), { axis });
    const missed = sum(multiply(y, subtract(1, yPred)), { axis });
    const invented = sum(multiply(subtract(1, y), yPred), { axis });
    const union = add(add(both, multiply(missed, alpha)), multiply(invented, beta));
    return byExample("tversky", subtract(1, divide(both, add(union, epsilon))), yPred, axis);
  },
});
