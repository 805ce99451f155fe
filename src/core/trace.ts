import type { DType } from "./dtype.js";
import { NeurogradError } from "./errors.js";
import { type Graph, graphInput, type TensorType, Value } from "./graph.js";
import { applyReplacements } from "./replace.js";
import { namedSize, type Size } from "./size.js";

/**
 * The type of a tensor: shape and dtype. A string names a size (`"batch"`), `null` makes a fresh name.
 *
 * @example
 * tensorType([4, 2])                         // float32 [4, 2]
 * tensorType(["batch", 28, 28], "uint8")     // any number of images
 */
export function tensorType(shape: readonly (Size | string | null)[], dtype: DType = "float32"): TensorType {
  return { dtype, shape: shape.map(toSize) };
}

let fresh = 0;

function toSize(size: Size | string | null): Size {
  if (size === null) return namedSize(`size${++fresh}`);
  if (typeof size === "string") return namedSize(size);
  if (typeof size === "number" && !(Number.isInteger(size) && size >= 0)) {
    throw new NeurogradError(
      "shape_mismatch",
      `tensorType: ${size} is no size; use a whole number >= 0, a name, or null`,
    );
  }
  return size;
}

export type Types = Readonly<Record<string, TensorType>>;
export type ValuesFor<T extends Types> = { readonly [K in keyof T]: Value };

/**
 * The graph of a function of arrays: calls `fn` once with symbolic values, and keeps what it returns.
 *
 * Throws  `not_a_value` where `fn` returns something that is not a value.
 */
export function trace<T extends Types, O extends Readonly<Record<string, Value>>>(
  types: T,
  fn: (values: ValuesFor<T>) => O,
): Graph {
  const inputs = Object.entries(types).map(([name, type]) => graphInput(name, type));
  const outputs = fn(Object.fromEntries(inputs.map((v) => [v.name, v])) as unknown as ValuesFor<T>); // keys are those of `types`
  for (const [name, value] of Object.entries(outputs)) {
    if (value instanceof Value) continue;
    throw new NeurogradError(
      "not_a_value",
      `trace: output "${name}" is ${String(value)}; return values made by ops`,
    );
  }
  return applyReplacements({ inputs, outputs });
}
