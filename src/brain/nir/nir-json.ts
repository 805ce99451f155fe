import { type DType, zerosOf } from "../../core/dtype.js";
import { sizeOf, Tensor } from "../../core/tensor.js";
import { checkGraph } from "./check-graph.js";
import { graphFromTree } from "./graph-from-tree.js";
import { graphToTree } from "./graph-to-tree.js";
import type { NirGraph } from "./nir-graph.js";
import { invalid, isTree, type NirTree } from "./nir-tree.js";

const format = "neurograd-nir-json 1 (not part of the NIR standard)";

/**
 * A NIR graph as JSON text: the tree of the HDF5 file, to read, to compare, and to use where h5wasm is not installed. It is ours alone: other programs read
 * `.nir` files.
 *
 * Throws  `invalid_nir`, `unknown_name`, `invalid_option`, `dtype_mismatch`.
 *
 * @example
 * nirToJson({ type: "NIRGraph", nodes: { input: { type: "Input", shape: [2] } }, edges: [] });
 */
export function nirToJson(graph: NirGraph): string {
  checkGraph(graph, "nirToJson");
  return JSON.stringify({ format, ...toJson(graphToTree(graph)) }, undefined, 1);
}

/**
 * The graph of such a text; every number is what it was, to the last bit.
 *
 * Throws  `invalid_nir`, `unknown_kind`, `unknown_name`.
 *
 * @example
 * const text = nirToJson({ type: "NIRGraph", nodes: { input: { type: "Input", shape: [2] } }, edges: [] });
 * nirFromJson(text).nodes.input.type;                           // "Input"
 */
export function nirFromJson(text: string): NirGraph {
  const where = "nirFromJson";
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw invalid(where, `the text is not JSON (${(cause as Error).message}); give what nirToJson wrote`);
  }
  if (!isObject(parsed) || parsed.format !== format)
    throw invalid(where, `"format" is not "${format}"; give what nirToJson wrote`);
  const { format: _, ...tree } = parsed;
  const graph = graphFromTree(fromJson(tree, where, 0), where);
  checkGraph(graph, where);
  return graph;
}

const isObject = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === "object" && x !== null && !Array.isArray(x);

/** Texts stand for themselves, arrays are objects with `@dtype`. */
const toJson = (tree: NirTree): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(tree).map(([name, value]) => {
      if (isTree(value)) return [name, toJson(value)];
      const { dtype, shape, data } = value;
      if (dtype === "string" && shape.length === 0) return [name, data[0]];
      return [name, { "@dtype": dtype, shape, data: Array.from(data as ArrayLike<unknown>, elementToJson) }];
    }),
  );

/** JSON knows neither infinity nor whole numbers beyond 2⁵³, nor tells −0 from 0. */
function elementToJson(x: unknown): unknown {
  if (typeof x === "bigint") return Number.isSafeInteger(Number(x)) ? Number(x) : String(x);
  return typeof x === "number" && (!Number.isFinite(x) || Object.is(x, -0))
    ? x === 0
      ? "-0"
      : String(x)
    : x;
}

function fromJson(value: unknown, where: string, depth: number): NirTree {
  if (!isObject(value) || depth > 32)
    throw invalid(where, "is not an object, or stands more than 32 deep; give what nirToJson wrote");
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const at = `${where}: ${name}`;
      if (typeof inner === "string") return [name, new Tensor([inner], [], "string")];
      return [
        name,
        isObject(inner) && "@dtype" in inner ? tensorFromJson(inner, at) : fromJson(inner, at, depth + 1),
      ];
    }),
  );
}

const dtypes: readonly DType[] = [
  "bool",
  "uint8",
  "int32",
  "uint32",
  "int64",
  "float32",
  "float64",
  "string",
];

function tensorFromJson(json: Readonly<Record<string, unknown>>, where: string): Tensor {
  const { shape, data } = json;
  const dtype = dtypes.find((known) => known === json["@dtype"]);
  const fits =
    dtype !== undefined &&
    Array.isArray(shape) &&
    shape.every((size) => Number.isSafeInteger(size) && size >= 0) &&
    Array.isArray(data) &&
    data.length === sizeOf(shape);
  if (!fits)
    throw invalid(
      where,
      `an array needs "@dtype" (${dtypes.join(", ")}), "shape" and as many "data"; give what nirToJson wrote`,
    );
  const isText = dtype === "string";
  const filled = zerosOf(dtype, data.length);
  const cells = filled as Record<number, unknown>; // each element is checked to be of the dtype before it is written
  for (const [k, element] of data.entries()) {
    const isNumber =
      typeof element === "number" ||
      (typeof element === "string" &&
        element.trim() !== "" &&
        (element === "NaN" || !Number.isNaN(Number(element))));
    if (isText ? typeof element !== "string" : !isNumber)
      throw invalid(
        where,
        `element ${k} is ${JSON.stringify(element)}; an array of ${dtype} holds ${isText ? "texts" : "numbers"}`,
      );
    cells[k] = dtype === "int64" ? bigintOf(element, where) : isText ? element : Number(element);
  }
  return new Tensor(filled, shape, dtype);
}

function bigintOf(element: unknown, where: string): bigint {
  try {
    return BigInt(element as string | number);
  } catch {
    throw invalid(where, `${JSON.stringify(element)} is not a whole number`);
  }
}
