import type { TensorData } from "../core/dtype.js";
import { zerosOf } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { sizeOf, Tensor } from "../core/tensor.js";

/**
 * The rows of `x` with the given numbers, in that order: `outⱼ = x[rowsⱼ]`.
 *
 * Shape   x [n, *], m row numbers → [m, *].
 * Throws  `index_out_of_range`; `shape_mismatch` or `dtype_mismatch` where `into` does not fit.
 *
 * @param into  a tensor of that shape and dtype to write to, instead of a new one
 *
 * @example gatherRows(xTrain, permutation(xTrain.shape[0], seed, epoch).subarray(0, 128))   // uint8 [128, 28, 28]
 */
export function gatherRows(x: Tensor, rows: ArrayLike<number>, into?: Tensor): Tensor {
  const [height, ...rest] = x.shape;
  if (height === undefined) {
    throw new NeurogradError(
      "shape_mismatch",
      "gatherRows: needs an axis of rows, got rank 0; reshape to [1]",
    );
  }
  const shape = [rows.length, ...rest];
  const stride = sizeOf(rest);
  if (into !== undefined) checkTarget(into, shape, x);
  for (let j = 0; j < rows.length; j++) {
    if (!(rows[j] >= 0 && rows[j] < height)) {
      throw new NeurogradError(
        "index_out_of_range",
        `gatherRows: row ${rows[j]} of ${height} does not exist; give numbers from 0 to ${height - 1}`,
      );
    }
  }
  const out = into ?? new Tensor(zerosOf(x.dtype, rows.length * stride), shape, x.dtype);
  copyRows(x.data, rows, stride, out.data);
  return out;
}

function checkTarget(into: Tensor, shape: readonly number[], x: Tensor): void {
  if (into.dtype !== x.dtype) {
    throw new NeurogradError(
      "dtype_mismatch",
      `gatherRows: into is ${into.dtype}, the rows are ${x.dtype}; allocate it as ${x.dtype}`,
    );
  }
  if (into.shape.join() !== shape.join()) {
    throw new NeurogradError(
      "shape_mismatch",
      `gatherRows: into is [${into.shape.join(", ")}], the rows make [${shape.join(", ")}]; allocate that shape`,
    );
  }
}

function copyRows(data: TensorData, rows: ArrayLike<number>, stride: number, target: TensorData): void {
  // One element class for all: both arrays were made for the same dtype, and strings only take the loop.
  const [from, to] = [data as Float32Array, target as Float32Array];
  if (stride >= 16 && ArrayBuffer.isView(data)) {
    for (let j = 0; j < rows.length; j++) {
      const start = rows[j] * stride;
      to.set(from.subarray(start, start + stride), j * stride);
    }
    return;
  }
  for (let j = 0, k = 0; j < rows.length; j++) {
    const start = rows[j] * stride;
    for (let i = 0; i < stride; i++) to[k++] = from[start + i];
  }
}
