import type { DType } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { sizeOf } from "../core/tensor.js";

/** How the elements of an npy file are stored. */
export interface NpyType {
  /** Our dtype; integers that we have no type for become the next larger one. */
  readonly dtype: DType;
  /** The kind of number in the file: NumPy's letter and size, `f4`, `u1`, `U12`. */
  readonly kind: string;
  /** Bytes of an element. */
  readonly bytes: number;
  readonly bigEndian: boolean;
}

export interface NpyHeader {
  readonly type: NpyType;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly start: number;
}

const held: ReadonlyMap<string, readonly [DType, bytes: number]> = new Map([
  ["b1", ["bool", 1]],
  ["u1", ["uint8", 1]],
  ["i1", ["int32", 1]],
  ["i2", ["int32", 2]],
  ["u2", ["int32", 2]],
  ["i4", ["int32", 4]],
  ["u4", ["uint32", 4]],
  ["i8", ["int64", 8]],
  ["u8", ["int64", 8]],
  ["f2", ["float16", 2]],
  ["f4", ["float32", 4]],
  ["f8", ["float64", 8]],
]);

/** Longest header that is read; NumPy's own limit. */
const maxHeader = 10_000;
const maxAxes = 8;

/**
 * The header of an npy file: a magic string, a version, and a Python dictionary of three known keys, read by its own
 * small grammar.
 *
 * Throws  `invalid_npy`; `unsupported_dtype` for Python objects, records, dates and complex numbers.
 * Source  https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function readNpyHeader(file: Uint8Array, name: string): NpyHeader {
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
  if (magic.some((byte, i) => file[i] !== byte)) {
    throw invalid(name, 'does not start with "\\x93NUMPY"; give a file written by numpy.save');
  }
  const version = file[6];
  if (version !== 1 && version !== 2 && version !== 3) {
    throw invalid(name, `has format version ${version ?? "missing"}; versions 1, 2 and 3 are known`);
  }
  const lengthEnd = version === 1 ? 10 : 12;
  if (file.length < lengthEnd)
    throw invalid(name, `ends within its header, after ${file.length} bytes; get the file again`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > maxHeader)
    throw invalid(
      name,
      `declares a header of ${length} bytes, over the limit of ${maxHeader}; it is damaged`,
    );
  const start = lengthEnd + length;
  if (file.length < start)
    throw invalid(name, `ends within its header, after ${file.length} bytes of ${start}; get the file again`);
  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(file.subarray(lengthEnd, start));
  const entries = readDictionary(text, name);
  const [descr, fortranOrder, shape] = ["descr", "fortran_order", "shape"].map((key) => entries.get(key));
  if (
    entries.size !== 3 ||
    typeof descr !== "string" ||
    typeof fortranOrder !== "boolean" ||
    !Array.isArray(shape)
  ) {
    throw invalid(
      name,
      `has the header ${JSON.stringify(text.trim())}, not one of descr, fortran_order and shape; it is damaged`,
    );
  }
  if (shape.length > maxAxes)
    throw invalid(
      name,
      `declares ${shape.length} axes, over the limit of ${maxAxes}; reshape it before saving`,
    );
  return { type: typeOf(descr, name), fortranOrder, shape, start };
}

/** The bytes before the elements, padded so that those begin at a multiple of 64. */
export function writeNpyHeader(kind: string, shape: readonly number[]): Uint8Array {
  const order = /^[bui]1$/.test(kind) ? "|" : "<";
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${order}${kind}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = new TextEncoder().encode(`\0NUMPY\u0001\0\0\0${text.padEnd(length - 1)}\n`);
  header[0] = 0x93; // one byte, which UTF-8 would write as two
  new DataView(header.buffer).setUint16(8, length, true);
  return header;
}

/** The kind of element that a tensor is written as, but for strings, whose length varies. */
export function kindOf(dtype: DType): string {
  for (const [kind, [own, bytes]] of held) {
    // The first entry of int32 and int64 that loses nothing.
    if (own === dtype && !(dtype === "int32" && bytes < 4)) return kind;
  }
  throw new NeurogradError("unsupported_dtype", `npy: no way to write ${dtype}; cast it first`);
}

/** Bytes that the elements of a header take. */
export function dataBytes({ shape, type }: NpyHeader): number {
  return sizeOf(shape) * type.bytes;
}

export function invalid(name: string, what: string): NeurogradError {
  return new NeurogradError("invalid_npy", `${name}: ${what}`);
}

function typeOf(descr: string, name: string): NpyType {
  const [, order, kind] = /^([<>|=]?)([a-zA-Z]\d{0,9})$/.exec(descr) ?? [];
  const bigEndian = order === ">";
  const known = held.get(kind ?? "");
  if (known !== undefined) return { dtype: known[0], kind, bytes: known[1], bigEndian };
  if (kind?.startsWith("U")) return { dtype: "string", kind, bytes: 4 * Number(kind.slice(1)), bigEndian };
  const reason =
    kind === "O"
      ? "Python objects, which reading could run as code"
      : `elements of type ${JSON.stringify(descr)}`;
  throw new NeurogradError(
    "unsupported_dtype",
    `${name}: holds ${reason}; save numbers, or strings of dtype U`,
  );
}

type Entry = string | boolean | readonly number[];

// One token: punctuation, a string without escapes, a truth value, or a size (Python 2 wrote 3L). No two can begin alike.
const token = /\s*(?:([{}(),:[\]])|'([^'\\]{0,200})'|"([^"\\]{0,200})"|(True|False)|(\d{1,15})L?)/y;

function readDictionary(text: string, name: string): Map<string, Entry> {
  let at = 0;
  const broken = (): NeurogradError =>
    invalid(
      name,
      `its header is no dictionary of descr, fortran_order and shape at ${JSON.stringify(text.slice(at, at + 20))}; it is damaged`,
    );
  const next = (): { mark?: string; word?: string; truth?: boolean; size?: number } => {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) throw broken();
    at = token.lastIndex;
    const [, mark, single, double, truth, size] = match;
    if (mark !== undefined) return { mark };
    if (truth !== undefined) return { truth: truth === "True" };
    return size !== undefined ? { size: Number(size) } : { word: single ?? double };
  };
  const tuple = (): number[] => {
    const sizes: number[] = [];
    for (;;) {
      const { mark, size } = next();
      if (mark === ")") return sizes;
      if (size === undefined) throw broken();
      sizes.push(size);
      const { mark: after } = next();
      if (after === ")") return sizes;
      if (after !== ",") throw broken();
    }
  };
  const entries = new Map<string, Entry>();
  if (next().mark !== "{") throw broken();
  for (;;) {
    const { mark, word } = next();
    if (mark === "}") break;
    if (word === undefined || entries.has(word) || next().mark !== ":") throw broken();
    const value = next();
    if (value.mark === "[") {
      throw new NeurogradError(
        "unsupported_dtype",
        `${name}: holds records of several fields; save each field as its own array`,
      );
    }
    const entry = value.mark === "(" ? tuple() : (value.word ?? value.truth);
    if (entry === undefined) throw broken();
    entries.set(word, entry);
    const { mark: after } = next();
    if (after === "}") break;
    if (after !== ",") throw broken();
  }
  if (text.slice(at).trim() !== "") throw broken();
  return entries;
}
