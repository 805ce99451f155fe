import { maximum } from "../../core/ops/index.js";
import { type Constraint, defineConstraint } from "../constraint.js";

/**
 * `w ← max(w, 0)`.
 *
 * Source  Keras 3 `constraints.NonNeg`.
 *
 * @example layers.dense({ units: 1, kernelConstraint: constraints.nonNeg() })
 */
export const nonNeg: (options?: object) => Constraint = defineConstraint<object>("nonNeg", {
  defaults: {},
  apply: (w) => maximum(w, 0),
});
