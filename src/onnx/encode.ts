import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { NeurogradError } from "../core/errors.js";
import { MessagePath } from "./message-path.js";
import type { AnySchema, Field, FieldKind, NamedField, PackedArray, Schema } from "./schema.js";

/** A protobuf file, and every message in it, is at most 2 GiB - 1 byte. */
export const maxFileBytes: number = 2 ** 31 - 1;

type Message = Readonly<Record<string, unknown>>;

export const wireTypes: Readonly<Record<FieldKind, WireType>> = {
  string: WireType.LengthDelimited,
  text: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
  message: WireType.LengthDelimited,
  packed: WireType.LengthDelimited,
  float: WireType.Bit32,
  int32: WireType.Varint,
  int64: WireType.Varint,
  wideInt64: WireType.Varint,
};

/**
 * A message as protobuf bytes. The same message gives the same bytes: fields ascend by number, whatever the order of
 * the object's keys. A field that is present is written, also if it is 0 or ""; an empty list is not.
 *
 * Throws `file_too_large` above 2 GiB; `value_out_of_range` for a number that its field cannot hold.
 */
export function encodeMessage<M extends object>(schema: Schema<M>, message: M): Uint8Array {
  const root = message as Message; // the schema says which keys M has
  checkSize(schema, leastSize(root));
  const path = new MessagePath(schema.name);
  try {
    const writer = new BinaryWriter();
    writeFields(writer, schema, root, path);
    const bytes = writer.finish();
    checkSize(schema, bytes.length);
    return bytes;
  } catch (error) {
    if (error instanceof NeurogradError) throw error;
    const reason = `${path}: cannot be written (${(error as Error).message})`; // the writer throws nothing else
    const [code, remedy] =
      error instanceof RangeError // of an allocation
        ? ["file_too_large", "close other programs or use a smaller model"]
        : ["value_out_of_range", "use a value that the field can hold"];
    throw new NeurogradError(code, `${reason}; ${remedy}`, { cause: error });
  }
}

function writeFields(writer: BinaryWriter, schema: AnySchema, message: Message, path: MessagePath): void {
  for (const { key, field } of fieldsOf(schema, message)) {
    const value = message[key];
    if (value === undefined) continue;
    path.enter(key);
    if (field.kind === "packed") writePacked(writer, field, value as PackedArray);
    else if (!field.isList) writeValue(writer, field, value, path);
    else {
      const list = value as readonly unknown[];
      for (let i = 0; i < list.length; i++) {
        path.at(i);
        writeValue(writer, field, list[i], path);
      }
    }
    path.leave();
  }
}

/** The fields that are there, by ascending number. */
function fieldsOf(schema: AnySchema, message: Message): readonly NamedField[] {
  const fields: NamedField[] = [];
  let isSorted = true;
  for (const key in message) {
    const named = schema.byKey.get(key);
    if (named === undefined) continue;
    isSorted &&= fields.length === 0 || fields[fields.length - 1].field.number < named.field.number;
    fields.push(named);
  }
  return isSorted ? fields : fields.sort((a, b) => a.field.number - b.field.number);
}

function writeValue(
  writer: BinaryWriter,
  { number, kind, message }: Field,
  value: unknown,
  path: MessagePath,
): void {
  writer.tag(number, wireTypes[kind]);
  switch (kind) {
    case "string":
    case "text":
      writer.string(value as string);
      break;
    case "bytes":
      writer.bytes(value as Uint8Array);
      break;
    case "float":
      writer.float(value as number);
      break;
    case "int32":
      writer.int32(value as number);
      break;
    case "int64":
    case "wideInt64":
      writeInt64(writer, value as number | bigint);
      break;
    case "message":
      writer.fork();
      if (message !== undefined) writeFields(writer, message(), value as Message, path);
      writer.join();
  }
}

function writeInt64(writer: BinaryWriter, value: number | bigint): void {
  if (typeof value === "number" && !Number.isSafeInteger(value))
    throw new Error(`${value} is not an exact integer`);
  if (typeof value === "number" && (value | 0) === value)
    writer.int32(value); // the same bytes, without a bigint
  else writer.int64(value);
}

function writePacked(writer: BinaryWriter, field: Field, array: PackedArray): void {
  if (array.length === 0) return;
  writer.tag(field.number, WireType.LengthDelimited);
  if (array instanceof Float32Array || array instanceof Float64Array) {
    writer.bytes(new Uint8Array(array.buffer, array.byteOffset, array.byteLength)); // little endian, as ORT's platforms
    return;
  }
  writer.fork();
  if (array instanceof Int32Array) for (const value of array) writer.int32(value);
  else if (array instanceof BigInt64Array) for (const value of array) writer.int64(value);
  else for (const value of array) writer.uint64(value);
  writer.join();
}

/** A lower bound of the bytes to be written, so that 2 GiB of weights are refused before they are copied. */
function leastSize(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  if (ArrayBuffer.isView(value)) {
    // In the file these are numbers of 1 to 10 bytes.
    const isVarints =
      value instanceof Int32Array || value instanceof BigInt64Array || value instanceof BigUint64Array;
    return isVarints ? value.length : value.byteLength;
  }
  let size = 0;
  if (Array.isArray(value)) for (const item of value) size += leastSize(item);
  else for (const key in value) size += leastSize((value as Message)[key]);
  return size;
}

function checkSize(schema: AnySchema, bytes: number): void {
  if (bytes <= maxFileBytes) return;
  throw new NeurogradError(
    "file_too_large",
    `${schema.name}: needs ${bytes.toLocaleString("en-US")} bytes or more, and an ONNX file holds at most ` +
      `${maxFileBytes.toLocaleString("en-US")} (2 GiB); use float16 weights or a smaller model`,
  );
}
