import { NeurogradError } from "../../core/errors.js";
import type { NirGraph, NirInput, NirNeuron, NirNode, NirOutput, NirUnit } from "./nir-graph.js";

export type FlatNode = NirUnit | NirInput | NirOutput;

const neurons: readonly string[] = ["I", "IF", "LI", "LIF", "CubaLI", "CubaLIF"];
export const isNeuronNode = (node: NirNode): node is NirNeuron => neurons.includes(node.type);

/** A graph without graphs in it. Nodes of an inner graph are called `graph/node`; its Input and Output stay, as places that data pass. */
export interface FlatGraph {
  readonly nodes: ReadonlyMap<string, FlatNode>;
  readonly edges: readonly (readonly [from: string, to: string])[];
}

/** Throws `several_outputs` where an inner graph does not say by which door data come in or go out. */
export function flattenGraph(graph: NirGraph): FlatGraph {
  const nodes = new Map<string, FlatNode>();
  const edges: (readonly [string, string])[] = [];
  const enter = (inner: NirGraph, prefix: string): void => {
    const ends = (name: string, type: "Input" | "Output"): string => {
      const node = inner.nodes[name];
      return prefix + (node.type === "NIRGraph" ? `${name}/${door(node, type, prefix + name)}` : name);
    };
    for (const [name, node] of Object.entries(inner.nodes)) {
      if (node.type === "NIRGraph") enter(node, `${prefix}${name}/`);
      else nodes.set(prefix + name, node);
    }
    for (const [from, to] of inner.edges) edges.push([ends(from, "Output"), ends(to, "Input")]);
  };
  enter(graph, "");
  return { nodes, edges };
}

function door({ nodes }: NirGraph, type: "Input" | "Output", where: string): string {
  const doors = Object.keys(nodes).filter((name) => nodes[name].type === type);
  if (doors.length === 1) return doors[0];
  throw new NeurogradError(
    "several_outputs",
    `nir: the inner graph ${where} has ${doors.length} nodes of type ${type}, and an edge does not say which; give it one`,
  );
}
