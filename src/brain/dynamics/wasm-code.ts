// The few parts of WebAssembly's binary format that a loop over float64 arrays needs.
// Source https://webassembly.github.io/spec/core/binary/

/** Numbers of instructions. */
export const code = {
  loop: 0x03,
  end: 0x0b,
  branchIf: 0x0d,
  call: 0x10,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  load: 0x2b,
  store: 0x39,
  int: 0x41,
  number: 0x44,
  isZero: 0x45,
  isBelow: 0x49,
  equal: 0x61,
  notEqual: 0x62,
  less: 0x63,
  greater: 0x64,
  lessEqual: 0x65,
  greaterEqual: 0x66,
  addInt: 0x6a,
  and: 0x71,
  or: 0x72,
  abs: 0x99,
  negative: 0x9a,
  ceil: 0x9b,
  floor: 0x9c,
  round: 0x9e, // halves to the even one, as ops.round
  sqrt: 0x9f,
  add: 0xa0,
  subtract: 0xa1,
  multiply: 0xa2,
  divide: 0xa3,
  minimum: 0xa4,
  maximum: 0xa5,
  fromInt: 0xb8,
} as const;

const types = { int: 0x7f, number: 0x7c, func: 0x60, none: 0x40 } as const;

/** An unsigned whole number, seven bits a byte. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

/** A signed whole number ≥ 0: one more bit than `unsigned` needs. */
export function signed(value: number): number[] {
  const bytes = unsigned(value);
  const last = bytes[bytes.length - 1];
  return last < 0x40 ? bytes : [...bytes.slice(0, -1), last | 0x80, 0];
}

/** The bytes of a float64. */
export function float64(value: number): number[] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return Array.from(new Uint8Array(view.buffer));
}

const vector = (items: readonly (readonly number[])[]): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
];
const section = (id: number, content: readonly number[]): number[] => [
  id,
  ...unsigned(content.length),
  ...content,
];
const text = (name: string): number[] => vector(Array.from(new TextEncoder().encode(name), (byte) => [byte]));

/** What a module with one function consists of: `run()`, over the memory `js.memory`. */
export interface LoopModule {
  /** Functions of one number that it calls, `js.exp`, …, in the order of their numbers. */
  readonly functions: readonly string[];
  /** How many locals hold numbers, and how many truths; local 0 is the byte position. */
  readonly numbers: number;
  readonly truths: number;
  /** What is done at one position. */
  readonly body: readonly number[];
  /** Number of bytes that the position walks over, 8 at a time. */
  readonly bytes: number;
}

/** `position = 0; do { body } while ((position += 8) < bytes)` as a WebAssembly module. */
export function loopModule({ functions, numbers, truths, body, bytes }: LoopModule): Uint8Array<ArrayBuffer> {
  const kinds = vector([
    [types.func, 0, 0],
    [types.func, 1, types.number, 1, types.number],
  ]);
  const imports = vector([
    [...text("js"), ...text("memory"), 0x02, 0x00, ...unsigned(1)],
    ...functions.map((name) => [...text("js"), ...text(name), 0x00, 0x01]),
  ]);
  const exports = vector([[...text("run"), 0x00, ...unsigned(functions.length)]]);
  const locals = vector([
    [1, types.int],
    [...unsigned(numbers), types.number],
    [...unsigned(truths), types.int],
  ]);
  const next = [code.localGet, 0, code.int, 8, code.addInt, code.localSet, 0];
  const again = [code.localGet, 0, code.int, ...signed(bytes), code.isBelow, code.branchIf, 0];
  const loop = [code.loop, types.none, ...body, ...next, ...again, code.end];
  const main = [...locals, ...loop, code.end];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, kinds),
    ...section(2, imports),
    ...section(3, [1, 0]),
    ...section(7, exports),
    ...section(10, vector([[...unsigned(main.length), ...main]])),
  ]);
}
