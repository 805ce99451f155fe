import { add, divide, mean, multiply, sqrt, square } from "../../core/ops/index.js";
import { ones } from "../initializers.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkPositive } from "../options.js";
import { asFloat } from "./as-float.js";
import { along, featureAxes } from "./scale-and-shift.js";

export interface RmsNormalizationOptions {
  /** The axes over which the mean square is taken, and along which `scale` lies. */
  readonly axis?: number | readonly number[];
  readonly epsilon?: number;
  readonly name?: string;
  readonly trainable?: boolean;
}

/**
 * `y = scale x / √(mean(x²) + epsilon)`, the mean over `axis` of each example.
 *
 * Shape   unchanged; scale has the sizes of `axis`.
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `axis_out_of_range`, `shape_mismatch`.
 * Source  Zhang & Sennrich 2019, equation 4; Keras 3 `layers.RMSNormalization`.
 *
 * @example layers.rmsNormalization()
 */
export const rmsNormalization: (options?: RmsNormalizationOptions) => Layer =
  defineLayer<RmsNormalizationOptions>("rmsNormalization", {
    defaults: { axis: -1, epsilon: 1e-6 },
    check: ({ epsilon }, where) => checkPositive(where, "epsilon", epsilon),
    weights: ({ axis = -1 }, [x], where) => ({
      scale: { shape: featureAxes(where, axis, x).sizes, initializer: ones() },
    }),
    mask: "pass",
    call: ({ x: given, weights: { scale }, options: { axis = -1, epsilon = 1e-6 }, name }) => {
      const x = asFloat(given);
      const { axes, broadcast } = featureAxes(name, axis, x);
      const meanSquare = mean(square(x), { axis: axes, keepdims: true });
      return multiply(divide(x, sqrt(add(meanSquare, epsilon))), along(scale, broadcast));
    },
  });
