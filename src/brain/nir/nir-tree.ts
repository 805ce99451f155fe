import { NeurogradError } from "../../core/errors.js";
import { Tensor } from "../../core/tensor.js";

/** Groups and arrays by name: what an HDF5 file holds, and its twin in JSON. A single number or text is an array of rank 0. */
export interface NirTree {
  readonly [name: string]: NirTree | Tensor;
}

export const invalid = (where: string, what: string): NeurogradError =>
  new NeurogradError("invalid_nir", `${where}: ${what}`);

export const isTree = (x: NirTree | Tensor | undefined): x is NirTree =>
  x !== undefined && !(x instanceof Tensor);

/** A text of the tree. */
export function textAt(tree: NirTree, name: string, where: string): string {
  const found = tree[name];
  if (found instanceof Tensor && found.dtype === "string" && found.size === 1) return String(found.data[0]);
  throw invalid(
    where,
    `"${name}" is ${told(found)}, not a text; the file is damaged or of another kind: write it again`,
  );
}

export const textTensor = (text: string): Tensor => new Tensor([text], [], "string");

export const integerTensor = (values: readonly number[], shape: readonly number[]): Tensor =>
  new Tensor(BigInt64Array.from(values, BigInt), shape, "int64");

/** What stands where something else was expected. */
export function told(found: NirTree | Tensor | undefined): string {
  if (found === undefined) return "not there";
  if (isTree(found)) return "a group";
  return `${found.dtype} [${found.shape.join(", ")}]`;
}

/** Whole numbers of an array, of whichever type it is. */
export function integersOf(found: NirTree | Tensor | undefined, where: string): readonly number[] {
  if (found instanceof Tensor && found.dtype !== "string") {
    const values = Array.from(found.toFloat64());
    if (values.every((value) => Number.isSafeInteger(value))) return values;
  }
  const seen =
    found instanceof Tensor && found.size <= 8
      ? `: ${Array.from(found.data as ArrayLike<unknown>).join(", ")}`
      : "";
  throw invalid(where, `is ${told(found)}${seen}; it must hold whole numbers`);
}
