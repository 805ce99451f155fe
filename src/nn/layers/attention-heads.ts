import { NeurogradError } from "../../core/errors.js";
import type { TensorType, Value } from "../../core/graph.js";
import {
  add,
  expandDims,
  logicalAnd,
  matmul,
  multiply,
  reshape,
  sigmoid,
  transpose,
} from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import type { CallContext, Mask, WeightSpecs } from "../layer.js";
import { checkNumber, checkPositiveInteger } from "../options.js";
import { type InitializerLike, toInitializer } from "../to-initializer.js";
import { ruleDefaults, type WeightRules } from "../weight-rules.js";
import { asFloat } from "./as-float.js";
import {
  attentionInputs,
  joined,
  paddingOf,
  type ScoreMaskOptions,
  scoreMask,
  transposed,
  weightedMean,
} from "./attend.js";

// Attention by several heads: projections to the heads, attention in each, projection of what they found.

export interface HeadsOptions extends ScoreMaskOptions, WeightRules<"kernel" | "bias"> {
  /** Share of the attention weights set to 0 at each training step. */
  readonly dropout?: number;
  readonly useBias?: boolean;
  /** Multiplies what the heads found by a learned sigmoid of the query. */
  readonly useGate?: boolean;
  readonly kernelInitializer?: InitializerLike;
  readonly biasInitializer?: InitializerLike;
  readonly name?: string;
  readonly trainable?: boolean;
}

/** Sizes of a layer's heads. */
export interface Heads {
  readonly queryHeads: number;
  /** As many, or a divisor: then several queries share a key and a value. */
  readonly keyHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  /** Sizes of the output's features; null: as the query's. */
  readonly outputShape: readonly number[] | null;
}

export const headsDefaults: Required<Omit<HeadsOptions, "name" | "trainable">> = {
  dropout: 0,
  useBias: true,
  slidingWindow: null,
  kernelInitializer: "glorotUniform",
  biasInitializer: "zeros",
  useGate: false,
  useCausalMask: false,
  ...ruleDefaults("kernel", "bias"),
};

/** Throws `invalid_option`, `unknown_name`. */
export function checkHeads(options: HeadsOptions, where: string): void {
  const { dropout, slidingWindow = null } = options;
  const { kernelInitializer = "glorotUniform", biasInitializer = "zeros" } = options;
  checkNumber(where, "dropout", dropout, 0, 1);
  if (slidingWindow !== null) checkPositiveInteger(where, "slidingWindow", slidingWindow);
  toInitializer(`${where}: kernelInitializer`, kernelInitializer);
  toInitializer(`${where}: biasInitializer`, biasInitializer);
}

/** `query/kernel`, `query/bias`, … as Keras names and orders them. Throws `missing_input`, `shape_mismatch`. */
export function headsWeights(
  { queryHeads, keyHeads, keyDim, valueDim, outputShape }: Heads,
  { useBias, useGate, kernelInitializer = "glorotUniform", biasInitializer = "zeros" }: HeadsOptions,
  inputs: readonly TensorType[],
  where: string,
): WeightSpecs {
  const { query, value, key } = attentionInputs(where, inputs, { isImage: true });
  const features = ({ shape }: TensorType): number => shape.at(-1) as number; // as attentionInputs checks
  const [kernels, biases] = [toInitializer(where, kernelInitializer), toInitializer(where, biasInitializer)];
  const part = (name: string, from: readonly number[], to: readonly number[]): WeightSpecs => ({
    [`${name}/kernel`]: { shape: [...from, ...to], initializer: kernels },
    ...(useBias && { [`${name}/bias`]: { shape: to, initializer: biases } }),
  });
  return {
    ...part("query", [features(query)], [queryHeads, keyDim]),
    ...part("key", [features(key)], [keyHeads, keyDim]),
    ...(useGate && part("gate", [features(query)], [queryHeads, valueDim])),
    ...part("value", [features(value)], [keyHeads, valueDim]),
    ...part("attentionOutput", [queryHeads, valueDim], outputShape ?? [features(query)]),
  };
}

type Weights = Readonly<Record<string, Value | undefined>>;

/** x [batch, T, …in] through kernel [...in, ...out] → [batch, T, ...out]. */
function projected(x: Value, weights: Weights, part: string, axes: number): Value {
  const kernel = weights[`${part}/kernel`] as Value; // every part has one
  const bias = weights[`${part}/bias`];
  const sizes = kernel.shape as readonly number[]; // weights have numbers as sizes
  const [width, height] = [sizes.slice(0, axes), sizes.slice(axes)].map((list) =>
    list.reduce((a, b) => a * b, 1),
  );
  const flat = axes === 1 ? x : reshape(x, { shape: [x.shape[0], x.shape[1], width] });
  const y = matmul(flat, reshape(kernel, { shape: [width, height] }));
  const shifted = bias ? add(y, reshape(bias, { shape: [height] })) : y;
  return reshape(shifted, { shape: [x.shape[0], x.shape[1], ...sizes.slice(axes)] });
}

/** [a, b, c, d] → [a, c, b, d]: heads before positions, and back. */
const swapped = (x: Value): Value => transpose(x, { axes: [0, 2, 1, 3] });

/** The mask given, with an axis for the heads. Throws `shape_mismatch`. */
function forHeads(where: string, mask: Value | null): Mask {
  if (mask === null || mask.shape.length === 4) return mask;
  if (mask.shape.length === 3) return expandDims(mask, { axis: 1 });
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: expects a mask [batch, query positions, value positions], got ${formatShape(mask.shape)}; add the axes that it lacks, of size 1`,
  );
}

/** All of the layer on sequences: query [batch, T, n], value [batch, S, m], key [batch, S, k] → [batch, T, …output]. */
export function attendByHeads(
  { queryHeads, keyHeads, keyDim, valueDim }: Heads,
  sequences: Readonly<Record<"query" | "value" | "key", Value>>,
  mask: Mask,
  { weights, options, training, random }: CallContext<HeadsOptions>,
): Value {
  const query = projected(sequences.query, weights, "query", 1);
  const [key, value] = (["key", "value"] as const).map((part) =>
    projected(sequences[part], weights, part, 1),
  );
  const [batch, T] = query.shape;
  const shared = queryHeads / keyHeads; // as many queries in a row have one key
  // [batch, keyHeads, shared · T, keyDim]: queries of one key stand below one another
  const rows = reshape(swapped(multiply(query, 1 / Math.sqrt(keyDim))), {
    shape: [batch, keyHeads, -1, keyDim],
  });
  const keys = swapped(key);
  const scores = matmul(rows, transposed(keys)); // [batch, keyHeads, shared · T, S]
  const S = keys.shape[2];
  const byHead = shared === 1 ? scores : reshape(scores, { shape: [batch, keyHeads, shared, T, S] });
  const heads = shared === 1 || mask === null ? mask : groupedMask(mask, keyHeads, shared);
  const rate = options.dropout ?? 0;
  const dropout = training && rate > 0 ? { rate, random } : null;
  const values = shared === 1 ? swapped(value) : expandDims(swapped(value), { axis: 2 });
  const found = weightedMean(byHead, values, heads, dropout); // [batch, keyHeads(, shared), T, valueDim]
  const context = swapped(reshape(found, { shape: [batch, queryHeads, T, valueDim] }));
  if (!options.useGate) return projected(context, weights, "attentionOutput", 2);
  const gate = sigmoid(projected(sequences.query, weights, "gate", 1));
  return projected(multiply(context, gate), weights, "attentionOutput", 2);
}

/** [batch, heads or 1, T, S] for scores [batch, keyHeads, shared, T, S]. */
function groupedMask(mask: Value, keyHeads: number, shared: number): Value {
  if (mask.shape.length < 4) return mask; // [T, S]
  const [batch, heads, T, S] = mask.shape;
  if (heads === 1) return expandDims(mask, { axis: 1 });
  return reshape(mask, { shape: [batch, keyHeads, shared, T, S] });
}

/** The layer's inputs as floats, and what of them may be attended to, [batch, 1 or heads, T, S]. */
export function headsInputs({
  inputs,
  masks,
  options,
  name,
}: CallContext<HeadsOptions>): ReturnType<typeof attentionInputs<Value>> {
  const given = attentionInputs(name, inputs);
  const [query, value, key] = [given.query, given.value, given.key].map(asFloat);
  const own = scoreMask([query.shape[1], key.shape[1]], paddingOf(inputs, masks), options);
  const explicit = forHeads(name, given.mask);
  const inner = own === null || own.shape.length < 3 ? own : expandDims(own, { axis: 1 });
  const mask = explicit !== null && inner !== null ? logicalAnd(explicit, inner) : joined([explicit, inner]);
  return { query, value, key, mask };
}
