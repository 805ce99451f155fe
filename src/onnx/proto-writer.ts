/**
 * Writes protobuf's wire format: numbers as varints, seven bits a byte; strings, bytes and messages after their length.
 * Large blocks are copied once, by `finish`.
 *
 * Source https://protobuf.dev/programming-guides/encoding/
 */
export class ProtoWriter {
  readonly #parts: Uint8Array[] = [];
  /** Bytes in `#parts`. */
  #flushed = 0;
  /** Bytes that follow them. */
  #tail: number[] = [];

  /** Bytes so far. */
  get length(): number {
    return this.#flushed + this.#tail.length;
  }

  /** What begins a field. */
  tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  /** A whole number; one below zero, or beyond int64, as the 64 bits of its two's complement. */
  int64(value: number | bigint): void {
    if (typeof value === "number" && value >= 0) {
      this.#varint(value);
      return;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 0x7fn; rest >>= 7n) this.#tail.push(Number(rest & 0x7fn) | 0x80);
    this.#tail.push(Number(rest));
  }

  float32(value: number): void {
    this.#tail.push(...new Uint8Array(Float32Array.of(value).buffer)); // little endian, as ORT's platforms
  }

  float64(value: number): void {
    this.#tail.push(...new Uint8Array(Float64Array.of(value).buffer));
  }

  /** Shares memory with `bytes` until `finish`. */
  bytes(bytes: Uint8Array): void {
    this.#varint(bytes.length);
    this.#flush();
    this.#append(bytes);
  }

  /** What `write` writes, after its length. */
  block(write: () => void): void {
    this.#flush();
    const at = this.#parts.push(new Uint8Array()) - 1;
    const before = this.#flushed;
    write();
    this.#flush();
    this.#varint(this.#flushed - before);
    this.#flushed += this.#tail.length;
    this.#parts[at] = new Uint8Array(this.#tail);
    this.#tail = [];
  }

  finish(): Uint8Array {
    this.#flush();
    const all = new Uint8Array(this.#flushed);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  /** A whole number from 0 to 2^53. */
  #varint(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) this.#tail.push((rest % 0x80) | 0x80);
    this.#tail.push(rest);
  }

  #flush(): void {
    if (this.#tail.length > 0) this.#append(new Uint8Array(this.#tail));
    this.#tail = [];
  }

  #append(part: Uint8Array): void {
    this.#parts.push(part);
    this.#flushed += part.length;
  }
}
