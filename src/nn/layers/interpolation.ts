import { constant } from "../../core/constant.js";
import type { DType } from "../../core/dtype.js";
import type { Value } from "../../core/graph.js";
import { matmul, take, transpose } from "../../core/ops/index.js";
import { fromFloat64, tensor } from "../../core/tensor.js";
import { nearestSamples } from "../../data/images/sample-positions.js";
import { channelsFirst, channelsLast } from "./spatial.js";

/** Keras's names of the ways to find values between pixels. */
export type ResizeInterpolation = "bilinear" | "nearest" | "bicubic" | "lanczos3" | "lanczos5";

const lanczos = (x: number, radius: number): number => {
  if (x >= radius) return 0;
  if (x < 1e-3) return 1;
  return (radius * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / radius)) / (Math.PI * x) ** 2;
};

/** How much an element counts whose center is x ≥ 0 away. */
const kernels: Readonly<Record<Exclude<ResizeInterpolation, "nearest">, (x: number) => number>> = {
  bilinear: (x) => Math.max(0, 1 - x),
  bicubic: (x) => (x >= 2 ? 0 : x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1),
  lanczos3: (x) => lanczos(x, 3),
  lanczos5: (x) => lanczos(x, 5),
};

export const interpolations: readonly ResizeInterpolation[] = [
  "bilinear",
  "nearest",
  "bicubic",
  "lanczos3",
  "lanczos5",
];

/** The to × from matrix that interpolates; each row adds up to 1, so that what lies beyond the ends does not count. */
function matrix(
  from: number,
  to: number,
  kernel: (x: number) => number,
  antialias: boolean,
  dtype: DType,
): Value {
  const data = new Float64Array(to * from);
  const stretch = antialias ? Math.max(from / to, 1) : 1;
  for (let i = 0; i < to; i++) {
    const at = ((i + 0.5) * from) / to - 0.5;
    const row = data.subarray(i * from, (i + 1) * from);
    for (let j = 0; j < from; j++) row[j] = kernel(Math.abs(at - j) / stretch);
    const total = row.reduce((sum, weight) => sum + weight, 0);
    for (let j = 0; j < from; j++) row[j] /= total;
  }
  return constant(fromFloat64(data, [to, from], "float64"), dtype);
}

export interface ResizedOptions {
  readonly interpolation: ResizeInterpolation;
  /** Whether making smaller takes the mean of all that falls together. Default false. */
  readonly antialias?: boolean;
}

/**
 * Images in another size, along both axes one after the other: a matrix times the rows, another times the columns; nearest picks
 * rows and columns.
 *
 * Source  JAX's `image.resize`, on which Keras's stands.
 */
export function resized(
  x: Value,
  [height, width]: readonly [number, number],
  [toHeight, toWidth]: readonly [number, number],
  { interpolation, antialias = false }: ResizedOptions,
): Value {
  if (interpolation === "nearest") {
    const picked = (of: Value, from: number, to: number, axis: number): Value =>
      from === to ? of : take(of, constant(tensor(nearestSamples(from, to))), { axis });
    return picked(picked(x, height, toHeight, 1), width, toWidth, 2);
  }
  if (height === toHeight && width === toWidth) return x;
  const kernel = kernels[interpolation];
  const rows = matrix(height, toHeight, kernel, antialias, x.dtype);
  const columns = matrix(width, toWidth, kernel, antialias, x.dtype);
  return channelsLast(matmul(matmul(rows, channelsFirst(x)), transpose(columns)));
}
