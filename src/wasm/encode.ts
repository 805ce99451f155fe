/** Bytes of a WebAssembly module, as far as kernels need it. Source https://webassembly.github.io/spec/core/binary/ */
export type ValueType = "i32" | "f32" | "f64" | "v128";

export const valueTypes: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** What every module begins with: its magic number and version. */
export const preamble: readonly number[] = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** A function whose parameters are all i32 and that gives nothing back. */
export interface FunctionBody {
  readonly parameters: number;
  readonly locals: readonly ValueType[];
  readonly bytes: readonly number[];
}

/** An unsigned number, seven bits a byte. */
export function unsigned(n: number): number[] {
  const out: number[] = [];
  let rest = n >>> 0;
  while (rest > 127) {
    out.push((rest & 127) | 128);
    rest >>>= 7;
  }
  out.push(rest);
  return out;
}

/** A signed 32-bit number, seven bits a byte. */
export function signed(n: number): number[] {
  const out: number[] = [];
  let rest = n | 0;
  while (rest < -64 || rest > 63) {
    out.push((rest & 127) | 128);
    rest >>= 7;
  }
  out.push(rest & 127);
  return out;
}

type Bytes = readonly number[];

const joined = (parts: readonly Bytes[]): number[] => {
  const out: number[] = [];
  for (const part of parts) for (const byte of part) out.push(byte);
  return out;
};
/** Items behind their number. */
export const vector = (items: readonly Bytes[]): number[] => joined([unsigned(items.length), ...items]);
const withLength = (body: Bytes): number[] => joined([unsigned(body.length), body]);
export const name = (text: string): number[] => vector([...text].map((c) => [c.charCodeAt(0)]));
/** A section of a module: items of one kind. */
export const section = (id: number, items: readonly Bytes[]): number[] =>
  joined([[id], withLength(vector(items))]);

/** Runs of the same type count as one entry. */
function declared(locals: readonly ValueType[]): number[][] {
  const groups: { count: number; readonly type: ValueType }[] = [];
  for (const type of locals) {
    const last = groups.at(-1);
    if (last?.type === type) last.count++;
    else groups.push({ count: 1, type });
  }
  return groups.map(({ count, type }) => [...unsigned(count), valueTypes[type]]);
}

const end = 0x0b;

/** A module that imports its memory as `heap.memory` and exports its last function as `main`. */
export function encodeModule(functions: readonly FunctionBody[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    0x60,
    ...vector(new Array<number[]>(parameters).fill([valueTypes.i32])),
    0,
  ]);
  const bodies = functions.map(({ locals, bytes }) =>
    withLength(joined([vector(declared(locals)), bytes, [end]])),
  );
  const parts = [
    preamble,
    section(1, types),
    section(2, [joined([name("heap"), name("memory"), [2, 0, 1]])]),
    section(
      3,
      functions.map((_, i) => unsigned(i)),
    ),
    section(7, [joined([name("main"), [0], unsigned(functions.length - 1)])]),
    section(10, bodies),
  ];
  return new Uint8Array(joined(parts));
}
