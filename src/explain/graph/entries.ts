import { type Graph, graphNodes, type Node, type Value } from "../../core/graph.js";

/** An input of a graph, or a node: what has a number in descriptions. */
export interface Entry {
  readonly node: Node | null;
  readonly values: readonly Value[];
}

/** Inputs first, then the nodes, each after those it uses. The place in this list is the number. */
export const entriesOf = (graph: Graph): readonly Entry[] => [
  ...graph.inputs.map((input) => ({ node: null, values: [input] })),
  ...graphNodes(graph).map((node) => ({ node, values: node.outputs })),
];

/** The number of the entry that makes each value. */
export const numbersOf = (entries: readonly Entry[]): ReadonlyMap<Value, number> =>
  new Map(entries.flatMap(({ values }, id) => values.map((value) => [value, id] as const)));
