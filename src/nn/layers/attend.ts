import { NeurogradError } from "../../core/errors.js";
import type { TensorType, Value } from "../../core/graph.js";
import {
  abs,
  arange,
  expandDims,
  greaterEqual,
  less,
  logicalAnd,
  matmul,
  multiply,
  reshape,
  softmax,
  subtract,
  transpose,
  where,
} from "../../core/ops/index.js";
import type { Size } from "../../core/size.js";
import type { LayerRandom, Mask } from "../layer.js";
import { dropoutMask } from "./dropout-mask.js";
import { notASequence } from "./sequence.js";

// What all attention layers share: which input is which, which positions may be attended to, and the weighted mean.

/** The inputs of an attention layer by what they are. */
export interface AttentionInputs<T> {
  readonly query: T;
  readonly value: T;
  readonly key: T;
  /** [batch, query positions, value positions] or with the heads second, bool: what may be attended to. */
  readonly mask: T | null;
}

/**
 * `[query, value]`, `[query, value, key]` or one sequence that attends to itself, and after them, if it is bool, the mask.
 * Throws `missing_input`, `shape_mismatch`.
 */
export function attentionInputs<T extends TensorType>(
  where: string,
  inputs: readonly T[],
  { isImage = false }: { readonly isImage?: boolean } = {},
): AttentionInputs<T> {
  const last = inputs.at(-1);
  const mask = inputs.length > 1 && last?.dtype === "bool" ? last : null;
  const [query, value = query, key = value, ...others] = mask === null ? inputs : inputs.slice(0, -1);
  if (others.length > 0 || query === undefined) {
    throw new NeurogradError(
      "missing_input",
      `${where}: expects [query, value] or [query, value, key] and a bool mask after them, got ${inputs.length} inputs; call it as apply([query, value, key])`,
    );
  }
  for (const x of [query, value, key]) {
    const isKnown = typeof x.shape.at(-1) === "number";
    if (isKnown && (x.shape.length === 3 || (isImage && x.shape.length > 3))) continue;
    throw notASequence(where, x.shape);
  }
  return { query, value, key, mask };
}

/** Which positions of query, value and key are there, for the inputs of the layer. */
export function paddingOf(inputs: readonly Value[], masks: readonly Mask[]): AttentionInputs<Mask> {
  const own = inputs.length > 1 && inputs.at(-1)?.dtype === "bool" ? masks.slice(0, -1) : masks;
  const [query, value, key] = own;
  return { query, value: own.length > 1 ? value : query, key: key ?? null, mask: null };
}

export interface ScoreMaskOptions {
  /** Each position attends to itself and those before it. */
  readonly useCausalMask?: boolean;
  /** Each position attends to those less than this far away. */
  readonly slidingWindow?: number | null;
}

/** What may be attended to, broadcasting to [batch, T, S], or null: everything. */
export function scoreMask(
  [T, S]: readonly [Size, Size],
  padding: Omit<AttentionInputs<Mask>, "mask">,
  { useCausalMask = false, slidingWindow = null }: ScoreMaskOptions,
): Mask {
  const rows = reshape(arange(T, { dtype: "int32" }), { shape: [T, 1] });
  const columns = reshape(arange(S, { dtype: "int32" }), { shape: [1, S] });
  const { query, value, key } = padding;
  const parts: Mask[] = [
    query && expandDims(query, { axis: -1 }),
    value && expandDims(value, { axis: -2 }),
    key && expandDims(key, { axis: -2 }),
    useCausalMask ? greaterEqual(rows, columns) : null,
    slidingWindow === null ? null : less(abs(subtract(rows, columns)), slidingWindow),
  ];
  return joined(parts);
}

/** All of the masks at once, or null where there is none. */
export function joined(masks: readonly Mask[]): Mask {
  const given = masks.filter((mask): mask is Value => mask !== null && mask !== undefined);
  return given.length === 0 ? null : given.reduce((a, b) => logicalAnd(a, b));
}

/** A score that exp makes 0 beside any other: what cannot be attended to. Keras's number. */
const never = -1e9;

/** `y = softmax(scores) value` over the places that the mask leaves; a row that it leaves none is the mean of all. */
export function weightedMean(
  scores: Value,
  value: Value,
  mask: Mask,
  dropout: { readonly rate: number; readonly random: LayerRandom } | null,
): Value {
  const weights = softmax(mask === null ? scores : where(mask, scores, never));
  const kept = dropout
    ? multiply(weights, dropoutMask(dropout.random, weights.shape, dropout.rate, weights.dtype))
    : weights;
  return matmul(kept, value);
}

/** The last two axes exchanged. */
export function transposed(x: Value): Value {
  const rank = x.shape.length;
  return transpose(x, { axes: [...Array.from({ length: rank - 2 }, (_, k) => k), rank - 1, rank - 2] });
}
