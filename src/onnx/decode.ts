import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { NeurogradError } from "../core/errors.js";
import { maxFileBytes, wireTypes } from "./encode.js";
import { MessagePath } from "./message-path.js";
import { PackedList } from "./packed-list.js";
import type { AnySchema, Field, NamedField, Schema } from "./schema.js";

/** Messages in messages, at most: the limit of protobuf's own readers, so what others read is read here. */
const maxDepth = 100;
/**
 * Messages, strings and numbers outside tensors, at most. In memory they are up to 30 times what they are in the file
 * (an empty message is 2 bytes there), so without a limit a file could claim all memory; a graph of 10,000 nodes has 300,000.
 */
const maxValues = 2 ** 22;

type Message = Record<string, unknown>;

/**
 * The message that protobuf bytes stand for. Unknown fields are skipped; a field that is absent stays absent. Byte
 * fields share memory with `bytes`.
 *
 * Throws `invalid_onnx`, with the place, for bytes that are no such message; `file_too_large` above 2 GiB.
 */
export function decodeMessage<M extends object>(schema: Schema<M>, bytes: Uint8Array): M {
  if (bytes.length > maxFileBytes) {
    throw new NeurogradError(
      "file_too_large",
      `${schema.name}: ${count(bytes.length)} bytes, and an ONNX file holds at most ${count(maxFileBytes)} (2 GiB); use a smaller model`,
    );
  }
  return new Decoder(bytes, schema.name).decode(schema) as M; // the schema says which keys M has
}

class Decoder {
  readonly #bytes: Uint8Array;
  readonly #reader: BinaryReader;
  readonly #path: MessagePath;
  #values = 0;

  constructor(bytes: Uint8Array, root: string) {
    this.#bytes = bytes;
    this.#reader = new BinaryReader(bytes);
    this.#path = new MessagePath(root);
  }

  decode(schema: AnySchema): Message {
    const root: Message = {};
    try {
      this.#fields(schema, root, this.#bytes.length, 0);
    } catch (error) {
      if (error instanceof NeurogradError) throw error;
      throw this.#invalid((error as Error).message, error); // the reader throws nothing else
    }
    return root;
  }

  /** Reads fields up to `end` into `into`, which is empty. */
  #fields(schema: AnySchema, into: Message, end: number, depth: number): void {
    const reader = this.#reader;
    let open: Map<string, PackedList> | undefined;
    while (reader.pos < end) {
      const [number, wireType] = reader.tag();
      const named = schema.byNumber[number];
      if (named === undefined) reader.skip(wireType, number);
      else if (named.field.kind === "packed") {
        open ??= new Map();
        this.#packed(named, wireType, end, open);
      } else if (named.field.isList) this.#list(named, wireType, into, end, depth);
      else {
        this.#path.enter(named.key);
        this.#expect(wireType, wireTypes[named.field.kind]);
        // Protobuf would join two parts of one message. No writer makes them, and joining can be made to take hours.
        if (named.field.kind === "message" && named.key in into) throw this.#invalid("occurs twice");
        into[named.key] = this.#value(named.field, end, depth);
        this.#path.leave();
      }
      if (reader.pos > end) throw this.#invalid("the last field runs past the end of its message");
    }
    for (const [key, { array }] of open ?? []) if (array !== undefined) into[key] = array;
  }

  #list({ key, field }: NamedField, wireType: WireType, into: Message, end: number, depth: number): void {
    const list = (into[key] ?? []) as unknown[]; // only this method sets list fields
    this.#path.enter(key, list.length);
    const single = wireTypes[field.kind];
    if (wireType === single) {
      list.push(this.#value(field, end, depth));
    } else {
      this.#expect(wireType, WireType.LengthDelimited, single);
      const last = this.#end(end);
      while (this.#reader.pos < last) {
        this.#path.at(list.length);
        list.push(this.#value(field, last, depth));
      }
      if (this.#reader.pos > last) throw this.#invalid("the last number runs past the end of the list");
    }
    this.#path.leave();
    if (list.length > 0) into[key] = list;
  }

  #value(field: Field, end: number, depth: number): unknown {
    const reader = this.#reader;
    if (++this.#values > maxValues) {
      throw this.#invalid(`more than ${count(maxValues)} values outside tensors`);
    }
    switch (field.kind) {
      case "string":
      case "text":
        this.#peekEnd(end);
        return reader.string(field.kind === "string");
      case "bytes":
        this.#peekEnd(end);
        return reader.bytes();
      case "float":
        return reader.float();
      case "int32":
        return reader.int32();
      case "int64": {
        const value = this.#smallInt() ?? Number(reader.int64());
        if (!Number.isSafeInteger(value)) throw this.#invalid(`the number ${value} is beyond 2^53`);
        return value;
      }
      case "wideInt64": {
        const value = this.#smallInt() ?? reader.int64();
        return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value);
      }
      case "message": {
        const last = this.#end(end);
        if (depth === maxDepth) throw this.#invalid(`messages are nested more than ${maxDepth} deep`);
        const message: Message = {};
        if (field.message !== undefined) this.#fields(field.message(), message, last, depth + 1);
        return message;
      }
      case "packed":
        throw new Error("packed fields are read by #packed");
    }
  }

  /** An int of one byte, as most are: without a bigint. */
  #smallInt(): number | undefined {
    const byte = this.#bytes[this.#reader.pos];
    if (!(byte < 0x80)) return undefined; // also at the end
    this.#reader.pos++;
    return byte;
  }

  #packed({ key, field }: NamedField, wireType: WireType, end: number, open: Map<string, PackedList>): void {
    this.#path.enter(key);
    let list = open.get(key);
    if (list === undefined) {
      list = new PackedList(field.packed ?? "float32");
      open.set(key, list);
    }
    if (wireType === list.wireType) {
      list.readOne(this.#reader);
    } else {
      this.#expect(wireType, WireType.LengthDelimited, list.wireType);
      const last = this.#end(end);
      const isWhole = list.readBlock(this.#reader, this.#bytes, last);
      if (!isWhole) throw this.#invalid("the block of numbers does not end with a whole one");
    }
    this.#path.leave();
  }

  /** Reads a length and gives where it leads, which is inside the message: nothing is allocated for a false claim. */
  #end(end: number): number {
    const length = this.#reader.uint32();
    const last = this.#reader.pos + length;
    if (last > end) {
      const left = Math.max(0, end - this.#reader.pos);
      throw this.#invalid(`claims ${count(length)} bytes where ${count(left)} are left`);
    }
    return last;
  }

  #peekEnd(end: number): void {
    const start = this.#reader.pos;
    this.#end(end);
    this.#reader.pos = start;
  }

  #expect(wireType: WireType, ...expected: WireType[]): void {
    if (!expected.includes(wireType)) {
      throw this.#invalid(`wire type ${wireType} where ${expected.join(" or ")} is expected`);
    }
  }

  #invalid(what: string, cause?: unknown): NeurogradError {
    const total = this.#bytes.length;
    const place = `${this.#path} at byte ${count(Math.min(this.#reader.pos, total))} of ${count(total)}`;
    const message = `${place}: ${what}; the file is damaged or cut short: fetch or export it again`;
    return new NeurogradError("invalid_onnx", message, cause === undefined ? {} : { cause });
  }
}

/** 1,234,567 */
const count = (n: number): string => n.toLocaleString("en-US");
