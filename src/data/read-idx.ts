import type { DType } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { sizeOf, Tensor } from "../core/tensor.js";

export interface ReadIdxOptions {
  /** What the bytes are, for messages: a file's name. Default `IDX file`. */
  readonly name?: string | undefined;
  /** Most bytes that the unpacked file may have. Default 1 GiB. */
  readonly maxBytes?: number | undefined;
}

/**
 * The array in an IDX file, the format of MNIST; gzip is unpacked.
 *
 * Dtype   uint8, float32 and float64 as stored; int8, int16 and int32 become int32. Uncompressed uint8 shares the
 *         memory of `bytes`.
 * Throws  `invalid_idx` for anything but one whole array: another magic number, cut off, bytes after the end, damaged
 *         gzip, larger than `maxBytes`.
 * Source  "THE IDX FILE FORMAT", http://yann.lecun.com/exdb/mnist/
 *
 * @example const images = await readIdx(await readFile("train-images-idx3-ubyte.gz"));   // uint8 [60000, 28, 28]
 */
export async function readIdx(
  bytes: Uint8Array | ArrayBuffer,
  { name = "IDX file", maxBytes = 2 ** 30 }: ReadIdxOptions = {},
): Promise<Tensor> {
  const given = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
  const isGzip = given[0] === 0x1f && given[1] === 0x8b;
  const file = await unpackIdx(given, name, maxBytes);
  const header = readHeader(file, name, maxBytes);
  if (header === undefined)
    throw invalid(name, `ends within its header, after ${file.length} bytes; get the file again`);
  const { type, shape, start, end } = header;
  if (file.length !== end) {
    const declared = `its header declares [${shape.join(", ")}] ${type.dtype}, ${end} bytes in all`;
    if (file.length < end)
      throw invalid(name, `${declared}, but it ends after ${file.length}; it was cut off, get it again`);
    throw invalid(name, `${declared}, but it has ${isGzip ? "more" : file.length}; it is damaged or not IDX`);
  }
  return new Tensor(type.read(file, start, sizeOf(shape)), shape, type.dtype);
}

/** The bytes of an IDX file, unpacked if they are gzip. Throws `invalid_idx` for damaged gzip or a bad header in it. */
export async function unpackIdx(bytes: Uint8Array, name: string, maxBytes: number): Promise<Uint8Array> {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? await gunzip(bytes, name, maxBytes) : bytes;
}

interface ElementType {
  readonly dtype: DType;
  readonly bytes: number;
  readonly read: (
    file: Uint8Array,
    start: number,
    count: number,
  ) => Uint8Array | Int32Array | Float32Array | Float64Array;
}

// Numbers are big-endian. The byte codes are the format's.
const types: ReadonlyMap<number, ElementType> = new Map<number, ElementType>([
  [0x08, { dtype: "uint8", bytes: 1, read: (f, s, n) => new Uint8Array(f.buffer, f.byteOffset + s, n) }],
  [0x09, { dtype: "int32", bytes: 1, read: (f, s, n) => fill(new Int32Array(n), s, 1, "getInt8", f) }],
  [0x0b, { dtype: "int32", bytes: 2, read: (f, s, n) => fill(new Int32Array(n), s, 2, "getInt16", f) }],
  [0x0c, { dtype: "int32", bytes: 4, read: (f, s, n) => fill(new Int32Array(n), s, 4, "getInt32", f) }],
  [0x0d, { dtype: "float32", bytes: 4, read: (f, s, n) => fill(new Float32Array(n), s, 4, "getFloat32", f) }],
  [0x0e, { dtype: "float64", bytes: 8, read: (f, s, n) => fill(new Float64Array(n), s, 8, "getFloat64", f) }],
]);

type Getter = "getInt8" | "getInt16" | "getInt32" | "getFloat32" | "getFloat64";

function fill<A extends Int32Array | Float32Array | Float64Array>(
  out: A,
  start: number,
  step: number,
  get: Getter,
  file: Uint8Array,
): A {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let i = 0; i < out.length; i++) out[i] = view[get](start + i * step);
  return out;
}

interface Header {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly start: number;
  /** Bytes of the whole file. */
  readonly end: number;
}

/** Two zero bytes, the element type, the rank, then each size in four bytes; undefined if the bytes do not reach. */
function readHeader(file: Uint8Array, name: string, maxBytes: number): Header | undefined {
  if (file.length < 4) return undefined;
  const hex = (byte: number): string => `0x${byte.toString(16).padStart(2, "0")}`;
  if (file[0] !== 0 || file[1] !== 0) {
    throw invalid(
      name,
      `starts with ${hex(file[0])} ${hex(file[1])}, where IDX has 0x00 0x00 and gzip 0x1f 0x8b; give an IDX file`,
    );
  }
  const type = types.get(file[2]);
  if (type === undefined) {
    throw invalid(
      name,
      `has elements of type ${hex(file[2])}; the format knows ${[...types.keys()].map(hex).join(", ")}`,
    );
  }
  const rank = file[3];
  if (rank > 8) throw invalid(name, `declares ${rank} axes, over the limit of 8; it is damaged or not IDX`);
  const start = 4 + 4 * rank;
  if (file.length < start) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, start);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const end = start + sizeOf(shape) * type.bytes;
  if (end > maxBytes) {
    throw invalid(
      name,
      `declares [${shape.join(", ")}] ${type.dtype}, ${end} bytes, over the limit of ${maxBytes}; raise maxBytes if it is right`,
    );
  }
  return { type, shape, start, end };
}

/** Unpacks until the end, or until there is more than the header declares: what the file claims bounds the memory. */
async function gunzip(bytes: Uint8Array, name: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let header: Header | undefined;
  // The cast: DOM types tell buffers that can be shared from those that cannot; a Blob copies either.
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream("gzip"));
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      length += value.length;
      header ??= readHeader(length === value.length ? value : joined(chunks, length), name, maxBytes);
      if (header !== undefined && length > header.end) break;
    }
  } catch (error) {
    if (error instanceof NeurogradError) throw error;
    throw invalid(
      name,
      `is damaged gzip: ${error instanceof Error ? error.message : error}; get the file again`,
      error,
    );
  } finally {
    await reader.cancel().catch(() => {}); // the reason is thrown already
  }
  return joined(chunks, length);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

function invalid(name: string, what: string, cause?: unknown): NeurogradError {
  return new NeurogradError("invalid_idx", `${name}: ${what}`, cause === undefined ? undefined : { cause });
}
