import { NeurogradError } from "../../core/errors.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";

/** Numbers in rows. */
export interface Rows {
  readonly count: number;
  readonly n: number;
  readonly data: Float64Array;
}

/** Rows of numbers; one row may come as a flat array. Throws `shape_mismatch`, also where a row must have `n` numbers and has not. */
export function rowsOf(where: string, values: ArrayInput, n?: number): Rows {
  const given = inputTensor(where, values);
  const [count, width] = given.shape.length === 1 ? [1, given.shape[0]] : given.shape;
  if (
    given.shape.length === 0 ||
    given.shape.length > 2 ||
    given.size === 0 ||
    (n !== undefined && width !== n)
  ) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: has shape [${given.shape.join(", ")}]; give rows of ${n ?? "numbers, each as long as the others"}`,
    );
  }
  return { count, n: width, data: given.toFloat64() };
}

/** Rows of −1 and 1. Throws `value_out_of_range`. */
export function signsOf(where: string, values: ArrayInput, n?: number): Rows {
  const rows = rowsOf(where, values, n);
  const wrong = rows.data.find((x) => Math.abs(x) !== 1);
  if (wrong === undefined) return rows;
  throw new NeurogradError(
    "value_out_of_range",
    `${where}: has the number ${wrong}; units are −1 or 1: write 2 x − 1 for 0 and 1`,
  );
}

/** `m = Σ a_i b_i / N`: 1 where two states agree in all units, 0 where in half of them. */
export function overlap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum / a.length;
}
