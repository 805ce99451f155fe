import { concatenate as concatenateOp } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { asFloat } from "./as-float.js";
import { checkInputs } from "./merge.js";

export interface ConcatenateOptions {
  /** The axis along which the inputs follow one another. */
  readonly axis?: number;
  readonly name?: string;
}

/**
 * `y = [a, b, …]`, one after the other along `axis`.
 *
 * Shape   the sizes along `axis` add up; the others must be equal.
 * Dtype   of mixed inputs, integers become float32.
 * VJP     to each input its part of ȳ.
 * Throws  `missing_input`, `shape_mismatch`, `axis_out_of_range`.
 * Source  Keras 3 `layers.Concatenate`.
 *
 * @example layers.concatenate().apply([input({ shape: [8] }), input({ shape: [2] })])  // [batch, 10]
 */
export const concatenate: (options?: ConcatenateOptions) => Layer = defineLayer<ConcatenateOptions>(
  "concatenate",
  {
    defaults: { axis: -1 },
    call: (context) => {
      const { inputs, options } = context;
      checkInputs(context, "concatenate", 1);
      const isMixed = inputs.some((x) => x.dtype !== inputs[0].dtype);
      return concatenateOp(isMixed ? inputs.map(asFloat) : inputs, { axis: options.axis ?? -1 });
    },
  },
);
