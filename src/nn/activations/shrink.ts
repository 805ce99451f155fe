import type { Value } from "../../core/graph.js";
import { abs, add, greater, less, subtract, tanh, where } from "../../core/ops/index.js";
import { namedActivation } from "./named-activation.js";

interface ThresholdOption {
  readonly threshold?: number;
}
type Shrink = (x: Value, options?: ThresholdOption) => Value;

/**
 * `y = x` where |x| > threshold, else 0.
 *
 * Source  Donoho & Johnstone 1994; Keras 3 `activations.hard_shrink`.
 *
 * @example layers.dense({ units: 8, activation: activations.hardShrink })
 */
export const hardShrink: Shrink = namedActivation("hardShrink", (x: Value, { threshold = 0.5 } = {}) =>
  where(greater(abs(x), threshold), x, 0),
);

/**
 * `y = x − threshold` where x > threshold, `x + threshold` where x < −threshold, else 0.
 *
 * Source  Donoho & Johnstone 1994; Keras 3 `activations.soft_shrink`.
 *
 * @example layers.dense({ units: 8, activation: activations.softShrink })
 */
export const softShrink: Shrink = namedActivation("softShrink", (x: Value, { threshold = 0.5 } = {}) => {
  const low = where(less(x, -threshold), add(x, threshold), 0);
  return where(greater(x, threshold), subtract(x, threshold), low);
});

/**
 * `y = x − tanh(x)`.
 *
 * Source  Keras 3 `activations.tanh_shrink`.
 *
 * @example layers.dense({ units: 8, activation: activations.tanhShrink })
 */
export const tanhShrink: (x: Value) => Value = namedActivation("tanhShrink", (x) => subtract(x, tanh(x)));

export interface ThresholdOptions {
  readonly threshold: number;
  readonly defaultValue: number;
}

/**
 * `y = x` where x > threshold, else `defaultValue`.
 *
 * Source  Keras 3 `activations.threshold`.
 *
 * @example layers.lambda((x) => activations.threshold(x, { threshold: 0.1, defaultValue: 0 }))
 */
export const threshold: (x: Value, options: ThresholdOptions) => Value = (
  x,
  { threshold: limit, defaultValue },
) => where(greater(x, limit), x, defaultValue);
