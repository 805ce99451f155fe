import { Tensor } from "../core/tensor.js";

export type CategoryOutputMode = "oneHot" | "multiHot" | "count";

/**
 * Numbers of categories as vectors of length `depth`; a number that is none (negative, or from `depth` on) adds nothing.
 * `oneHot`: a vector each, in place of a last axis of size 1; else one for each row of the last axis.
 */
export function encodeCategories(
  indices: ArrayLike<number>,
  shape: readonly number[],
  depth: number,
  mode: CategoryOutputMode,
  weights?: ArrayLike<number>,
): Tensor {
  const last = shape[shape.length - 1] ?? 1;
  const each = mode === "oneHot" ? 1 : last;
  const leading =
    mode === "oneHot" && !(shape.length > 1 && last === 1)
      ? shape
      : shape.slice(0, Math.max(0, shape.length - 1));
  const rows = each === 0 ? leading.reduce((a, b) => a * b, 1) : indices.length / each;
  const out = new Float32Array(rows * depth);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    if (!(index >= 0 && index < depth)) continue;
    const place = Math.floor(i / each) * depth + index;
    if (mode === "count") out[place] += weights === undefined ? 1 : weights[i];
    else out[place] = 1;
  }
  return new Tensor(out, [...leading, depth], "float32");
}
