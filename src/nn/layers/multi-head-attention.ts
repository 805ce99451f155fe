import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { normalizeAxis } from "../../core/op.js";
import { reshape, transpose } from "../../core/ops/index.js";
import { formatShape, multiplySizes, type Shape, sameShape, shapeSize } from "../../core/size.js";
import { type CallContext, defineLayer, type Layer } from "../layer.js";
import { checkPositiveInteger } from "../options.js";
import { asFloat } from "./as-float.js";
import { attentionInputs } from "./attend.js";
import {
  attendByHeads,
  checkHeads,
  type Heads,
  type HeadsOptions,
  headsDefaults,
  headsInputs,
  headsWeights,
} from "./attention-heads.js";

export interface MultiHeadAttentionOptions extends HeadsOptions {
  readonly numHeads: number;
  /** Size of query and key in each head. */
  readonly keyDim: number;
  /** Size of the value in each head; null: as keyDim. */
  readonly valueDim?: number | null;
  /** Sizes of the output's features; null: as the query's. */
  readonly outputShape?: number | readonly number[] | null;
  /** The axes of positions; null: all between that of examples and that of features. */
  readonly attentionAxes?: number | readonly number[] | null;
}

const headsOf = ({
  numHeads,
  keyDim,
  valueDim = null,
  outputShape = null,
}: MultiHeadAttentionOptions): Heads => ({
  queryHeads: numHeads,
  keyHeads: numHeads,
  keyDim,
  valueDim: valueDim ?? keyDim,
  outputShape: outputShape === null ? null : [outputShape].flat(),
});

/**
 * `y = concat(head₁ … headₙ) Wo`, `headᵢ = softmax(Q Wqᵢ (K Wkᵢ)ᵀ / √keyDim) V Wvᵢ`. The inputs are [query, value] or
 * [query, value, key] (the key is the value where it is not given), or one sequence that attends to itself.
 *
 * Shape   query [batch, T, n], value [batch, S, m], key [batch, S, k] → [batch, T, n]; kernels [n, numHeads, keyDim], …, [numHeads, valueDim, n].
 * Dtype   integers become float32; a bool input at the end is a mask [batch, T, S]: what may be attended to.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`, `missing_input`, `shape_mismatch`.
 * Source  Vaswani et al. 2017, section 3.2.2; Keras 3 `layers.MultiHeadAttention`.
 *
 * @example
 * const x = input({ shape: [16, 64] });
 * const y = layers.multiHeadAttention({ numHeads: 4, keyDim: 16, useCausalMask: true }).apply(x);
 */
export const multiHeadAttention: (options: MultiHeadAttentionOptions) => Layer =
  defineLayer<MultiHeadAttentionOptions>("multiHeadAttention", {
    required: ["numHeads", "keyDim"],
    defaults: { ...headsDefaults, valueDim: null, outputShape: null, attentionAxes: null },
    check: (options, where) => {
      const { numHeads, keyDim, valueDim = null, outputShape = null } = options;
      checkHeads(options, where);
      checkPositiveInteger(where, "numHeads", numHeads);
      checkPositiveInteger(where, "keyDim", keyDim);
      if (valueDim !== null) checkPositiveInteger(where, "valueDim", valueDim);
      for (const size of outputShape === null ? [] : [outputShape].flat())
        checkPositiveInteger(where, "outputShape", size);
    },
    weights: (options, inputs, where) => headsWeights(headsOf(options), options, inputs, where),
    mask: "pass",
    call: (context) => {
      const { inputs, options } = context;
      if (inputs[0].shape.length > 3 || options.attentionAxes !== null) return overAxes(context);
      const { mask, ...sequences } = headsInputs(context);
      return attendByHeads(headsOf(options), sequences, mask, context);
    },
  });

/** Attention between the positions of images and the like: their axes made one, the others part of the batch. */
function overAxes(context: CallContext<MultiHeadAttentionOptions>): Value {
  const { inputs, options, name } = context;
  const { query, value, key, mask } = attentionInputs(name, inputs, { isImage: true });
  const rank = query.shape.length;
  const all = Array.from({ length: rank - 2 }, (_, k) => k + 1);
  const { attentionAxes = null } = options;
  const axes =
    attentionAxes === null ? all : [attentionAxes].flat().map((k) => normalizeAxis(name, k, rank - 1));
  const others = all.filter((k) => !axes.includes(k));
  const outside = (x: Value): Shape => others.map((k) => x.shape[k]);
  const fits =
    mask === null &&
    !axes.includes(0) &&
    [value, key].every((x) => x.shape.length === rank && sameShape(outside(x), outside(query)));
  if (!fits) {
    const shapes = inputs.map((x) => formatShape(x.shape)).join(", ");
    throw new NeurogradError(
      "shape_mismatch",
      `${name}: attention along axes ${axes.join(", ")} of ${shapes}: the inputs must agree in the other axes, and there can be no mask; reshape them to [batch, positions, features]`,
    );
  }
  const [q, v, k] = [query, value, key].map((x) => {
    const moved = transpose(asFloat(x), { axes: [0, ...others, ...axes, rank - 1] });
    const batch = multiplySizes(x.shape[0], shapeSize(outside(x)));
    return reshape(moved, {
      shape: [batch, shapeSize(axes.map((axis) => x.shape[axis])), x.shape[rank - 1]],
    });
  });
  const plain = { ...context, inputs: [q, v, k], masks: [null, null, null] };
  const { mask: own, ...sequences } = headsInputs(plain);
  const y = attendByHeads(headsOf(options), sequences, own, plain);
  const features = y.shape.slice(2);
  const apart = reshape(y, {
    shape: [query.shape[0], ...outside(query), ...axes.map((axis) => query.shape[axis]), ...features],
  });
  const order = [0, ...others, ...axes];
  const back = order.map((_, axis) => order.indexOf(axis));
  return transpose(apart, { axes: [...back, ...features.map((_, i) => rank - 1 + i)] });
}
