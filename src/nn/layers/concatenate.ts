import { constant } from "../../core/constant.js";
import { normalizeAxis } from "../../core/op.js";
import { broadcastTo, concatenate as concatenateOp } from "../../core/ops/index.js";
import { tensor } from "../../core/tensor.js";
import { type CallContext, defineLayer, type Layer, type Mask } from "../layer.js";
import { asFloat } from "./as-float.js";
import { anywhere, checkInputs } from "./merge.js";

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
    mask: joinedMasks,
    call: (context) => {
      const { inputs, options } = context;
      checkInputs(context, "concatenate", 1);
      const isMixed = inputs.some((x) => x.dtype !== inputs[0].dtype);
      return concatenateOp(isMixed ? inputs.map(asFloat) : inputs, { axis: options.axis ?? -1 });
    },
  },
);

/** Along an axis of positions the masks follow one another too; along one of features a position is there if it is in any. */
function joinedMasks(context: CallContext<ConcatenateOptions>): Mask {
  const { inputs, masks, options, name } = context;
  const known = masks.find((mask) => mask !== null);
  if (known === null || known === undefined) return null;
  const rank = known.shape.length;
  const axis = normalizeAxis(name, options.axis ?? -1, inputs[0].shape.length);
  if (axis >= rank) return anywhere(context);
  const all = constant(tensor(true, { dtype: "bool" }));
  return concatenateOp(
    masks.map((mask, k) => mask ?? broadcastTo(all, { shape: inputs[k].shape.slice(0, rank) })),
    { axis },
  );
}
