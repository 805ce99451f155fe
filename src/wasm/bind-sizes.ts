import { bindSizes } from "../core/evaluate.js";
import { type Graph, graphInput, graphNodes, type Value } from "../core/graph.js";
import { applyOp } from "../core/op.js";
import { simplify } from "../core/simplify.js";
import { replaceSizes, type Size, type Sizes, staticShape } from "../core/size.js";

/** Whether all sizes of a graph are numbers. */
export const isBound = (graph: Graph): boolean =>
  graph.inputs.every(({ shape }) => staticShape(shape) !== undefined) &&
  graphNodes(graph).every((node) => node.outputs.every(({ shape }) => staticShape(shape) !== undefined));

/** The numbers that the shapes of what is fed give to the graph's named sizes. Throws `shape_mismatch`. */
export function sizesFrom(graph: Graph, shapes: ReadonlyMap<string, readonly number[]>): Sizes {
  const sizes: Record<string, number> = {};
  for (const { name, shape } of graph.inputs) {
    const given = shapes.get(name ?? "");
    if (given !== undefined) bindSizes(name ?? "", shape, given, sizes);
  }
  return sizes;
}

/** The graph with numbers for its named sizes. */
export function withSizes(graph: Graph, sizes: Sizes): Graph {
  const by = new Map<string, Size>(Object.entries(sizes));
  const now = new Map<Value, Value>();
  const inputs = graph.inputs.map((input) => {
    const bound = graphInput(input.name ?? "", { dtype: input.dtype, shape: replaceSizes(input.shape, by) });
    now.set(input, bound);
    return bound;
  });
  for (const node of graphNodes(graph)) {
    const operands = node.inputs.map((value) => (value === null ? null : (now.get(value) as Value))); // topological order
    for (const [i, output] of applyOp(node.op, operands, replaceSizes(node.attrs, by)).entries())
      now.set(node.outputs[i], output);
  }
  const outputs = Object.entries(graph.outputs).map(([name, value]) => [name, now.get(value)]);
  return simplify({ inputs, outputs: Object.fromEntries(outputs) as Record<string, Value> });
}
