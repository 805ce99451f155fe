import { defineLayer, type Layer } from "../layer.js";
import { asFloat } from "./as-float.js";
import { unitLength } from "./unit-length.js";

export interface UnitNormalizationOptions {
  /** The axes that are one vector. */
  readonly axis?: number | readonly number[];
  readonly name?: string;
}

/**
 * `y = x / max(‖x‖₂, 1e-12)` along `axis`: vectors of length 1.
 *
 * Shape   unchanged.
 * Dtype   integers become float32.
 * Throws  `axis_out_of_range`.
 * Source  Keras 3 `layers.UnitNormalization`.
 *
 * @example layers.unitNormalization()
 */
export const unitNormalization: (options?: UnitNormalizationOptions) => Layer =
  defineLayer<UnitNormalizationOptions>("unitNormalization", {
    defaults: { axis: -1 },
    mask: "pass",
    call: ({ x, options: { axis = -1 } }) => unitLength(asFloat(x), axis, 1e-12),
  });
