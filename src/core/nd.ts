import { type DType, isFloat } from "./dtype.js";
import { NeurogradError } from "./errors.js";
import { fromFloat64, sizeOf, type Tensor } from "./tensor.js";

/**
 * What the reference evaluator computes with: every number as float64, C order. Integers are exact up to 2^53
 * (int64 beyond that is refused), bool is 0 or 1. Strings pass through `strings`.
 */
export interface Nd {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export const nd = (shape: readonly number[], data: ArrayLike<number>): Nd => ({
  shape,
  data: data instanceof Float64Array ? data : Float64Array.from(data),
});

/** All elements `value`. */
export const filled = (shape: readonly number[], value: number): Nd =>
  nd(shape, new Float64Array(sizeOf(shape)).fill(value));

export function ndFromTensor(x: Tensor): Nd {
  const data = x.data instanceof Float64Array ? x.data : x.toFloat64();
  if (x.dtype === "int64" && data.some((v) => !Number.isSafeInteger(v))) {
    const extreme = data.find((v) => !Number.isSafeInteger(v));
    // INT64_MAX and INT64_MIN mean "to the end" in slices; anything that is clamped may be beyond 2^53.
    if (extreme !== undefined && Math.abs(extreme) < 2 ** 62) {
      throw new NeurogradError(
        "value_out_of_range",
        `reference: int64 ${extreme} is beyond 2^53; the reference evaluator keeps integers to 2^53`,
      );
    }
  }
  return { shape: x.shape, data };
}

/** A tensor of `dtype`; floats stay float64 when `exact`. */
export function ndToTensor({ shape, data }: Nd, dtype: DType, exact: boolean): Tensor {
  return fromFloat64(data, shape, exact && isFloat(dtype) ? "float64" : dtype);
}

/** Steps, in elements, from one index to the next along each axis. */
export function strides(shape: readonly number[]): number[] {
  const out = new Array<number>(shape.length);
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    out[axis] = step;
    step *= shape[axis];
  }
  return out;
}

/** Calls `visit` with the flat offset into arrays that are walked with the given strides, for each index of `shape`. */
export function walk(
  shape: readonly number[],
  steps: readonly (readonly number[])[],
  visit: (...offsets: number[]) => void,
): void {
  const total = sizeOf(shape);
  const index = new Array<number>(shape.length).fill(0);
  const offsets = steps.map(() => 0);
  for (let i = 0; i < total; i++) {
    visit(...offsets);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]++;
      for (let k = 0; k < steps.length; k++) offsets[k] += steps[k][axis];
      if (index[axis] < shape[axis]) break;
      for (let k = 0; k < steps.length; k++) offsets[k] -= steps[k][axis] * shape[axis];
      index[axis] = 0;
    }
  }
}

/** Strides that read an array of shape `from` as if it were broadcast to `to`. */
export function broadcastStrides(from: readonly number[], to: readonly number[]): number[] {
  const own = strides(from);
  const offset = to.length - from.length;
  return to.map((_, axis) => (axis < offset || from[axis - offset] === 1 ? 0 : own[axis - offset]));
}

/** The common shape of broadcasting, for shapes already checked. */
export function broadcastNumbers(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((s) => s[axis - rank + s.length] ?? 1);
    return sizes.find((n) => n !== 1) ?? 1;
  });
}

export function map(x: Nd, f: (x: number) => number): Nd {
  const data = new Float64Array(x.data.length);
  for (let i = 0; i < data.length; i++) data[i] = f(x.data[i]);
  return { shape: x.shape, data };
}

/** `f(a, b)` element by element, broadcast. */
export function zip(a: Nd, b: Nd, f: (a: number, b: number) => number): Nd {
  const same = a.shape.length === b.shape.length && a.shape.every((n, i) => n === b.shape[i]);
  const shape = same ? a.shape : broadcastNumbers(a.shape, b.shape);
  const data = new Float64Array(sizeOf(shape));
  if (same) for (let i = 0; i < data.length; i++) data[i] = f(a.data[i], b.data[i]);
  else {
    let i = 0;
    walk(shape, [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)], (p, q) => {
      data[i++] = f(a.data[p], b.data[q]);
    });
  }
  return { shape, data };
}

/** Elements of `x` at the positions that `steps` walk over `shape`, from `start`. */
export function gatherStrided(x: Nd, shape: readonly number[], steps: readonly number[], start = 0): Nd {
  const data = new Float64Array(sizeOf(shape));
  let i = 0;
  walk(shape, [steps], (offset) => {
    data[i++] = x.data[start + offset];
  });
  return { shape, data };
}

export const broadcastNd = (x: Nd, shape: readonly number[]): Nd =>
  gatherStrided(x, shape, broadcastStrides(x.shape, shape));

export function transposeNd(x: Nd, perm: readonly number[]): Nd {
  const own = strides(x.shape);
  return gatherStrided(
    x,
    perm.map((axis) => x.shape[axis]),
    perm.map((axis) => own[axis]),
  );
}

/** Reduces `axes` to size 1 by folding `f` from `init`. */
export function reduce(
  x: Nd,
  axes: readonly number[],
  init: number,
  f: (total: number, x: number) => number,
): Nd {
  const shape = x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  const data = new Float64Array(sizeOf(shape)).fill(init);
  let i = 0;
  walk(x.shape, [broadcastStrides(shape, x.shape)], (offset) => {
    data[offset] = f(data[offset], x.data[i++]);
  });
  return { shape, data };
}

/** The shape without (or, kept, with) the reduced axes. */
export const squeezeNd = (x: Nd, axes: readonly number[], keepdims: boolean): Nd =>
  keepdims ? x : { shape: x.shape.filter((_, axis) => !axes.includes(axis)), data: x.data };
