import { NeurogradError } from "../core/errors.js";
import { MessagePath } from "./message-path.js";
import { ProtoWriter } from "./proto-writer.js";
import type { AnySchema, Field, FieldKind, NamedField, PackedArray, Schema } from "./schema.js";

/** A protobuf file, and every message in it, is at most 2 GiB - 1 byte. */
export const maxFileBytes: number = 2 ** 31 - 1;

const utf8 = new TextEncoder();

type Message = Readonly<Record<string, unknown>>;

// The reader's library has these numbers as well, in a module of 3.5 KB after gzip that a training page does without.
const varint = 0;
const lengthDelimited = 2;
const bit32 = 5;

export const wireTypes: Readonly<Record<FieldKind, 0 | 2 | 5>> = {
  string: lengthDelimited,
  text: lengthDelimited,
  bytes: lengthDelimited,
  message: lengthDelimited,
  packed: lengthDelimited,
  float: bit32,
  int32: varint,
  int64: varint,
  wideInt64: varint,
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
  const writer = new ProtoWriter();
  writeFields(writer, schema, root, new MessagePath(schema.name));
  checkSize(schema, writer.length);
  try {
    return writer.finish();
  } catch (cause) {
    // Only the allocation can fail.
    throw new NeurogradError(
      "file_too_large",
      `${schema.name}: no memory for ${writer.length.toLocaleString("en-US")} bytes; close other programs or use a smaller model`,
      { cause },
    );
  }
}

function writeFields(writer: ProtoWriter, schema: AnySchema, message: Message, path: MessagePath): void {
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
  writer: ProtoWriter,
  { number, kind, message }: Field,
  value: unknown,
  path: MessagePath,
): void {
  writer.tag(number, wireTypes[kind]);
  switch (kind) {
    case "string":
    case "text":
      writer.bytes(utf8.encode(value as string));
      break;
    case "bytes":
      writer.bytes(value as Uint8Array);
      break;
    case "float":
      writer.float32(checked(value as number, path, "a float32", isFloat32));
      break;
    case "int32":
      writer.int64(checked(value as number, path, "an int32", (n) => n === (n | 0)));
      break;
    case "int64":
    case "wideInt64":
      writer.int64(checked(value as number | bigint, path, "an exact int64", isInt64));
      break;
    case "message":
      writer.block(() => {
        if (message !== undefined) writeFields(writer, message(), value as Message, path);
      });
  }
}

const isFloat32 = (n: number): boolean => Number.isFinite(Math.fround(n)) || !Number.isFinite(n);
const isInt64 = (n: number | bigint): boolean =>
  typeof n === "bigint" ? n === BigInt.asIntN(64, n) : Number.isSafeInteger(n);

function checked<T extends number | bigint>(
  value: T,
  path: MessagePath,
  wanted: string,
  isWanted: (value: T) => boolean,
): T {
  if (isWanted(value)) return value;
  throw new NeurogradError(
    "value_out_of_range",
    `${path}: cannot be written (${value} is not ${wanted}); use a value that the field can hold`,
  );
}

function writePacked(writer: ProtoWriter, field: Field, array: PackedArray): void {
  if (array.length === 0) return;
  writer.tag(field.number, lengthDelimited);
  if (array instanceof Float32Array || array instanceof Float64Array)
    writer.bytes(new Uint8Array(array.buffer, array.byteOffset, array.byteLength)); // little endian, as ORT's platforms
  else
    writer.block(() => {
      for (const value of array) writer.int64(value);
    });
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
