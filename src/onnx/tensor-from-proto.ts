import type { DType, TensorData } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { Tensor } from "../core/tensor.js";
import { type DataTypeName, dataTypeName, dataTypeNames } from "./data-type.js";
import type { TensorProto } from "./messages.js";

/**
 * The elements that an ONNX tensor holds, whichever of its fields they are in. `where` names the tensor in errors.
 *
 * Dtype   int8, int16, uint16 → int32; uint64 → int64; bfloat16 → float32; the others their own.
 * Throws  `unsupported_dtype`; `external_data`; `invalid_onnx` if the number of elements is not that of the shape;
 *         `value_out_of_range` for a uint64 of 2^63 or more.
 */
export function tensorFromProto(p: TensorProto, where: string): Tensor {
  refuseElsewhere(p, where);
  const type = dataTypeNames[p.dataType ?? 0];
  const shape = p.dims ?? [];
  const size = checkedSize(shape, where);
  if (type === "STRING") return new Tensor(strings(p.stringData ?? [], shape, size, where), shape, "string");
  const storage = storages[type];
  if (storage === undefined) throw unsupported(p.dataType ?? 0, where);
  return new Tensor(storage.read(p, shape, size, where), shape, storage.dtype);
}

type Elements =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

interface Storage {
  readonly dtype: DType;
  /** The elements: all checks on sizes come before any allocation. */
  read(p: TensorProto, shape: readonly number[], size: number, where: string): TensorData;
}

/**
 * How one of ONNX's types is stored: in `rawData` as elements of `array`, or each widened in `field`; `held` turns the
 * elements into what a tensor of `dtype` holds.
 */
function storage<E extends Elements>(
  dtype: DType,
  array: { new (length: number): E; readonly BYTES_PER_ELEMENT: number },
  field: "floatData" | "doubleData" | "int32Data" | "int64Data" | "uint64Data",
  held: (elements: E, where: string) => TensorData,
): Storage {
  return {
    dtype,
    read(p, shape, size, where) {
      const { rawData, [field]: typed } = p;
      if (rawData !== undefined && (rawData.length > 0 || typed === undefined)) {
        checkCount(rawData.length, size * array.BYTES_PER_ELEMENT, "bytes of rawData", shape, where);
        const elements = new array(size);
        new Uint8Array(elements.buffer).set(rawData); // little endian, as ORT's platforms
        return held(elements, where);
      }
      checkCount(typed?.length ?? 0, size, `numbers in ${field}`, shape, where);
      if (typed instanceof array) return held(typed, where);
      const elements = new array(size);
      for (let i = 0; i < size; i++) {
        const value = Number(typed?.[i]);
        elements[i] = value;
        if (elements[i] !== value) {
          throw invalid(where, `element ${i} is ${value}, which its type cannot hold`);
        }
      }
      return held(elements, where);
    },
  };
}

const asIs = <E extends TensorData>(elements: E): TensorData => elements;
const asInt32 = (elements: Int8Array | Int16Array | Uint16Array): TensorData => Int32Array.from(elements);

const storages: Partial<Record<DataTypeName, Storage>> = {
  FLOAT: storage("float32", Float32Array, "floatData", asIs),
  DOUBLE: storage("float64", Float64Array, "doubleData", asIs),
  FLOAT16: storage("float16", Uint16Array, "int32Data", asIs),
  BFLOAT16: storage("float32", Uint16Array, "int32Data", (bits) => {
    // bfloat16 is the upper half of a float32
    return new Float32Array(Uint32Array.from(bits, (b) => b << 16).buffer);
  }),
  BOOL: storage("bool", Uint8Array, "int32Data", (bytes) => bytes.map((b) => (b === 0 ? 0 : 1))),
  UINT8: storage("uint8", Uint8Array, "int32Data", asIs),
  INT8: storage("int32", Int8Array, "int32Data", asInt32),
  UINT16: storage("int32", Uint16Array, "int32Data", asInt32),
  INT16: storage("int32", Int16Array, "int32Data", asInt32),
  INT32: storage("int32", Int32Array, "int32Data", asIs),
  INT64: storage("int64", BigInt64Array, "int64Data", asIs),
  UINT32: storage("uint32", Uint32Array, "uint64Data", asIs),
  UINT64: storage("int64", BigUint64Array, "uint64Data", (values, where) => {
    const i = values.findIndex((value) => value >= 2n ** 63n);
    if (i < 0) return new BigInt64Array(values.buffer, values.byteOffset, values.length);
    throw new NeurogradError(
      "value_out_of_range",
      `${where}: element ${i} is ${values[i]} (uint64), which int64 cannot hold; save the tensor as float64`,
    );
  }),
};

function refuseElsewhere(p: TensorProto, where: string): void {
  if (p.dataLocation === 1 || (p.externalData ?? []).length > 0) {
    const location = p.externalData?.find(({ key }) => key === "location")?.value ?? "another file";
    throw new NeurogradError(
      "external_data",
      `${where}: its numbers are not in the model but in ${JSON.stringify(location.slice(0, 80))}, and only models of one file ` +
        "are read; save it as one, in Python with onnx.save(onnx.load(path), path, save_as_external_data=False)",
    );
  }
  if (p.segment !== undefined) throw invalid(where, "is one segment of a tensor, which no ONNX reader takes");
}

function checkedSize(shape: readonly number[], where: string): number {
  let size = 1;
  for (const d of shape) {
    if (!Number.isSafeInteger(d) || d < 0) throw invalid(where, `shape ${show(shape)} has the size ${d}`);
    size *= d;
    if (!Number.isSafeInteger(size)) throw invalid(where, `shape ${show(shape)} has more elements than 2^53`);
  }
  return size;
}

function checkCount(got: number, need: number, what: string, shape: readonly number[], where: string): void {
  if (got !== need) throw invalid(where, `shape ${show(shape)} needs ${need} ${what}, got ${got}`);
}

function strings(
  data: readonly Uint8Array[],
  shape: readonly number[],
  size: number,
  where: string,
): string[] {
  checkCount(data.length, size, "strings in stringData", shape, where);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return data.map((bytes, i) => {
    try {
      return decoder.decode(bytes);
    } catch {
      throw invalid(where, `string ${i} is not UTF-8`);
    }
  });
}

const show = (shape: readonly number[]): string =>
  shape.length <= 8 ? `[${shape.join(", ")}]` : `[${shape.slice(0, 8).join(", ")}, … ${shape.length} axes]`;

function invalid(where: string, what: string): NeurogradError {
  return new NeurogradError(
    "invalid_onnx",
    `${where}: ${what}; the file is damaged: fetch or export it again`,
  );
}

function unsupported(dataType: number, where: string): NeurogradError {
  if (dataType === 0) return invalid(where, "has no data type");
  return new NeurogradError(
    "unsupported_dtype",
    `${where}: data type ${dataTypeName(dataType)} is not supported; cast it to float32 or int32 before exporting the model`,
  );
}
