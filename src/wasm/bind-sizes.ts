import { bindSizes } from "../core/evaluate.js";
import { type Graph, graphInput, graphNodes, type Value } from "../core/graph.js";
import { applyOp } from "../core/op.js";
import { simplify } from "../core/simplify.js";
import { replaceSizes, type Size, staticShape } from "../core/size.js";

/** Whether all sizes of a graph are numbers. */
export const isBound = (graph: Graph): boolean =>
  graph.inputs.every(({ shape }) => staticShape(shape) !== undefined) &&
  graphNodes(graph).every((node) => node.outputs.every(({ shape }) => staticShape(shape) !== undefined));

/** The graph with numbers for its named sizes, those that the inputs' shapes say. Throws `shape_mismatch`. */
export function withSizes(graph: Graph, shapes: ReadonlyMap<string, readonly number[]>): Graph {
  const sizes: Record<string, number> = {};
  for (const { name, shape } of graph.inputs)
    bindSizes(name ?? "", shape, shapes.get(name ?? "") ?? [], sizes);
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
