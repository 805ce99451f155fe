import type { DType } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { sizeOf, type Tensor } from "../core/tensor.js";
import { type DataTypeName, dataTypeNames } from "../onnx/data-type.js";
import { tensorFromProto } from "../onnx/tensor-from-proto.js";
import { tensorToProto } from "../onnx/tensor-proto.js";
import { invalid, quote, readHeader, type TensorEntry } from "./safetensors-header.js";

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: ReadonlyMap<string, string>;
}
export interface ReadSafetensorsOptions {
  /** Longest header that is read. Default 16 MiB: about 100,000 tensors. */
  readonly maxHeaderBytes?: number;
}

/** Element types of the format, ONNX's name for each, and the size of one element in bytes; in the order of writing. */
const types: ReadonlyMap<string, readonly [onnx: DataTypeName, bytes: number]> = new Map([
  ["U64", ["UINT64", 8]],
  ["I64", ["INT64", 8]],
  ["F64", ["DOUBLE", 8]],
  ["F32", ["FLOAT", 4]],
  ["U32", ["UINT32", 4]],
  ["I32", ["INT32", 4]],
  ["BF16", ["BFLOAT16", 2]],
  ["F16", ["FLOAT16", 2]],
  ["U16", ["UINT16", 2]],
  ["I16", ["INT16", 2]],
  ["I8", ["INT8", 1]],
  ["U8", ["UINT8", 1]],
  ["BOOL", ["BOOL", 1]],
]);
const order = [...types.keys()];

/** The format's name for each of our dtypes. */
const names: Readonly<Record<Exclude<DType, "string">, string>> = {
  bool: "BOOL",
  uint8: "U8",
  int32: "I32",
  uint32: "U32",
  int64: "I64",
  float16: "F16",
  float32: "F32",
  float64: "F64",
};

/**
 * The tensors of a safetensors file, each with memory of its own.
 *
 * Dtype   I8, I16, U16 → int32; U64 → int64; BF16 → float32; the others their own.
 * Throws  `invalid_safetensors`, `limit_exceeded`, `unsupported_dtype`; `value_out_of_range` for a U64 of 2^63 or more.
 * Source  https://huggingface.co/docs/safetensors/index#format
 *
 * @example const { tensors } = readSafetensors(await readFile("weights.safetensors"))
 */
export function readSafetensors(
  bytes: Uint8Array,
  { maxHeaderBytes = 16 * 2 ** 20 }: ReadSafetensorsOptions = {},
): Safetensors {
  const { entries, metadata, dataStart } = readHeader(bytes, maxHeaderBytes);
  const checked = entries.map((entry) => ({ entry, onnx: checkType(entry) })); // all, before any is copied
  const tensors = checked.map(({ entry: { name, shape, begin, end }, onnx }) => {
    const rawData = bytes.subarray(dataStart + begin, dataStart + end);
    const proto = { dims: shape, dataType: dataTypeNames.indexOf(onnx), rawData };
    return [name, tensorFromProto(proto, `safetensors: tensor ${quote(name)}`)] as const;
  });
  return { tensors: new Map(tensors), metadata };
}

function checkType({ name, dtype, shape, begin, end }: TensorEntry): DataTypeName {
  const type = types.get(dtype);
  if (type === undefined) {
    throw new NeurogradError(
      "unsupported_dtype",
      `safetensors: tensor ${quote(name)} is ${quote(dtype)}; these are read: ${[...types.keys()].join(", ")}`,
    );
  }
  const [onnx, size] = type;
  const need = sizeOf(shape) * size; // not finite or not exact when absurd: then it is not equal either
  if (need !== end - begin)
    throw invalid(
      `tensor ${quote(name)}, ${dtype} [${shape.slice(0, 8).join(", ")}${shape.length > 8 ? ", …" : ""}], needs ${need} bytes, got ${end - begin}`,
    );
  return onnx;
}

/**
 * Tensors as the bytes of a safetensors file, those that the reference implementation writes: wide elements first, so
 * that all are aligned, then by name. The same tensors give the same bytes, whatever their order.
 *
 * Throws  `unsupported_dtype` for strings; `duplicate_name`.
 *
 * @example writeSafetensors(net.weights.map(({ name, value }) => [name, value]))
 */
export function writeSafetensors(
  tensors: Iterable<readonly [name: string, tensor: Tensor]>,
  metadata: Iterable<readonly [key: string, value: string]> = [],
): Uint8Array {
  const fields: string[] = [];
  const notes = [...metadata].sort(([a], [b]) => compare(a, b));
  if (notes.length > 0) fields.push(`"__metadata__":${JSON.stringify(Object.fromEntries(notes))}`);
  const taken = new Set(["__metadata__"]);
  let at = 0;
  const parts = [...tensors].map(([name, tensor]) => ({ name, tensor, type: typeOf(name, tensor) }));
  parts.sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type) || compare(a.name, b.name));
  const placed = parts.map(({ name, tensor, type }) => {
    if (taken.has(name))
      throw new NeurogradError(
        "duplicate_name",
        `safetensors: the name ${quote(name)} is taken; use another`,
      );
    taken.add(name);
    const { rawData = new Uint8Array() } = tensorToProto(tensor, name);
    const begin = at;
    at += rawData.length;
    const entry = { dtype: type, shape: tensor.shape, data_offsets: [begin, at] };
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
    return { begin, rawData };
  });
  const json = new TextEncoder().encode(`{${fields.join(",")}}`);
  const dataStart = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(dataStart + at).fill(0x20, 8, dataStart); // the header is padded with spaces
  new DataView(bytes.buffer).setBigUint64(0, BigInt(dataStart - 8), true);
  bytes.set(json, 8);
  for (const { begin, rawData } of placed) bytes.set(rawData, dataStart + begin);
  return bytes;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function typeOf(name: string, { dtype }: Tensor): string {
  if (dtype !== "string") return names[dtype];
  throw new NeurogradError(
    "unsupported_dtype",
    `safetensors: tensor ${quote(name)} holds strings, which the format cannot; encode them as numbers`,
  );
}
