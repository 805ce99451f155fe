import type { Value } from "../../core/graph.js";
import { maximum, multiply, negative, rsqrt, square, sum } from "../../core/ops/index.js";
import { epsilon } from "../epsilon.js";
import { defineLoss, type Loss } from "../loss.js";
import { matchTargets } from "./targets.js";

export interface CosineSimilarityOptions {
  /** The axis along which the vectors lie. */
  readonly axis?: number;
}

// x / max(|x|, 1e-7); the maximum stands under the root, whose slope at 0 is infinite.
const direction = (x: Value, axis: number): Value =>
  multiply(x, rsqrt(maximum(sum(square(x), { axis, keepdims: true }), epsilon * epsilon)));

/** `Σ y ŷ / (|y| |ŷ|)` along an axis. */
export const cosines = (where: string, yTrue: Value, yPred: Value, axis: number): Value =>
  sum(multiply(direction(matchTargets(where, yTrue, yPred), axis), direction(yPred, axis)), { axis });

/**
 * `−Σ y ŷ / (|y| |ŷ|)` along `axis`: −1 where the two point the same way, 1 where opposite ways.
 *
 * Shape   [batch, ..., n] → [batch, ...], without `axis`.
 * Throws  `shape_mismatch`, `axis_out_of_range`.
 * Source  Keras 3 `losses.CosineSimilarity`.
 *
 * @example losses.cosineSimilarity({ axis: 1 })
 */
export const cosineSimilarity: (options?: CosineSimilarityOptions) => Loss =
  defineLoss<CosineSimilarityOptions>("cosineSimilarity", {
    defaults: { axis: -1 },
    perExample: ({ yTrue, yPred, options: { axis } }) =>
      negative(cosines("cosineSimilarity", yTrue, yPred, axis)),
  });
