import type { Value } from "../../core/graph.js";
import { cast, equal, expandDims, greater, logicalNot, max, where } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkNumber } from "../options.js";
import { asFloat } from "./as-float.js";

export interface MaskingOptions {
  /** A position all of whose features are this number is no position. */
  readonly maskValue?: number;
  readonly name?: string;
}

/**
 * Says which positions of a sequence are there: `mask = any(x ≠ maskValue)` over the features, and `y = x` where the mask
 * is true, else 0. Recurrent layers skip the other positions, and losses do not count them.
 *
 * Shape   x [batch, time, ..., features] → unchanged; mask [batch, time, ...].
 * Dtype   integers become float32.
 * Throws  `invalid_option`.
 * Source  Keras 3 `layers.Masking`.
 *
 * @example layers.masking({ maskValue: -1 })
 */
export const masking: (options?: MaskingOptions) => Layer = defineLayer<MaskingOptions>("masking", {
  defaults: { maskValue: 0 },
  check: ({ maskValue }, where) => checkNumber(where, "maskValue", maskValue),
  mask: ({ x, options }) => isPresent(asFloat(x), options),
  call: ({ x: given, options }) => {
    const x = asFloat(given);
    return where(expandDims(isPresent(x, options), { axis: -1 }), x, 0);
  },
});

/** [..., features] → [...], bool. */
function isPresent(x: Value, { maskValue = 0 }: MaskingOptions): Value {
  const differs = cast(logicalNot(equal(x, maskValue)), { dtype: "float32" });
  return greater(max(differs, { axis: -1 }), 0);
}
