import { constantOf } from "../core/constant.js";
import type { TensorData } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { evaluateGraph } from "../core/evaluate.js";
import { toposort, Value } from "../core/graph.js";
import { type Size, SizeExpression } from "../core/size.js";
import { Tensor, tensor } from "../core/tensor.js";
import { isConfigured } from "../nn/config.js";

/** What JSON holds. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A value of an option as JSON. What JSON lacks is an object whose one key begins with `$`: `{"$number":"Infinity"}`,
 * `{"$tensor":…}`, `{"$size":…}`. Configured things (`zeros()`, a layer) become their kind and config.
 *
 * Throws  `cannot_save` for functions and whatever else is no data; `where` says whose option it is.
 */
export function encodeData(value: unknown, where: string): Json {
  switch (typeof value) {
    case "boolean":
    case "string":
      return value;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { $number: numberText(value) };
    case "bigint":
      return { $bigint: String(value) };
    case "object":
      return value === null ? null : encodeObject(value, where);
    case "function":
      throw cannotSave(where, `a function (${value.name || "without a name"})`);
    default:
      throw cannotSave(where, typeof value);
  }
}

function encodeObject(value: object, where: string): Json {
  if (Array.isArray(value)) return value.map((item: unknown, i) => encodeData(item, `${where}[${i}]`));
  if (value instanceof Tensor) return { $tensor: encodeTensor(value) };
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return { $tensor: encodeTensor(tensor(value as Float32Array)) }; // tensor refuses the classes it cannot take
  if (value instanceof SizeExpression) return { $size: encodeSize(value) };
  if (value instanceof Value) return encodeConstant(value, where);
  if (isConfigured(value)) return { kind: value.kind, config: encodeData(value.config, where) };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw cannotSave(where, `a ${value.constructor?.name ?? "value"}`);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 1 && entries[0][0] === "function")
    throw cannotSave(where, `a function (${String(entries[0][1]) || "without a name"})`); // as `toConfig` leaves it
  if (entries.some(([key]) => key.startsWith("$")))
    throw cannotSave(where, "an object with a key that begins with $");
  return Object.fromEntries(entries.map(([key, item]) => [key, encodeData(item, `${where}.${key}`)]));
}

const numberText = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

function cannotSave(where: string, what: string): NeurogradError {
  return new NeurogradError(
    "cannot_save",
    `save: ${where} is ${what}, which a file cannot hold; name a built-in one, or write a layer with defineLayer and load the file with customLayers`,
  );
}

function encodeTensor({ dtype, shape, data }: Tensor): Json {
  return {
    dtype,
    shape: [...shape],
    data: dtype === "string" ? (data as readonly string[]) : base64Of(data),
  };
}

function base64Of(data: TensorData): string {
  const { buffer, byteOffset, byteLength } = data as Uint8Array; // strings are written otherwise
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

function encodeSize(size: Size): Json {
  if (typeof size === "number") return size;
  return size.terms.map(({ coefficient, atoms }) => [
    coefficient,
    ...atoms.map(
      ({ key, floorDivide }): Json =>
        floorDivide ? { floor: encodeSize(floorDivide.dividend), by: floorDivide.divisor } : key,
    ),
  ]);
}

/** A core value beside symbols: a constant, or something made of constants alone. */
function encodeConstant(value: Value, where: string): Json {
  const known = constantOf(value);
  if (known !== undefined) return { $constant: encodeTensor(known), dtype: value.dtype };
  const isClosed = toposort([value]).every(
    (node) =>
      node.inputs.every((x) => x === null || x.node !== null) &&
      node.outputs.every((y) => y.shape.every((size) => typeof size === "number")),
  );
  if (value.node === null || !isClosed) throw cannotSave(where, "a value of another graph");
  const { y } = evaluateGraph({ inputs: [], outputs: { y: value } }, {}, true);
  return { $constant: encodeTensor(y), dtype: value.dtype };
}
