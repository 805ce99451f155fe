import { NeurogradError } from "../core/errors.js";
import { fromFloat64, Tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "./array-input.js";

/** A scaling of each column by itself, `z = (x − shift) / divisor`, and its inverse. Columns are the last axis. */
export interface ColumnScaling {
  transform(x: ArrayInput): Tensor;
  inverse(z: ArrayInput): Tensor;
  /** What `scalingFromJSON` makes it again of. */
  toJSON(): ColumnScalingJson;
}

export interface ColumnScalingJson {
  readonly shift: readonly number[];
  readonly divisor: readonly number[];
}

/** The values of a table, and how many columns they have; a list of numbers is one column. */
export interface Columns {
  readonly values: Float64Array;
  readonly width: number;
  readonly height: number;
  readonly tensor: Tensor;
}

/** Throws `empty_data`; `non_finite_data` where a value is NaN or infinite; `dtype_mismatch` for strings. */
export function columnsOf(where: string, x: ArrayInput): Columns {
  const tensor = inputTensor(where, x);
  const values = tensor.toFloat64();
  const width = tensor.shape.length < 2 ? 1 : tensor.shape[tensor.shape.length - 1];
  if (values.length === 0) {
    throw new NeurogradError(
      "empty_data",
      `${where}: x has no values, its shape is [${tensor.shape.join(", ")}]; give at least one row`,
    );
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new NeurogradError(
      "non_finite_data",
      `${where}: x holds ${values[bad]} in row ${Math.floor(bad / width)}, column ${bad % width}; drop or fill such values first`,
    );
  }
  return { values, width, height: values.length / width, tensor };
}

/** Dtype: float64 stays, all else becomes float32. */
export function columnScaling(where: string, shift: Float64Array, divisor: Float64Array): ColumnScaling {
  const width = shift.length;
  const apply = (
    method: string,
    input: ArrayInput,
    change: (value: number, column: number) => number,
  ): Tensor => {
    const x = inputTensor(`${where}: ${method}`, input);
    const columns = x.shape.length < 2 ? 1 : x.shape[x.shape.length - 1];
    if (columns !== width) {
      throw new NeurogradError(
        "shape_mismatch",
        `${where}: ${method} got [${x.shape.join(", ")}] with ${columns} columns, but was made from ${width}; give the same columns`,
      );
    }
    const values = x.toFloat64();
    for (let i = 0; i < values.length; i++) values[i] = change(values[i], i % width);
    return fromFloat64(values, x.shape, x.dtype === "float64" ? "float64" : "float32");
  };
  return {
    transform: (x) => apply("transform", x, (value, c) => (value - shift[c]) / divisor[c]),
    inverse: (z) => apply("inverse", z, (value, c) => value * divisor[c] + shift[c]),
    toJSON: () => ({ shift: [...shift], divisor: [...divisor] }),
  };
}

/**
 * The scaling that `standardize` or `minMax` learned, from its JSON.
 *
 * Throws  `shape_mismatch` where shift and divisor have not one number for each column.
 *
 * @example
 * const text = JSON.stringify(standardize(xTrain));
 * const z = scalingFromJSON(JSON.parse(text)).transform(xTest);
 */
export function scalingFromJSON({ shift, divisor }: ColumnScalingJson): ColumnScaling {
  if (shift.length === divisor.length && shift.length > 0)
    return columnScaling("scaling", Float64Array.from(shift), Float64Array.from(divisor));
  throw new NeurogradError(
    "shape_mismatch",
    `scalingFromJSON: shift has ${shift.length} numbers, divisor ${divisor.length}; give what toJSON gave`,
  );
}

/** One number for each column, as a tensor. */
export const perColumn = (values: Float64Array): Tensor => new Tensor(values, [values.length], "float64");
