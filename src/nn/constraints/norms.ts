import type { Value } from "../../core/graph.js";
import { add, divide, maximum, minimum, multiply, sqrt, square, sum } from "../../core/ops/index.js";
import { type Constraint, defineConstraint } from "../constraint.js";
import { epsilon } from "../epsilon.js";
import { checkNumber, checkPositive } from "../options.js";

export interface UnitNormOptions {
  /** Axes over which a norm is taken: 0, the inputs of a dense layer; [0, 1, 2] for kernels of images. */
  readonly axis?: number | readonly number[];
}
export interface MaxNormOptions extends UnitNormOptions {
  readonly maxValue?: number;
}
export interface MinMaxNormOptions extends MaxNormOptions {
  readonly minValue?: number;
  /** How much of the way to the wanted norm each step goes. */
  readonly rate?: number;
}

/** w · wanted(‖w‖) / (ε + ‖w‖), the norms along `axis`. */
function withNorm(w: Value, { axis }: Required<UnitNormOptions>, wanted: (norm: Value) => Value): Value {
  const norm = sqrt(sum(square(w), { axis, keepdims: true }));
  return multiply(w, divide(wanted(norm), add(norm, epsilon)));
}

/**
 * `w ← w · min(‖w‖, maxValue) / (ε + ‖w‖)`, norms along `axis`.
 *
 * Throws  `invalid_option`.
 * Source  Srivastava et al. 2014, section 5.1; Keras 3 `constraints.MaxNorm`.
 *
 * @example layers.dense({ units: 64, kernelConstraint: constraints.maxNorm({ maxValue: 3 }) })
 */
export const maxNorm: (options?: MaxNormOptions) => Constraint = defineConstraint<MaxNormOptions>("maxNorm", {
  defaults: { maxValue: 2, axis: 0 },
  check: ({ maxValue }, where) => checkPositive(where, "maxValue", maxValue),
  apply: (w, options) => withNorm(w, options, (norm) => minimum(norm, options.maxValue)),
});

/**
 * `w ← w / (ε + ‖w‖)`, norms along `axis`.
 *
 * Source  Keras 3 `constraints.UnitNorm`.
 *
 * @example layers.conv2d({ filters: 8, kernelSize: 3, kernelConstraint: constraints.unitNorm({ axis: [0, 1, 2] }) })
 */
export const unitNorm: (options?: UnitNormOptions) => Constraint = defineConstraint<UnitNormOptions>(
  "unitNorm",
  {
    defaults: { axis: 0 },
    apply: (w, { axis }) => divide(w, add(sqrt(sum(square(w), { axis, keepdims: true })), epsilon)),
  },
);

/**
 * `w ← w · (rate · clip(‖w‖, minValue, maxValue) + (1 − rate)‖w‖) / (ε + ‖w‖)`, norms along `axis`.
 *
 * Throws  `invalid_option`.
 * Source  Keras 3 `constraints.MinMaxNorm`.
 *
 * @example layers.dense({ units: 64, kernelConstraint: constraints.minMaxNorm({ minValue: 0.5, maxValue: 2, rate: 0.9 }) })
 */
export const minMaxNorm: (options?: MinMaxNormOptions) => Constraint = defineConstraint<MinMaxNormOptions>(
  "minMaxNorm",
  {
    defaults: { minValue: 0, maxValue: 1, rate: 1, axis: 0 },
    check: ({ minValue, maxValue, rate }, where) => {
      checkNumber(where, "minValue", minValue, 0);
      checkNumber(where, "maxValue", maxValue, minValue);
      checkNumber(where, "rate", rate, 0, 1);
    },
    apply: (w, options) =>
      withNorm(w, options, (norm) => {
        const { minValue, maxValue, rate } = options;
        const clipped = maximum(minimum(norm, maxValue), minValue);
        return add(multiply(clipped, rate), multiply(norm, 1 - rate));
      }),
  },
);
