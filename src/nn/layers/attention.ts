import { unknownName } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { add, expandDims, matmul, multiply, sum, tanh, where } from "../../core/ops/index.js";
import { glorotUniform, ones } from "../initializers.js";
import { type CallContext, defineLayer, type Layer, type LayerRecord } from "../layer.js";
import { checkNumber } from "../options.js";
import { asFloat } from "./as-float.js";
import { attentionInputs, joined, paddingOf, scoreMask, transposed, weightedMean } from "./attend.js";

export interface AdditiveAttentionOptions {
  /** Multiplies the scores by learned numbers. */
  readonly useScale?: boolean;
  /** Share of the attention weights set to 0 at each training step. */
  readonly dropout?: number;
  /** Each position attends to itself and those before it only. */
  readonly useCausalMask?: boolean;
  readonly name?: string;
  readonly trainable?: boolean;
}
export interface AttentionOptions extends AdditiveAttentionOptions {
  /** `"dot"`: query · key; `"concat"`: the sum of tanh(query + key). */
  readonly scoreMode?: (typeof scoreModes)[number];
}

const scoreModes = ["dot", "concat"] as const;

/** `tanh(query + key)` of every pair of positions, [batch, T, S, features]. */
const pairs = (query: Value, key: Value): Value =>
  add(expandDims(query, { axis: -2 }), expandDims(key, { axis: -3 }));

type Scores<O> = (query: Value, key: Value, context: CallContext<O>) => Value;

/* @__NO_SIDE_EFFECTS__ */
const call =
  <O extends AdditiveAttentionOptions>(scores: Scores<O>): LayerRecord<O>["call"] =>
  (context) => {
    const { inputs, masks, options, training, random, name } = context;
    const given = attentionInputs(name, inputs);
    const [query, value, key] = [given.query, given.value, given.key].map(asFloat);
    const padding = paddingOf(inputs, masks);
    const allowed = joined([
      given.mask,
      scoreMask([query.shape[1], key.shape[1]], { ...padding, query: null }, options),
    ]);
    const { dropout: rate = 0 } = options;
    const dropout = training && rate > 0 ? { rate, random } : null;
    const y = weightedMean(scores(query, key, context), value, allowed, dropout);
    return padding.query === null ? y : where(expandDims(padding.query, { axis: -1 }), y, 0);
  };

/**
 * `y = softmax(query keyᵀ) value`, each query a mean of the values, weighted by how well their keys fit it. The inputs are
 * [query, value] or [query, value, key]; the key is the value where it is not given.
 *
 * Shape   query [batch, T, n], value [batch, S, m], key [batch, S, n] → [batch, T, m].
 * Dtype   integers become float32; a bool input at the end is a mask [batch, T, S]: what may be attended to.
 * Throws  `invalid_option`, `unknown_name`, `missing_input`, `shape_mismatch`.
 * Source  Luong et al. 2015, equations 7 and 8; Keras 3 `layers.Attention`.
 *
 * @example layers.attention().apply([input({ shape: [5, 8] }), input({ shape: [7, 8] })])  // [batch, 5, 8]
 */
export const attention: (options?: AttentionOptions) => Layer = defineLayer<AttentionOptions>("attention", {
  defaults: { useScale: false, scoreMode: "dot", dropout: 0, useCausalMask: false },
  check: ({ scoreMode = "dot", dropout }, where) => {
    if (!scoreModes.includes(scoreMode)) throw unknownName(`${where}: scoreMode`, scoreMode, scoreModes);
    checkNumber(where, "dropout", dropout, 0, 1);
  },
  weights: ({ useScale, scoreMode }, inputs, where) => {
    attentionInputs(where, inputs);
    return {
      ...(useScale && { scale: { shape: [], initializer: ones() } }),
      ...(scoreMode === "concat" && { concatScoreWeight: { shape: [], initializer: ones() } }),
    };
  },
  mask: "pass",
  call: call((query, key, { weights: { scale, concatScoreWeight } }) => {
    const scaled = (x: Value): Value => (scale ? multiply(x, scale) : x);
    if (!concatScoreWeight) return scaled(matmul(query, transposed(key)));
    return multiply(concatScoreWeight, sum(tanh(scaled(pairs(query, key))), { axis: -1 }));
  }),
});

/**
 * `y = softmax(Σ scale tanh(query + key)) value`, each query a mean of the values, weighted by how well their keys fit it. The
 * inputs are [query, value] or [query, value, key]; the key is the value where it is not given.
 *
 * Shape   query [batch, T, n], value [batch, S, m], key [batch, S, n] → [batch, T, m]; scale [n].
 * Dtype   integers become float32; a bool input at the end is a mask [batch, T, S]: what may be attended to.
 * Throws  `invalid_option`, `missing_input`, `shape_mismatch`.
 * Source  Bahdanau et al. 2015, section 3.1; Keras 3 `layers.AdditiveAttention`.
 *
 * @example layers.additiveAttention().apply([input({ shape: [5, 8] }), input({ shape: [7, 8] })])
 */
export const additiveAttention: (options?: AdditiveAttentionOptions) => Layer =
  defineLayer<AdditiveAttentionOptions>("additiveAttention", {
    defaults: { useScale: true, dropout: 0, useCausalMask: false },
    check: ({ dropout }, where) => checkNumber(where, "dropout", dropout, 0, 1),
    weights: ({ useScale }, inputs, where) => {
      const { query } = attentionInputs(where, inputs);
      const size = query.shape.at(-1) as number; // as checked
      return useScale ? { scale: { shape: [size], initializer: glorotUniform() } } : {};
    },
    mask: "pass",
    call: call((query, key, { weights: { scale } }) => {
      const each = tanh(pairs(query, key)); // [batch, T, S, n]
      return sum(scale ? multiply(each, scale) : each, { axis: -1 });
    }),
  });
