import { NeurogradError, nearestName } from "../../core/errors.js";
import { Tensor, tensor } from "../../core/tensor.js";
import type { NirGraph, NirMetadata, NirNode, NirPadding } from "./nir-graph.js";
import { integersOf, invalid, isTree, type NirTree, textAt, told } from "./nir-tree.js";
import { camelCase, type Field, type NirType, nirTypes, nodeFields } from "./node-fields.js";

/** What files have beside a node's own fields: shapes that follow from them. */
const ignored: readonly string[] = ["type", "metadata", "input_type", "output_type"];

/**
 * The graph that a tree describes: `version` and the group `node`.
 *
 * Throws  `invalid_nir`, `unknown_kind`, `unknown_name`.
 */
export function graphFromTree(tree: NirTree, where: string): NirGraph {
  const { node } = tree;
  if (!isTree(node)) {
    const names = Object.keys(tree).slice(0, 6).join(", ") || "nothing";
    throw invalid(
      where,
      `there is ${names}, but no group "node"; this is HDF5 of another kind: give a file written by NIR`,
    );
  }
  const graph = nodeFromTree(node, `${where}: node`);
  const version = tree.version === undefined ? {} : { version: textAt(tree, "version", where) };
  if (graph.type === "NIRGraph") return { ...graph, ...version };
  throw invalid(
    where,
    `the outermost node is a ${graph.type}, not a NIRGraph; put it into a graph with an Input and an Output`,
  );
}

function nodeFromTree(tree: NirTree, where: string): NirNode {
  const type = textAt(tree, "type", where);
  const metadata = isTree(tree.metadata) ? { metadata: metadataOf(tree.metadata) } : {};
  if (type === "NIRGraph") return { type, ...nodesAndEdges(tree, where), ...metadata };
  if (!Object.hasOwn(nodeFields, type)) {
    const near = nearestName(type, nirTypes);
    const hint = near === undefined ? "" : `did you mean "${near}"? `;
    throw new NeurogradError(
      "unknown_kind",
      `${where}: there is no NIR node "${type}"; ${hint}known are ${nirTypes.join(", ")}`,
    );
  }
  const fields = nodeFields[type as NirType]; // one of its keys
  const names = fields.map(({ name }) => name);
  const strange = Object.keys(tree).find((name) => !names.includes(name) && !ignored.includes(name));
  if (strange !== undefined) {
    throw invalid(
      where,
      `${type} has no field "${strange}"; its fields are ${names.join(", ")}, what is your own belongs into metadata`,
    );
  }
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    const value = fieldOf(tree, field, `${where}: ${type}`);
    if (value !== undefined) values[camelCase(field.name)] = value;
  }
  return { type, ...values, ...metadata } as NirNode; // the fields of this type, each of its kind
}

function fieldOf(tree: NirTree, field: Field, where: string): unknown {
  const { name, kind, optional, like } = field;
  const found = tree[name];
  if (found === undefined) {
    if (optional) return undefined;
    const other = like && tree[like[0]];
    if (like && other instanceof Tensor)
      return tensor(other.toFloat64().fill(like[1]), { shape: other.shape, dtype: other.dtype });
    throw invalid(where, `the field "${name}" is not there; write it, for nothing can stand for it`);
  }
  const at = `${where}.${name}`;
  switch (kind) {
    case "array":
      if (found instanceof Tensor && found.dtype !== "string") return found;
      throw invalid(at, `is ${told(found)}; it must be an array of numbers`);
    case "integer": {
      const values = integersOf(found, at);
      if (values.length === 1) return values[0];
      throw invalid(at, `is ${told(found)}; it must be one whole number`);
    }
    case "integers":
      return integersOf(found, at);
    case "axis":
    case "axes":
      return perAxis(found, kind === "axis" ? 1 : 2, at);
    case "padding1d":
    case "padding2d":
      return paddingOf(found, kind === "padding1d" ? 1 : 2, at);
  }
}

function perAxis(found: NirTree | Tensor, axes: number, at: string): readonly number[] {
  const values = integersOf(found, at);
  if (values.length === axes) return values;
  if (values.length === 1) return new Array<number>(axes).fill(values[0]);
  throw invalid(at, `holds ${values.length} numbers for ${axes} axes; give one, or one for each`);
}

function paddingOf(found: NirTree | Tensor, axes: number, at: string): NirPadding {
  if (!(found instanceof Tensor && found.dtype === "string")) return perAxis(found, axes, at);
  const [word] = found.data;
  if (word === "same" || word === "valid") return word;
  throw invalid(at, `is "${word}"; it must be "same", "valid", or whole numbers`);
}

function nodesAndEdges(tree: NirTree, where: string): Pick<NirGraph, "nodes" | "edges"> {
  if (!isTree(tree.nodes))
    throw invalid(where, `"nodes" is ${told(tree.nodes)}; a NIRGraph needs a group of nodes`);
  const nodes: [string, NirNode][] = [];
  for (const [name, node] of Object.entries(tree.nodes)) {
    if (!isTree(node)) throw invalid(where, `the node "${name}" is ${told(node)}, not a group`);
    nodes.push([name, nodeFromTree(node, `${where}/${name}`)]);
  }
  return { nodes: Object.fromEntries(nodes), edges: edgesOf(tree.edges, where) };
}

function edgesOf(found: NirTree | Tensor | undefined, where: string): readonly (readonly [string, string])[] {
  if (found instanceof Tensor && found.size === 0) return [];
  if (
    !(found instanceof Tensor && found.dtype === "string" && found.shape.length === 2 && found.shape[1] === 2)
  ) {
    throw invalid(where, `"edges" is ${told(found)}; a NIRGraph needs pairs of names, string [edges, 2]`);
  }
  const { data } = found;
  return Array.from(
    { length: found.shape[0] },
    (_, k) => [String(data[2 * k]), String(data[2 * k + 1])] as const,
  );
}

/** Texts and float64 numbers as themselves, all else as arrays, so that writing gives the same file. */
function metadataOf(tree: NirTree): NirMetadata {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => {
      if (isTree(value)) return [name, metadataOf(value)];
      const isPlain = value.shape.length === 0 && (value.dtype === "string" || value.dtype === "float64");
      return [name, isPlain ? (value.data[0] as string | number) : value];
    }),
  );
}
