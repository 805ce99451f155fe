import { type FunctionBody, signed, unsigned, type ValueType } from "./encode.js";

/** A local variable of a function. */
export type Local = number;

/** Instructions on i32 that take their operands from the stack. */
const i32Codes = { add: 0x6a, sub: 0x6b, shl: 0x74, ltS: 0x48, ltU: 0x49 };

/** One function under construction: instructions one behind the other, and what is done once before them. */
export class Code {
  readonly parameters: number;
  private readonly locals: ValueType[] = [];
  private readonly before: number[] = [];
  private readonly bytes: number[] = [];

  constructor(parameters: number) {
    this.parameters = parameters;
  }

  local(type: ValueType): Local {
    this.locals.push(type);
    return this.parameters + this.locals.length - 1;
  }

  /** Bytes of instructions. */
  raw(...bytes: readonly number[]): this {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }

  /** Instructions before all others: constants, made once. */
  first(bytes: readonly number[]): void {
    for (const byte of bytes) this.before.push(byte);
  }

  get(local: Local): this {
    return this.raw(0x20, ...unsigned(local));
  }

  set(local: Local): this {
    return this.raw(0x21, ...unsigned(local));
  }

  i32(value: number): this {
    return this.raw(0x41, ...signed(value));
  }

  on32(name: keyof typeof i32Codes): this {
    return this.raw(i32Codes[name]);
  }

  simd(code: number, ...immediate: readonly number[]): this {
    return this.raw(0xfd, ...unsigned(code), ...immediate);
  }

  /** A load or store of memory at the address on the stack plus `offset`; v128 of any kind, any alignment. */
  simdMemory(code: number, offset = 0, ...lane: readonly number[]): this {
    return this.simd(code, 0, ...unsigned(offset), ...lane);
  }

  /** As `simdMemory`, for plain numbers. */
  memory(code: number, offset = 0): this {
    return this.raw(code, 0, ...unsigned(offset));
  }

  call(index: number): this {
    return this.raw(0x10, ...unsigned(index));
  }

  /** local += bytes */
  advance(local: Local, bytes: number): this {
    return bytes === 0 ? this : this.get(local).i32(bytes).on32("add").set(local);
  }

  /** to = from + bytes */
  point(to: Local, from: Local, bytes = 0): this {
    this.get(from);
    if (bytes !== 0) this.i32(bytes).on32("add");
    return this.set(to);
  }

  /** The body `times` times; once without a loop. */
  repeat(times: number, body: () => void): this {
    if (times <= 0) return this;
    if (times === 1) {
      body();
      return this;
    }
    const left = this.local("i32");
    this.i32(times).set(left).raw(0x03, 0x40);
    body();
    return this.get(left)
      .i32(1)
      .on32("sub")
      .raw(0x22, ...unsigned(left))
      .raw(0x0d, 0, 0x0b);
  }

  /** The body until it has moved `place` to `end`: once at least. A counter less than `repeat`, for the innermost of loops. */
  until(place: Local, end: Local, body: () => void): this {
    this.raw(0x03, 0x40);
    body();
    return this.get(place).get(end).raw(0x47, 0x0d, 0, 0x0b);
  }

  /** The body where the i32 on the stack is not 0. */
  when(body: () => void): this {
    this.raw(0x04, 0x40);
    body();
    return this.raw(0x0b);
  }

  done(): FunctionBody {
    return {
      parameters: this.parameters,
      locals: this.locals,
      bytes: this.before.concat(this.bytes),
    };
  }
}
