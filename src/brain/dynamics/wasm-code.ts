// What a loop over float64 arrays needs of WebAssembly, two numbers at a time.

import { preamble, section, signed, name as text, unsigned, valueTypes, vector } from "../../wasm/encode.js";

const plain = {
  loop: [0x03],
  if: [0x04],
  end: [0x0b],
  branchIf: [0x0d],
  call: [0x10],
  localGet: [0x20],
  localSet: [0x21],
  int: [0x41],
  isBelow: [0x49],
  addInt: [0x6a],
} as const;

/** Numbers of the instructions on pairs of float64 numbers, after the prefix 0xfd. */
const numbers = {
  load: 0x00,
  store: 0x0b,
  constant: 0x0c,
  splat: 0x14,
  extract: 0x21,
  replace: 0x22,
  equal: 0x47,
  notEqual: 0x48,
  less: 0x49,
  greater: 0x4a,
  lessEqual: 0x4b,
  greaterEqual: 0x4c,
  not: 0x4d,
  and: 0x4e,
  isAny: 0x53,
  or: 0x50,
  select: 0x52, // the bits of the first where the third has a 1, else of the second
  ceil: 0x74,
  floor: 0x75,
  truncate: 0x7a,
  round: 0x94, // halves to the even one, as ops.round
  shiftLeft: 0xcb, // of whole numbers of 64 bits, as the next three
  subtractWhole: 0xd1,
  equalWhole: 0xd6,
  greaterWhole: 0xd9,
  abs: 0xec,
  negative: 0xed,
  sqrt: 0xef,
  add: 0xf0,
  subtract: 0xf1,
  multiply: 0xf2,
  divide: 0xf3,
  minimum: 0xf4,
  maximum: 0xf5,
} as const;

/** Instructions on pairs of float64 numbers. A truth is all bits 1 or all bits 0. */
export const pairs: Readonly<Record<keyof typeof numbers, readonly number[]>> = Object.fromEntries(
  Object.entries(numbers).map(([name, number]) => [name, [0xfd, ...unsigned(number)]]),
) as unknown as Record<keyof typeof numbers, readonly number[]>; // of its names

const eight = new DataView(new ArrayBuffer(8));

/** The same number twice. */
export function both(value: number): number[] {
  eight.setFloat64(0, value, true);
  return bothBytes();
}

/** The same whole number of 64 bits twice. */
export function bothWhole(value: bigint): number[] {
  eight.setBigInt64(0, value, true);
  return bothBytes();
}

function bothBytes(): number[] {
  const bytes = Array.from(new Uint8Array(eight.buffer));
  return [...pairs.constant, ...bytes, ...bytes];
}

/** The bits of a number as a whole number. */
export function bitsOf(value: number): bigint {
  eight.setFloat64(0, value, true);
  return eight.getBigInt64(0, true);
}

/** The bits of both moved up; what is above bit 63 is lost. */
export const shiftedLeft = (pushed: readonly number[], by: number): number[] => [
  ...pushed,
  ...plain.int,
  ...signed(by),
  ...pairs.shiftLeft,
];

export const get = (local: number): number[] => [...plain.localGet, ...unsigned(local)];
export const set = (local: number): number[] => [...plain.localSet, ...unsigned(local)];
/** The pair at `place` beyond the position. */
export const load = (place: number): number[] => [...get(0), ...pairs.load, 3, ...unsigned(place)];
export const store = (place: number, pushed: readonly number[]): number[] => [
  ...get(0),
  ...pushed,
  ...pairs.store,
  3,
  ...unsigned(place),
];

/** A function of one number, for each of the two. */
export const callTwice = (index: number, pushed: readonly number[]): number[] => [
  ...[...pushed, ...pairs.extract, 0, ...plain.call, ...unsigned(index), ...pairs.splat],
  ...[...pushed, ...pairs.extract, 1, ...plain.call, ...unsigned(index), ...pairs.replace, 1],
];

/** Does `body` if any bit of a pair is 1. */
export const ifAny = (pushed: readonly number[], body: readonly number[]): number[] => [
  ...[...pushed, ...pairs.isAny, ...plain.if, types.none],
  ...[...body, ...plain.end],
];

const types = { int: valueTypes.i32, number: valueTypes.f64, pair: valueTypes.v128, func: 0x60, none: 0x40 };
/** What a module with one function consists of: `run()`, over the memory `js.memory`. */
export interface LoopModule {
  /** Functions of one number that it calls, `js.exp`, …, in the order of their numbers. */
  readonly functions: readonly string[];
  /** How many locals hold pairs: 1, 2, …; local 0 is the position in bytes. */
  readonly locals: number;
  /** What is done at one position. */
  readonly body: readonly number[];
  /** Number of bytes that the position walks over, 16 at a time. */
  readonly bytes: number;
}

/** `position = 0; do { body } while ((position += 16) < bytes)` as a WebAssembly module. */
export function loopModule({ functions, locals, body, bytes }: LoopModule): Uint8Array<ArrayBuffer> {
  const kinds = [
    [types.func, 0, 0],
    [types.func, 1, types.number, 1, types.number],
  ];
  const imports = [
    [...text("js"), ...text("memory"), 0x02, 0x00, ...unsigned(1)],
    ...functions.map((name) => [...text("js"), ...text(name), 0x00, 0x01]),
  ];
  const next = [...get(0), ...plain.int, 16, ...plain.addInt, ...set(0)];
  const again = [...get(0), ...plain.int, ...signed(bytes), ...plain.isBelow, ...plain.branchIf, 0];
  const main = [
    ...vector([
      [1, types.int],
      [...unsigned(locals), types.pair],
    ]),
    ...[...plain.loop, types.none, ...body, ...next, ...again, ...plain.end],
    ...plain.end,
  ];
  return Uint8Array.from([
    ...preamble,
    ...section(1, kinds),
    ...section(2, imports),
    ...section(3, [[0]]),
    ...section(7, [[...text("run"), 0x00, ...unsigned(functions.length)]]),
    ...section(10, [[...unsigned(main.length), ...main]]),
  ]);
}
