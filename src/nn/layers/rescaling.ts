import { isFloat } from "../../core/dtype.js";
import { add, cast, multiply } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkNumber } from "../options.js";

export interface RescalingOptions {
  readonly scale: number;
  readonly offset?: number;
  readonly name?: string;
}

/**
 * `y = x · scale + offset`, as float32: pixels from 0–255 to 0–1 with `scale: 1 / 255`.
 *
 * Shape   unchanged.
 * Source  Keras 3 `layers.Rescaling`.
 *
 * @example layers.rescaling({ scale: 1 / 255 })
 */
export const rescaling: (options: RescalingOptions) => Layer = defineLayer<RescalingOptions>("rescaling", {
  defaults: { scale: 1, offset: 0 },
  check: ({ scale, offset }, where) => {
    checkNumber(where, "scale", scale);
    checkNumber(where, "offset", offset);
  },
  call: ({ x, options: { scale, offset = 0 } }) => {
    const y = multiply(isFloat(x.dtype) ? x : cast(x, { dtype: "float32" }), scale);
    return offset === 0 ? y : add(y, offset);
  },
});
