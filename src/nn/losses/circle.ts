import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import {
  add,
  arange,
  equal,
  expandDims,
  greater,
  logicalAnd,
  logicalNot,
  logSumExp,
  matmul,
  maximum,
  multiply,
  softplus,
  subtract,
  transpose,
  where,
} from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { tensor } from "../../core/tensor.js";
import { defineLoss, type Loss } from "../loss.js";
import { checkNumber, checkPositive } from "../options.js";
import { meanOfCounted } from "./counted.js";
import { classTargets } from "./targets.js";

export interface CircleOptions {
  /** Scale: how sharply the hardest pairs dominate. */
  readonly gamma?: number;
  /** Relaxation: pairs of a class are to be nearer than `margin`, others further than `1 − margin`. */
  readonly margin?: number;
  /** An example is no pair with itself. */
  readonly removeDiagonal?: boolean;
}

/** Stands for −∞: e to it is 0, and its differences are no NaN. */
const never = constant(tensor(-1e9));

/**
 * `softplus(ln Σ_P e^(−γ (d + m)(m − d)) + ln Σ_N e^(γ max(1 + m − d, 0)(1 − m − d)))`, where d are the cosine distances
 * `max(1 − x xᵀ, 0)` between an example and those of its class (P) and of others (N) in the batch, and m is the margin.
 * Examples without a companion do not count. The embeddings x are to have length 1.
 *
 * Shape   targets [batch] or [batch, 1] class numbers, predictions [batch, d] → [batch].
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `losses.Circle`; Sun et al. 2020, equation 6.
 *
 * @example losses.circle({ gamma: 64, margin: 0.25 })
 */
export const circle: (options?: CircleOptions) => Loss = defineLoss<CircleOptions>("circle", {
  defaults: { gamma: 80, margin: 0.4, removeDiagonal: true },
  check: ({ gamma, margin }, where) => {
    checkPositive(where, "gamma", gamma);
    checkNumber(where, "margin", margin, 0, 1);
  },
  perExample: ({ yTrue, yPred, options: { gamma, margin, removeDiagonal } }) => {
    requireEmbeddings(yPred);
    const labels = classTargets("circle", yTrue, yPred); // [batch]
    const isSame = equal(expandDims(labels, { axis: 1 }), expandDims(labels, { axis: 0 })); // [batch, batch]
    const isPositive = removeDiagonal ? logicalAnd(isSame, logicalNot(diagonal(yPred))) : isSame;
    const d = maximum(subtract(1, matmul(yPred, transpose(yPred))), 0); // [batch, batch]
    const positives = multiply(multiply(add(d, margin), subtract(margin, d)), -gamma);
    const weights = maximum(subtract(1 + margin, d), 0);
    const negatives = multiply(multiply(weights, subtract(1 - margin, d)), gamma);
    const p = logSumExp(where(isPositive, positives, never), { axis: 1 }); // [batch]
    const n = logSumExp(where(isSame, never, negatives), { axis: 1 });
    const values = softplus(add(p, n));
    return meanOfCounted(values, greater(values, 0));
  },
});

/** True where row and column are the same example: [batch, batch]. */
function diagonal(yPred: Value): Value {
  const numbers = arange(yPred.shape[0], { dtype: "int64" });
  return equal(expandDims(numbers, { axis: 1 }), expandDims(numbers, { axis: 0 }));
}

function requireEmbeddings({ shape }: Value): void {
  if (shape.length === 2) return;
  throw new NeurogradError(
    "shape_mismatch",
    `circle: predictions are ${formatShape(shape)}, not [batch, d]; let the last layer give one embedding per example`,
  );
}
