import { type BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import type { PackedArray, PackedType } from "./schema.js";

/** A packed field while it is read: writers may give it as one block, as several, or number by number. */
export class PackedList {
  readonly wireType: WireType;
  readonly #type: PackedType;
  #array: PackedArray;
  #length = 0;

  constructor(type: PackedType) {
    this.#type = type;
    this.wireType =
      type === "float32" ? WireType.Bit32 : type === "float64" ? WireType.Bit64 : WireType.Varint;
    this.#array = create(type, 0);
  }

  /** What was read; undefined if that is nothing. */
  get array(): PackedArray | undefined {
    if (this.#length === 0) return undefined;
    return this.#length === this.#array.length ? this.#array : this.#array.slice(0, this.#length);
  }

  readOne(reader: BinaryReader): void {
    if (this.#length === this.#array.length) this.#grow(Math.max(8, 2 * this.#length));
    this.#readTo(reader, this.#length + 1);
  }

  /**
   * Reads the numbers between `reader.pos` and `end` of `bytes`; false if `end` is inside one. Allocates for the numbers
   * that are there, whatever was claimed.
   */
  readBlock(reader: BinaryReader, bytes: Uint8Array, end: number): boolean {
    const count = countNumbers(this.wireType, bytes, reader.pos, end);
    if (count === undefined) return false;
    const length = this.#length + count;
    if (length > this.#array.length)
      this.#grow(this.#length === 0 ? length : Math.max(length, 2 * this.#length));
    const array = this.#array;
    if (array instanceof Float32Array || array instanceof Float64Array) {
      const size = array.BYTES_PER_ELEMENT;
      const block = new Uint8Array(array.buffer, this.#length * size, count * size); // little endian, as ORT's platforms
      block.set(bytes.subarray(reader.pos, end));
      reader.pos = end;
      this.#length = length;
    } else {
      this.#readTo(reader, length);
    }
    return reader.pos === end;
  }

  #readTo(reader: BinaryReader, length: number): void {
    const array = this.#array;
    for (let i = this.#length; i < length; i++) {
      if (array instanceof Float32Array) array[i] = reader.float();
      else if (array instanceof Float64Array) array[i] = reader.double();
      else if (array instanceof Int32Array) array[i] = reader.int32();
      else if (array instanceof BigInt64Array) array[i] = BigInt(reader.int64());
      else array[i] = BigInt(reader.uint64());
    }
    this.#length = length;
  }

  #grow(capacity: number): void {
    const grown = create(this.#type, capacity);
    grown.set(this.#array as never); // of the same class: both are made by `create` for the same type
    this.#array = grown;
  }
}

function create(type: PackedType, length: number): PackedArray {
  switch (type) {
    case "float32":
      return new Float32Array(length);
    case "float64":
      return new Float64Array(length);
    case "int32":
      return new Int32Array(length);
    case "int64":
      return new BigInt64Array(length);
    case "uint64":
      return new BigUint64Array(length);
  }
}

/** How many whole numbers the bytes hold; undefined if they end inside one. */
function countNumbers(wireType: WireType, bytes: Uint8Array, start: number, end: number): number | undefined {
  if (wireType !== WireType.Varint) {
    const count = (end - start) / (wireType === WireType.Bit32 ? 4 : 8);
    return Number.isInteger(count) ? count : undefined;
  }
  let count = 0; // a varint ends with the first byte below 128
  for (let i = start; i < end; i++) if (bytes[i] < 0x80) count++;
  return start < end && bytes[end - 1] >= 0x80 ? undefined : count;
}
