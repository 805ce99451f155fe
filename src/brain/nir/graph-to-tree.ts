import { NeurogradError } from "../../core/errors.js";
import { Tensor } from "../../core/tensor.js";
import type { NirGraph, NirMetadata, NirNode } from "./nir-graph.js";
import { integerTensor, type NirTree, textTensor } from "./nir-tree.js";
import { camelCase, type Field, nodeFields } from "./node-fields.js";

/** What is written where a graph says nothing else: the version of NIR whose layout this is. */
export const nirVersion = "1.0.8";

/** A graph as groups and arrays, in the layout of NIR's own program. */
export const graphToTree = (graph: NirGraph): NirTree => ({
  version: textTensor(graph.version ?? nirVersion),
  node: nodeToTree(graph, "writeNir"),
});

function nodeToTree(node: NirNode, where: string): NirTree {
  const about = node.metadata === undefined ? {} : metadataToTree(node.metadata, where);
  const metadata = Object.keys(about).length === 0 ? {} : { metadata: about };
  const type = textTensor(node.type);
  if (node.type === "NIRGraph") {
    const nodes = Object.entries(node.nodes).map(([name, inner]) => {
      checkName(name, where);
      return [name, nodeToTree(inner, `${where}: ${name}`)];
    });
    return { type, nodes: Object.fromEntries(nodes), edges: edgesTensor(node.edges), ...metadata };
  }
  const given = new Map<string, unknown>(Object.entries(node));
  const fields = nodeFields[node.type].flatMap((field) => {
    const value = fieldTensor(field, given.get(camelCase(field.name)), where);
    return value === undefined ? [] : [[field.name, value]];
  });
  return { type, ...Object.fromEntries(fields), ...metadata };
}

/** HDF5 takes a slash for a way into groups, and a dot for the group itself. */
function checkName(name: string, where: string): void {
  if (name !== "" && name !== "." && !name.includes("/") && !name.includes("\0")) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: a node cannot be named ${JSON.stringify(name)}, for HDF5 reads a way in it; leave out / and a lone dot`,
  );
}

const edgesTensor = (edges: NirGraph["edges"]): Tensor =>
  edges.length === 0
    ? new Tensor(new Float64Array(0), [0], "float64") // as NIR's own program writes an empty list
    : new Tensor(edges.flat(), [edges.length, 2], "string");

function fieldTensor({ name, kind }: Field, value: unknown, where: string): Tensor | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") return textTensor(value);
  if (kind === "array" && value instanceof Tensor) return writable(value, `${where}.${name}`);
  const numbers = (typeof value === "number" ? [value] : value) as readonly number[]; // by the field's type
  const isSingle = kind === "integer" || kind === "axis" || kind === "padding1d";
  return integerTensor(numbers, isSingle ? [] : [numbers.length]);
}

function writable(value: Tensor, where: string): Tensor {
  if (value.dtype === "bool") return new Tensor(value.data, value.shape, "uint8");
  if (value.dtype !== "float16") return value;
  throw new NeurogradError(
    "dtype_mismatch",
    `${where}: is float16, which h5wasm does not write; make it float32`,
  );
}

const metadataToTree = (metadata: NirMetadata, where: string): NirTree =>
  Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => {
      checkName(name, where);
      if (value instanceof Tensor) return [name, writable(value, `${where}.${name}`)];
      if (typeof value === "string") return [name, textTensor(value)];
      if (typeof value === "number") return [name, new Tensor(Float64Array.of(value), [], "float64")];
      return [name, metadataToTree(value, `${where}.${name}`)];
    }),
  );
