import { add, multiply } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkNumber } from "../options.js";
import { asFloat } from "./as-float.js";

export interface RescalingOptions {
  /** One number, or one for each place of the last axis. */
  readonly scale: number | readonly number[];
  readonly offset?: number | readonly number[];
  readonly name?: string;
}

/**
 * `y = x · scale + offset`: pixels from 0–255 to 0–1 with `scale: 1 / 255`.
 *
 * Shape   unchanged.
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `layers.Rescaling`.
 *
 * @example layers.rescaling({ scale: 1 / 127.5, offset: -1 })
 */
export const rescaling: (options: RescalingOptions) => Layer = defineLayer<RescalingOptions>("rescaling", {
  required: ["scale"],
  defaults: { offset: 0 },
  check: ({ scale, offset }, where) => {
    for (const value of [scale].flat()) checkNumber(where, "scale", value);
    for (const value of [offset].flat()) checkNumber(where, "offset", value);
  },
  mask: "pass",
  call: ({ x, options: { scale, offset = 0 } }) => {
    const y = multiply(asFloat(x), scale);
    return offset === 0 ? y : add(y, offset);
  },
});
