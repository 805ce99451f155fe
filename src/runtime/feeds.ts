import { type DType, isFloat } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { bindSizes } from "../core/evaluate.js";
import type { Value } from "../core/graph.js";
import { castTensor, type Tensor } from "../core/tensor.js";
import type { DoubleBufferedState } from "./state.js";

/**
 * The tensor for each input, from `feeds` or else from `state`, of the right dtype and shape: float types are
 * converted into each other, anything else must fit. Throws `missing_input`, `dtype_mismatch`, `shape_mismatch`.
 */
export function collectInputs(
  inputs: readonly Value[],
  feeds: Readonly<Record<string, Tensor>>,
  state: DoubleBufferedState | undefined,
  isExact: boolean,
): Map<string, Tensor> {
  const sizes: Record<string, number> = {};
  const out = new Map<string, Tensor>();
  for (const { name, type } of inputs) {
    const key = name ?? "";
    const fed = feeds[key];
    if (fed === undefined) {
      if (!state?.has(key)) {
        throw missingInput(
          key,
          inputs.map((i) => i.name ?? ""),
        );
      }
      out.set(key, state.current(key));
      continue;
    }
    checkDType(key, fed.dtype, type.dtype);
    bindSizes(key, type.shape, fed.shape, sizes);
    out.set(key, isExact ? fed : castTensor(fed, type.dtype));
  }
  return out;
}

/** Throws `dtype_mismatch` where an input of dtype `wanted` cannot be fed `dtype`. */
export function checkDType(key: string, dtype: DType, wanted: DType): void {
  if (dtype === wanted || (isFloat(dtype) && isFloat(wanted))) return;
  throw new NeurogradError(
    "dtype_mismatch",
    `run: input "${key}" is ${dtype}, the graph expects ${wanted}; convert it with tensor(x, { dtype: "${wanted}" })`,
  );
}

/** What a run throws for an input that has no value. */
export const missingInput = (key: string, names: readonly string[]): NeurogradError =>
  new NeurogradError("missing_input", `run: input "${key}" has no value; pass ${names.join(", ")}`);
