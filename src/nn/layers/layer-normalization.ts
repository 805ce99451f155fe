import { add, divide, mean, sqrt, square, subtract } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { asFloat } from "./as-float.js";
import {
  checkScaleAndShift,
  featureAxes,
  type ScaleAndShiftOptions,
  scaleAndShiftDefaults,
  scaleAndShiftWeights,
  scaledAndShifted,
} from "./scale-and-shift.js";

export interface LayerNormalizationOptions extends ScaleAndShiftOptions {
  /** The axes over which mean and variance are taken, and along which gamma and beta lie. */
  readonly axis?: number | readonly number[];
}

/**
 * `y = gamma (x − μ) / √(σ² + epsilon) + beta`, μ and σ² the mean and population variance of each example over `axis`.
 *
 * Shape   unchanged; gamma and beta have the sizes of `axis`.
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `axis_out_of_range`, `shape_mismatch`.
 * Source  Ba et al. 2016, equations 3 and 4; Keras 3 `layers.LayerNormalization`.
 *
 * @example layers.layerNormalization({ epsilon: 1e-6 })
 */
export const layerNormalization: (options?: LayerNormalizationOptions) => Layer =
  defineLayer<LayerNormalizationOptions>("layerNormalization", {
    defaults: { axis: -1, ...scaleAndShiftDefaults },
    check: checkScaleAndShift,
    weights: (options, [x], where) =>
      scaleAndShiftWeights(options, featureAxes(where, options.axis ?? -1, x).sizes, where),
    mask: "pass",
    call: ({ x: given, weights, options: { axis = -1, epsilon = 0.001 }, name }) => {
      const x = asFloat(given);
      const { axes, broadcast } = featureAxes(name, axis, x);
      const centered = subtract(x, mean(x, { axis: axes, keepdims: true }));
      const variance = mean(square(centered), { axis: axes, keepdims: true });
      return scaledAndShifted(divide(centered, sqrt(add(variance, epsilon))), weights, broadcast);
    },
  });
