import type { TensorData } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { sizeOf, Tensor } from "../core/tensor.js";
import { dataBytes, invalid, kindOf, type NpyHeader, readNpyHeader, writeNpyHeader } from "./npy-header.js";

export interface ReadNpyOptions {
  /** What the bytes are, for messages: a file's name. Default `npy file`. */
  readonly name?: string | undefined;
}

/**
 * The array in an npy file, as `numpy.save` writes it: versions 1 to 3, either byte order, C or Fortran order.
 *
 * Dtype   as stored; int8, int16 and uint16 become int32, uint64 int64, `U` strings.
 * Throws  `invalid_npy` for anything but one whole array; `unsupported_dtype`; `value_out_of_range` for a uint64 from
 *         2⁶³ on.
 *
 * @example const x = readNpy(await readFile("weights.npy"))
 */
export function readNpy(bytes: Uint8Array | ArrayBuffer, { name = "npy file" }: ReadNpyOptions = {}): Tensor {
  const file = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
  const header = readNpyHeader(file, name);
  const { type, shape, start, fortranOrder } = header;
  const left = file.length - start;
  if (left !== dataBytes(header)) {
    const what = left < dataBytes(header) ? "it was cut off, get it again" : "it is damaged, get it again";
    throw invalid(
      name,
      `its header declares [${shape.join(", ")}] ${type.kind}, ${dataBytes(header)} bytes, but ${left} follow; ${what}`,
    );
  }
  const data = elementsOf(header, file, name);
  return new Tensor(fortranOrder && shape.length > 1 ? toCOrder(data, shape) : data, shape, type.dtype);
}

/**
 * A tensor as an npy file (version 1, little-endian, C order) for `numpy.load`. Strings are written as dtype `U`.
 *
 * @example await writeFile("x.npy", writeNpy(x))
 */
export function writeNpy(x: Tensor): Uint8Array {
  const width = x.dtype === "string" ? longest(x.data as readonly string[]) : 0;
  const header = writeNpyHeader(x.dtype === "string" ? `U${width}` : kindOf(x.dtype), x.shape);
  const body =
    "buffer" in x.data
      ? new Uint8Array(x.data.buffer, x.data.byteOffset, x.data.byteLength)
      : codePoints(x.data, width);
  const file = new Uint8Array(header.length + body.length);
  file.set(header);
  file.set(body, header.length);
  return file;
}

// Typed arrays have the byte order of the machine; no engine runs on a big-endian one today, so little is assumed.
function elementsOf({ type, shape, start }: NpyHeader, file: Uint8Array, name: string): TensorData {
  const { bytes, kind, bigEndian } = type;
  const body = new Uint8Array(file.subarray(start)); // a copy, so that it is aligned
  const swapped = kind.startsWith("U") ? 4 : bytes;
  if (bigEndian) for (let i = 0; i < body.length; i += swapped) body.subarray(i, i + swapped).reverse();
  const { buffer, byteOffset } = body;
  const count = sizeOf(shape);
  switch (kind) {
    case "b1":
      return body.map((byte) => Number(byte !== 0));
    case "u1":
      return new Uint8Array(buffer, byteOffset, count);
    case "i1":
      return Int32Array.from(new Int8Array(buffer, byteOffset, count));
    case "i2":
      return Int32Array.from(new Int16Array(buffer, byteOffset, count));
    case "u2":
      return Int32Array.from(new Uint16Array(buffer, byteOffset, count));
    case "i4":
      return new Int32Array(buffer, byteOffset, count);
    case "u4":
      return new Uint32Array(buffer, byteOffset, count);
    case "f2":
      return new Uint16Array(buffer, byteOffset, count);
    case "f4":
      return new Float32Array(buffer, byteOffset, count);
    case "f8":
      return new Float64Array(buffer, byteOffset, count);
    case "i8":
      return new BigInt64Array(buffer, byteOffset, count);
    case "u8":
      return signed(new BigInt64Array(buffer, byteOffset, count), name);
    default:
      return strings(new Uint32Array(buffer, byteOffset, body.length / 4), count, bytes / 4, name);
  }
}

function signed(values: BigInt64Array, name: string): BigInt64Array {
  const over = values.findIndex((value) => value < 0n);
  if (over < 0) return values;
  const value = BigInt.asUintN(64, values[over]);
  throw new NeurogradError(
    "value_out_of_range",
    `${name}: element ${over} is ${value}, which int64 cannot hold; save it as another type`,
  );
}

function strings(codes: Uint32Array, count: number, width: number, name: string): string[] {
  return Array.from({ length: count }, (_, i) => {
    const cell = codes.subarray(i * width, (i + 1) * width);
    const over = cell.find((code) => code > 0x10ffff);
    if (over !== undefined)
      throw invalid(name, `element ${i} holds ${over}, which is no character; it is damaged`);
    const length = cell.findLastIndex((code) => code !== 0) + 1;
    return Array.from(cell.subarray(0, length), (code) => String.fromCodePoint(code)).join("");
  });
}

function longest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, [...text].length), 1);
}

function codePoints(texts: readonly string[], width: number): Uint8Array {
  const codes = new Uint32Array(texts.length * width);
  texts.forEach((text, i) => {
    codes.set(
      Array.from(text, (character) => character.codePointAt(0) ?? 0),
      i * width,
    );
  });
  return new Uint8Array(codes.buffer);
}

/** Elements stored first axis fastest, put last axis fastest. */
function toCOrder(data: TensorData, shape: readonly number[]): TensorData {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  const place = shape.map(() => 0);
  // One element class: both arrays are copies of the same one, strings included.
  const [from, to] = [data as Float32Array, data.slice() as Float32Array];
  let source = 0;
  for (let i = 0; i < to.length; i++) {
    to[i] = from[source];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += strides[axis];
      if (++place[axis] < shape[axis]) break;
      source -= strides[axis] * shape[axis];
      place[axis] = 0;
    }
  }
  return to;
}
