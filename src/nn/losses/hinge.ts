import type { Value } from "../../core/graph.js";
import {
  add,
  cast,
  equal,
  logicalOr,
  max,
  maximum,
  mean,
  min,
  multiply,
  square,
  subtract,
  sum,
  where,
} from "../../core/ops/index.js";
import { defineLoss, type Loss } from "../loss.js";
import { matchTargets } from "./targets.js";

/** Targets −1 and 1; those of a batch that holds only 0 and 1 become them: `2y − 1`. */
function signs(y: Value): Value {
  const isBit = cast(logicalOr(equal(y, 0), equal(y, 1)), { dtype: y.dtype });
  return where(equal(min(isBit), 1), subtract(multiply(y, 2), 1), y);
}

// max(1 − y ŷ, 0)
const shortfall = (where: string, yTrue: Value, yPred: Value): Value =>
  maximum(subtract(1, multiply(signs(matchTargets(where, yTrue, yPred)), yPred)), 0);

/**
 * `mean over the last axis of max(1 − y ŷ, 0)`, for targets −1 and 1 (a batch of 0 and 1 is taken as such): the loss of
 * support vector machines.
 *
 * Shape   [batch, ..., n] → [batch, ...].
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `losses.Hinge`.
 *
 * @example losses.hinge()
 */
export const hinge: (options?: object) => Loss = defineLoss<object>("hinge", {
  defaults: {},
  perExample: ({ yTrue, yPred }) => mean(shortfall("hinge", yTrue, yPred), { axis: -1 }),
});

/**
 * `mean over the last axis of max(1 − y ŷ, 0)²`, for targets −1 and 1 (a batch of 0 and 1 is taken as such).
 *
 * Shape   [batch, ..., n] → [batch, ...].
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `losses.SquaredHinge`.
 *
 * @example losses.squaredHinge()
 */
export const squaredHinge: (options?: object) => Loss = defineLoss<object>("squaredHinge", {
  defaults: {},
  perExample: ({ yTrue, yPred }) => mean(square(shortfall("squaredHinge", yTrue, yPred)), { axis: -1 }),
});

/**
 * `max(0, 1 + max((1 − y) ŷ) − Σ y ŷ)` over the classes, the last axis, for one-hot y: the right class is to lead the
 * others by 1.
 *
 * Shape   [batch, ..., classes] → [batch, ...].
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `losses.CategoricalHinge`.
 *
 * @example losses.categoricalHinge()
 */
export const categoricalHinge: (options?: object) => Loss = defineLoss<object>("categoricalHinge", {
  defaults: {},
  perExample: ({ yTrue, yPred }) => {
    const y = matchTargets("categoricalHinge", yTrue, yPred);
    const right = sum(multiply(y, yPred), { axis: -1 });
    const others = max(multiply(subtract(1, y), yPred), { axis: -1 });
    return maximum(add(subtract(others, right), 1), 0);
  },
});
