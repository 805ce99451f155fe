import type { Tensor } from "../core/tensor.js";
import type { ArrayInput } from "./array-input.js";
import { type ColumnScaling, columnScaling, columnsOf, perColumn } from "./column-scaling.js";

export interface Standardized extends ColumnScaling {
  /** The given values, scaled. */
  readonly x: Tensor;
  /** float64 [columns] */
  readonly mean: Tensor;
  /** float64 [columns]: the divisor, 1 for a column whose values are all the same. */
  readonly std: Tensor;
}

/**
 * Columns with mean 0 and deviation 1: `z = (x − mean) / std`, with `std² = Σ(x − mean)² / n`. A column whose values
 * are all the same becomes 0.
 *
 * Shape   x [*, columns], or [n] as one column; unchanged.
 * Dtype   float64 stays, all else becomes float32.
 * Throws  `empty_data`; `non_finite_data` with the row and column of a NaN.
 * Source  scikit-learn's StandardScaler.
 *
 * @example
 * const { x, transform } = standardize(xTrain);
 * const z = transform(xTest);   // by the mean and deviation of xTrain
 */
export function standardize(x: ArrayInput): Standardized {
  const { values, width, height, tensor } = columnsOf("standardize", x);
  const mean = new Float64Array(width);
  const variance = new Float64Array(width);
  for (let i = 0; i < values.length; i++) mean[i % width] += values[i] / height;
  for (let i = 0; i < values.length; i++) variance[i % width] += (values[i] - mean[i % width]) ** 2 / height;
  // What rounding alone can make of a constant column counts as none (scikit-learn's _is_constant_feature).
  const std = variance.map((v, c) => {
    const rounding = height * Number.EPSILON * v + (height * mean[c] * Number.EPSILON) ** 2;
    return v <= rounding ? 1 : Math.sqrt(v);
  });
  const scaling = columnScaling("standardize", mean, std);
  return { ...scaling, x: scaling.transform(tensor), mean: perColumn(mean), std: perColumn(std) };
}
