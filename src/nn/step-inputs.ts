import { isFloat } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { formatType, type TensorType, type Value } from "../core/graph.js";
import { cast } from "../core/ops/index.js";
import { formatShape, sizeName } from "../core/size.js";
import type { Types } from "../core/trace.js";
import type { BatchTypes } from "./step-spec.js";
import type { LayerSymbol } from "./symbol.js";

// What the tensors of a batch are called in the graph of a step.

export const inputName = (k: number, count: number): string => (count === 1 ? "x" : `x/${k}`);
export const targetName = (k: number, count: number): string => (count === 1 ? "y" : `y/${k}`);
export const weightName = "sampleWeight";
/** The name of an input for the i-th of several batches. */
export const nthName = (name: string, i: number): string => (i === 0 ? name : `${name}@${i}`);

export const batchInputs = ({ x, y, w }: BatchTypes): Types => ({
  ...Object.fromEntries(x.map((type, k) => [inputName(k, x.length), type])),
  ...Object.fromEntries(y.map((type, k) => [targetName(k, y.length), type])),
  ...(w && { [weightName]: w }),
});

/**
 * Data as a model's input: floats take what is given, integers stay. Throws `dtype_mismatch`, `shape_mismatch`.
 */
export function asInput(value: Value, symbol: LayerSymbol): Value {
  const name = symbol.name ?? "x";
  const fits = value.dtype === symbol.dtype || (isFloat(symbol.dtype) && value.dtype !== "string");
  if (!fits) {
    throw new NeurogradError(
      "dtype_mismatch",
      `input "${name}": expects ${formatType(symbol.type)}, got ${formatType(value.type)}; convert the data with tensor(x, { dtype: "${symbol.dtype}" })`,
    );
  }
  checkInputShape(name, symbol, value.type);
  return cast(value, { dtype: symbol.dtype });
}

export function checkInputShape(name: string, symbol: LayerSymbol, got: TensorType): void {
  const fits =
    got.shape.length === symbol.shape.length &&
    symbol.shape.every((size, k) => sizeName(size) !== undefined || size === got.shape[k]);
  if (fits) return;
  throw new NeurogradError(
    "shape_mismatch",
    `input "${name}": expects ${formatShape(symbol.shape)}, got ${formatShape(got.shape)}; reshape the data, or change input({ shape })`,
  );
}
