import { environment } from "../../environment.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkPositiveInteger } from "../../nn/options.js";
import { checkGraph } from "./check-graph.js";
import { graphFromTree } from "./graph-from-tree.js";
import { graphToTree } from "./graph-to-tree.js";
import { readTree, treeBytes } from "./hdf5-tree.js";
import type { NirGraph } from "./nir-graph.js";

export interface ReadNirOptions {
  /** What the arrays of a file may come to, unpacked. Default: 512 MB. */
  readonly maxBytes?: number;
}

/**
 * Reads a network from a NIR file (HDF5): a path, in a browser the name under which it was saved, or its bytes.
 *
 * Needs the package `h5wasm`, which is loaded when this is first called.
 *
 * Throws  `package_missing`, `file_not_found`, `invalid_nir`, `unknown_kind`, `unknown_name`, `limit_exceeded`.
 * Source  NIR: Pedersen et al. (2024), Nat. Commun. 15:8122
 *
 * @example
 * const bytes = await writeNir({ type: "NIRGraph", nodes: { input: { type: "Input", shape: [2] } }, edges: [] });
 * const graph = await readNir(bytes);
 * graph.nodes.input.type;                                       // "Input"
 */
export async function readNir(
  source: string | Uint8Array | ArrayBuffer | Blob,
  options: ReadNirOptions = {},
): Promise<NirGraph> {
  checkOptionNames("readNir", options, ["maxBytes"]);
  const { maxBytes = 512_000_000 } = options;
  checkPositiveInteger("readNir", "maxBytes", maxBytes);
  const graph = graphFromTree(await readTree(await bytesOf(source), maxBytes), "readNir");
  checkGraph(graph, "readNir");
  return graph;
}

async function bytesOf(source: string | Uint8Array | ArrayBuffer | Blob): Promise<Uint8Array> {
  if (typeof source === "string") return (await environment.files()).read(source);
  if (source instanceof Uint8Array) return source;
  return new Uint8Array(source instanceof ArrayBuffer ? source : await source.arrayBuffer());
}

/**
 * The bytes of a NIR file (HDF5), in the layout of NIR's own program; written to `path` too, where there is one.
 *
 * Throws  `package_missing`, `invalid_nir`, `unknown_name`, `invalid_option`, `dtype_mismatch`, `write_failed`.
 * Source  NIR: Pedersen et al. (2024), Nat. Commun. 15:8122
 *
 * @example
 * const fc = { type: "Linear", weight: tensor([[1, 2]]) } as const;
 * await writeNir({ type: "NIRGraph", nodes: { fc }, edges: [] }, "network.nir");
 */
export async function writeNir(graph: NirGraph, path?: string): Promise<Uint8Array> {
  checkGraph(graph, "writeNir");
  const bytes = await treeBytes(graphToTree(graph));
  if (path !== undefined) await (await environment.files()).write(path, bytes);
  return bytes;
}
