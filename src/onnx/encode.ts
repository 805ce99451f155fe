import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { NeurogradError } from "../core/errors.js";
import { MessagePath } from "./message-path.js";
import type { AnySchema, Field, FieldKind, PackedArray, Schema } from "./schema.js";

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
  checkSize(schema, leastSize(schema, root));
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
  for (const { key, field } of schema.inOrder) {
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
      if (typeof value !== "bigint" && !Number.isSafeInteger(value)) {
        throw new Error(`${value} is not an exact integer`);
      }
      writer.int64(value as number | bigint);
      break;
    case "message":
      writer.fork();
      if (message !== undefined) writeFields(writer, message(), value as Message, path);
      writer.join();
  }
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
function leastSize(schema: AnySchema, message: Message): number {
  let size = 0;
  for (const { key, field } of schema.inOrder) {
    const value = message[key];
    if (value === undefined) continue;
    if (value instanceof Float32Array || value instanceof Float64Array || value instanceof Uint8Array) {
      size += value.byteLength;
    } else if (field.message !== undefined) {
      const messages = field.isList ? (value as readonly Message[]) : [value as Message];
      for (const child of messages) size += leastSize(field.message(), child);
    } else if (typeof value === "string" || field.isList) {
      size += (value as { readonly length: number }).length;
    }
  }
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
