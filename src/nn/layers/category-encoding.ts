import type { Value } from "../../core/graph.js";
import { cast, expandDims, max, oneHot, squeeze, sum } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkOneOf, checkPositiveInteger } from "../options.js";

export interface CategoryEncodingOptions {
  /** Categories are 0 … numTokens − 1. */
  readonly numTokens: number;
  readonly outputMode?: CategoryMode;
  readonly name?: string;
}
export type CategoryMode = "oneHot" | "multiHot" | "count";
export const categoryModes: readonly CategoryMode[] = ["oneHot", "multiHot", "count"];

/**
 * Numbers of categories as vectors, inside the model. `oneHot`: one for each number; `multiHot`: which occur along the last
 * axis; `count`: how often.
 *
 * Shape   [batch, ..., n] → [batch, ..., numTokens]; `oneHot` [batch, ...] → [batch, ..., numTokens], in place of a last
 *         axis of size 1.
 * Dtype   whole numbers → float32.
 * VJP     nothing to x.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`.
 * Source  Keras 3 `layers.CategoryEncoding`.
 *
 * @example layers.categoryEncoding({ numTokens: 3, outputMode: "oneHot" }).apply(input({ shape: [1], dtype: "int32" }))
 */
export const categoryEncoding: (options: CategoryEncodingOptions) => Layer =
  defineLayer<CategoryEncodingOptions>("categoryEncoding", {
    required: ["numTokens"],
    defaults: { outputMode: "multiHot" },
    check: ({ numTokens, outputMode = "multiHot" }, where) => {
      checkPositiveInteger(where, "numTokens", numTokens);
      checkOneOf(where, "outputMode", outputMode, categoryModes);
    },
    call: ({ x, options: { numTokens, outputMode = "multiHot" } }) => encoded(x, numTokens, outputMode),
  });

/** Whole numbers as vectors of length `depth`. */
export function encoded(x: Value, depth: number, mode: CategoryMode): Value {
  const indices = cast(x, { dtype: "int64" });
  const rank = x.shape.length;
  if (mode === "oneHot")
    return oneHot(rank > 1 && x.shape[rank - 1] === 1 ? squeeze(indices, { axis: -1 }) : indices, { depth });
  const rows = oneHot(rank > 1 ? indices : expandDims(indices, { axis: -1 }), { depth }); // [..., n, depth]
  return mode === "count" ? sum(rows, { axis: -2 }) : max(rows, { axis: -2 });
}
