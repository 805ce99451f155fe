import { NeurogradError } from "../../core/errors.js";
import { sizeOf, Tensor } from "../../core/tensor.js";
import { hasSoundHeaps } from "./global-heap.js";
import { type H5Entity, type H5Group, newFile, withFile } from "./h5wasm.js";
import { invalid, isTree, type NirTree } from "./nir-tree.js";

const deepest = 32;
const mostEntries = 100_000;

/**
 * What an HDF5 file holds, as groups and arrays. Sizes are looked at before anything is read: a small file can declare more than any memory has.
 *
 * Throws  `invalid_nir`, `limit_exceeded`, `package_missing`.
 */
export async function readTree(bytes: Uint8Array, maxBytes: number): Promise<NirTree> {
  if (!isHdf5(bytes)) {
    const kind = bytes.length === 0 ? "is empty" : "is not an HDF5 file";
    throw invalid(
      "readNir",
      `the file ${kind}; a .nir file begins with the bytes 89 48 44 46: fetch or write it again`,
    );
  }
  if (!hasSoundHeaps(bytes))
    throw invalid(
      "readNir",
      "its texts are damaged (a global heap that does not add up); fetch or write it again",
    );
  const budget = { bytes: maxBytes, entries: mostEntries, maxBytes };
  try {
    return await withFile(bytes, (file) => groupOf(file, "/", 0, budget));
  } catch (error) {
    if (error instanceof NeurogradError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new NeurogradError(
      "invalid_nir",
      `readNir: HDF5 cannot read it (${reason}); the file is damaged: fetch or write it again`,
      { cause: error },
    );
  }
}

/** The signature stands at byte 0, 512, 1024, 2048, … */
function isHdf5(bytes: Uint8Array): boolean {
  const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
  for (let at = 0; at + 8 <= bytes.length; at = at === 0 ? 512 : at * 2)
    if (signature.every((byte, k) => bytes[at + k] === byte)) return true;
  return false;
}

interface Budget {
  bytes: number;
  entries: number;
  readonly maxBytes: number;
}

function groupOf(group: H5Group, path: string, depth: number, budget: Budget): NirTree {
  if (depth > deepest) throw invalid(path, `groups stand more than ${deepest} deep; write the graph flatter`);
  const found: [string, NirTree | Tensor][] = [];
  for (const name of group.keys()) {
    const inner = path === "/" ? `/${name}` : `${path}/${name}`;
    if (--budget.entries < 0)
      throw tooMuch(inner, `more than ${mostEntries} groups and arrays`, "divide the network");
    const entity = group.get(name);
    if (entity?.type === "Group") found.push([name, groupOf(entity as H5Group, inner, depth + 1, budget)]);
    else if (entity?.type === "Dataset") {
      const tensor = datasetOf(entity, inner, budget);
      if (tensor !== undefined) found.push([name, tensor]);
      else if (!inner.includes("/metadata/"))
        throw invalid(inner, "holds neither numbers nor texts; write it as an array of float32");
    } else {
      const kind = entity?.type ?? "nothing";
      throw invalid(inner, `is a ${kind}, which may lead out of the file; write the array itself`);
    }
  }
  return Object.fromEntries(found);
}

const tooMuch = (where: string, what: string, remedy: string): NeurogradError =>
  new NeurogradError("limit_exceeded", `${where}: ${what}; ${remedy}`);

function datasetOf(dataset: H5Entity, path: string, budget: Budget): Tensor | undefined {
  const { type, size, shape } = dataset.metadata;
  if (shape === null) return undefined;
  const bytes = sizeOf(shape) * size;
  budget.bytes -= bytes;
  if (!(budget.bytes >= 0)) {
    throw tooMuch(
      path,
      `[${shape.join(", ")}] would make more than ${budget.maxBytes} bytes`,
      "pass maxBytes if you trust the file",
    );
  }
  const isHalf = type === 1 && size === 2;
  if (isHalf || (type === 1 && size > 8)) return undefined;
  if (type !== 0 && type !== 1 && type !== 3 && type !== 8) return undefined;
  const { value } = dataset;
  // Of rank 0 it comes as a number, whatever its type.
  if (typeof value === "number" && type === 1 && size === 4)
    return new Tensor(Float32Array.of(value), shape, "float32");
  return tensorOf(value, shape);
}

/** As h5wasm gives it: an array of its type, or of rank 0 a number, a bigint or a text. */
function tensorOf(value: unknown, shape: readonly number[]): Tensor | undefined {
  if (typeof value === "string") return new Tensor([value], shape, "string");
  if (Array.isArray(value)) return new Tensor(value as string[], shape, "string"); // only texts come as plain arrays
  if (typeof value === "number") return new Tensor(Float64Array.of(value), shape, "float64");
  if (typeof value === "bigint")
    return new Tensor(BigInt64Array.of(BigInt.asIntN(64, value)), shape, "int64");
  if (value instanceof Float32Array) return new Tensor(value, shape, "float32");
  if (value instanceof Float64Array) return new Tensor(value, shape, "float64");
  if (value instanceof Int32Array) return new Tensor(value, shape, "int32");
  if (value instanceof Uint32Array) return new Tensor(value, shape, "uint32");
  if (value instanceof Uint8Array) return new Tensor(value, shape, "uint8");
  if (value instanceof BigInt64Array) return new Tensor(value, shape, "int64");
  if (value instanceof Int8Array || value instanceof Int16Array || value instanceof Uint16Array)
    return new Tensor(Int32Array.from(value), shape, "int32");
  if (value instanceof BigUint64Array) return new Tensor(BigInt64Array.from(value), shape, "int64");
  return undefined;
}

/** The bytes of an HDF5 file of these groups and arrays; arrays are compressed, as NIR's own program does. */
export const treeBytes = (tree: NirTree): Promise<Uint8Array> => newFile((file) => fill(file, tree));

function fill(group: H5Group, tree: NirTree): void {
  for (const [name, value] of Object.entries(tree)) {
    if (isTree(value)) fill(group.create_group(name), value);
    else group.create_dataset({ name, data: dataOf(value), shape: value.shape, ...compressionOf(value) });
  }
}

const dataOf = ({ data, dtype }: Tensor): unknown =>
  dtype === "string" ? [...(data as readonly string[])] : data;

function compressionOf({ dtype, shape, size }: Tensor): object {
  if (dtype === "string" || shape.length === 0 || size === 0) return {};
  return { chunks: chunksOf(shape), compression: "gzip", compression_opts: 4 };
}

/** A chunk may hold 4 GiB at most, and is unpacked at once: whole rows, up to a million numbers. */
function chunksOf(shape: readonly number[]): readonly number[] {
  const chunks = [...shape];
  for (let axis = 0; axis < chunks.length && sizeOf(chunks) > 2 ** 20; axis++)
    chunks[axis] = Math.max(1, Math.floor((chunks[axis] * 2 ** 20) / sizeOf(chunks)));
  return chunks;
}
