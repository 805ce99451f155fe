import { constant } from "../core/constant.js";
import { byteSize, type DType, zerosOf } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { onnxDType } from "../core/onnx-dtype.js";
import { addSizes, floorDivideSize, multiplySizes, type Size } from "../core/size.js";
import { sizeOf, Tensor } from "../core/tensor.js";
import type { Json } from "./encode-data.js";

/** What decoding needs to know. */
export interface DecodeContext {
  /** The named sizes of the file as those of the model being built. */
  readonly sizes: ReadonlyMap<string, Size>;
  /** Makes what `{ kind, config }` stands for; `option` is the option it was found under. */
  readonly configured: (kind: string, config: object, option: string) => object;
}

export const invalidFile = (what: string): NeurogradError =>
  new NeurogradError("invalid_model_file", `model file: ${what}; the file is damaged: save it again`);

const deepest = 64;

/** What `encodeData` was given. Throws `invalid_model_file`, and what `context.configured` throws. */
export function decodeData(json: Json, context: DecodeContext, option: string, depth = 0): unknown {
  if (json === null || typeof json !== "object") return json;
  if (depth > deepest) throw invalidFile(`${option} nests deeper than ${deepest}`);
  const inner = (item: Json, name: string = option): unknown => decodeData(item, context, name, depth + 1);
  if (Array.isArray(json)) return (json as readonly Json[]).map((item) => inner(item));
  const record = json as { readonly [key: string]: Json };
  if (Object.hasOwn(record, "$number")) return Number(record.$number);
  if (Object.hasOwn(record, "$bigint")) return decodeBigint(record.$bigint);
  if (Object.hasOwn(record, "$tensor")) return decodeTensor(record.$tensor, option);
  if (Object.hasOwn(record, "$size")) return decodeSize(record.$size, context.sizes, option);
  if (Object.hasOwn(record, "$constant"))
    return constant(decodeTensor(record.$constant, option), checkDType(record.dtype, option));
  const { kind, config } = record;
  const plain = Object.fromEntries(Object.entries(record).map(([key, item]) => [key, inner(item, key)]));
  return typeof kind === "string" && isRecord(config)
    ? context.configured(kind, plain.config as object, option)
    : plain;
}

export const isRecord = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function decodeBigint(text: Json): bigint {
  if (typeof text === "string" && /^-?\d{1,1000}$/.test(text)) return BigInt(text);
  throw invalidFile(`${JSON.stringify(text)} is no whole number`);
}

function checkDType(dtype: Json | undefined, option: string): DType {
  if (typeof dtype === "string" && Object.hasOwn(onnxDType, dtype)) return dtype as DType; // a key of the table
  throw invalidFile(`${option} has the dtype ${JSON.stringify(dtype)}`);
}

function decodeTensor(json: Json, option: string): Tensor {
  const damaged = (what: string): NeurogradError => invalidFile(`tensor in ${option}: ${what}`);
  if (!isRecord(json)) throw damaged("is not described");
  const { shape, data } = json;
  const kind = checkDType(json.dtype, option);
  if (!Array.isArray(shape) || !shape.every((n) => Number.isSafeInteger(n) && n >= 0))
    throw damaged(`has the shape ${JSON.stringify(shape)}`);
  const size = sizeOf(shape as readonly number[]);
  if (kind === "string") {
    if (!Array.isArray(data) || data.length !== size) throw damaged(`needs ${size} strings`);
    return new Tensor(data.map(String), shape as readonly number[], kind);
  }
  const need = size * byteSize(kind);
  // Four characters hold three bytes: the text is as long as the bytes need it, before any is allocated.
  if (typeof data !== "string" || data.length !== Math.ceil(need / 3) * 4)
    throw damaged(`needs ${need} bytes`);
  let text: string;
  try {
    text = atob(data);
  } catch {
    throw damaged("is not base64");
  }
  if (text.length !== need) throw damaged(`needs ${need} bytes, has ${text.length}`);
  const elements = zerosOf(kind, size) as Float32Array; // all but strings are typed arrays
  const bytes = new Uint8Array(elements.buffer);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return new Tensor(elements, shape as readonly number[], kind);
}

/** A size in the file's form, its names exchanged. */
export function decodeSize(json: Json, sizes: ReadonlyMap<string, Size>, option: string): Size {
  const damaged = (): NeurogradError =>
    invalidFile(`size in ${option}: ${JSON.stringify(json).slice(0, 80)}`);
  if (typeof json === "number" && Number.isSafeInteger(json)) return json;
  if (typeof json === "string") {
    const known = sizes.get(json);
    if (known === undefined) throw damaged();
    return known;
  }
  if (!Array.isArray(json)) throw damaged();
  let total: Size = 0;
  for (const term of json as readonly Json[]) {
    if (!Array.isArray(term)) throw damaged();
    const [coefficient, ...atoms] = term as readonly Json[];
    if (typeof coefficient !== "number" || !Number.isSafeInteger(coefficient)) throw damaged();
    let product: Size = coefficient;
    for (const atom of atoms) product = multiplySizes(product, decodeAtom(atom, sizes, option, damaged));
    total = addSizes(total, product);
  }
  return total;
}

function decodeAtom(
  atom: Json,
  sizes: ReadonlyMap<string, Size>,
  option: string,
  damaged: () => NeurogradError,
): Size {
  if (!isRecord(atom)) return decodeSize(atom, sizes, option);
  const { floor, by } = atom;
  if (!Number.isSafeInteger(by) || (by as number) < 1 || floor === undefined) throw damaged();
  return floorDivideSize(decodeSize(floor, sizes, option), by as number);
}
