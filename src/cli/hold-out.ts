import type { Tensor } from "../core/tensor.js";
import { gatherRows, permutation } from "../data/index.js";
import type { Examples } from "./task.js";

/** A share of the examples, drawn by the seed, is kept from training. */
export function holdOut(
  x: Tensor,
  y: Tensor,
  share: number,
  seed: number,
): { readonly train: Examples; readonly validation: Examples | undefined } {
  const size = x.shape[0];
  const held = share === 0 ? 0 : Math.min(size - 1, Math.max(1, Math.round(size * share)));
  if (held === 0) return { train: { x, y }, validation: undefined };
  const order = permutation(size, seed);
  const part = (rows: Uint32Array): Examples => ({ x: gatherRows(x, rows), y: gatherRows(y, rows) });
  return { train: part(order.subarray(held)), validation: part(order.subarray(0, held)) };
}
