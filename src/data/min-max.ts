import { NeurogradError } from "../core/errors.js";
import type { Tensor } from "../core/tensor.js";
import type { ArrayInput } from "./array-input.js";
import { type ColumnScaling, columnScaling, columnsOf, perColumn } from "./column-scaling.js";

export interface MinMaxOptions {
  /** Where the smallest and largest value of each column go. Default [0, 1]. */
  readonly range?: readonly [low: number, high: number] | undefined;
}

export interface MinMaxScaled extends ColumnScaling {
  /** The given values, scaled. */
  readonly x: Tensor;
  /** float64 [columns] */
  readonly min: Tensor;
  /** float64 [columns] */
  readonly max: Tensor;
}

/**
 * Columns stretched to a range: `z = low + (x − min)·(high − low) / (max − min)`. A column whose values are all the
 * same becomes `low`.
 *
 * Shape   x [*, columns], or [n] as one column; unchanged.
 * Dtype   float64 stays, all else becomes float32.
 * Throws  `empty_data`; `non_finite_data` with the row and column of a NaN; `invalid_option` for an empty range.
 * Source  scikit-learn's MinMaxScaler.
 *
 * @example const { x, transform, inverse } = minMax(xTrain, { range: [-1, 1] })
 */
export function minMax(x: ArrayInput, { range = [0, 1] }: MinMaxOptions = {}): MinMaxScaled {
  const [low, high] = range;
  if (!(low < high && Number.isFinite(high - low))) {
    throw new NeurogradError(
      "invalid_option",
      `minMax: range [${low}, ${high}] holds nothing; give a lower and a higher number`,
    );
  }
  const { values, width, tensor } = columnsOf("minMax", x);
  const min = new Float64Array(width).fill(Infinity);
  const max = new Float64Array(width).fill(-Infinity);
  for (let i = 0; i < values.length; i++) {
    min[i % width] = Math.min(min[i % width], values[i]);
    max[i % width] = Math.max(max[i % width], values[i]);
  }
  // z = (x − shift) / divisor, with low at min
  const divisor = max.map((m, c) => (m === min[c] ? 1 : m - min[c]) / (high - low));
  const shift = min.map((m, c) => m - low * divisor[c]);
  const scaling = columnScaling("minMax", shift, divisor);
  return { ...scaling, x: scaling.transform(tensor), min: perColumn(min), max: perColumn(max) };
}
