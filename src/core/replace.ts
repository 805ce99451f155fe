import { type Graph, graphNodes, makeNode, type Node, type Value, withScope } from "./graph.js";

// Values that a derivative rule has replaced by equal ones of a node with more outputs. Weak: it dies with its graph.
const replacements = new WeakMap<Value, Value>();

export function replaceValue(old: Value, by: Value): void {
  replacements.set(old, by);
}

const resolve = (value: Value): Value => {
  let current = value;
  for (let next = replacements.get(current); next !== undefined; next = replacements.get(current))
    current = next;
  return current;
};

/** The graph with every replaced value exchanged, so that nothing is computed twice. */
export function applyReplacements(graph: Graph): Graph {
  if (!graphNodes(graph).some((n) => n.outputs.some((o) => replacements.has(o)))) return graph;
  return rewrite(graph, resolve, copyNode);
}

/** A node like `node` with other inputs; itself if they are the same. */
export function copyNode(node: Node, inputs: readonly (Value | null)[]): readonly Value[] {
  if (inputs.every((value, i) => value === node.inputs[i])) return node.outputs;
  return withScope(node.scope, node.role, () =>
    makeNode(
      node.op,
      inputs,
      node.attrs,
      node.outputs.map((o) => o.type),
    ),
  ).outputs;
}

/**
 * Rebuilds a graph from its inputs on: `alias` says which value stands for another before its inputs are looked
 * at, `rebuild` makes a node's outputs from its new inputs. Passes are built on this. `done` is told what each value became.
 */
export function rewrite(
  graph: Graph,
  alias: (value: Value) => Value,
  rebuild: (node: Node, inputs: readonly (Value | null)[]) => readonly Value[],
  done: Map<Value, Value> = new Map(),
): Graph {
  const now = (value: Value): Value => {
    const target = alias(value);
    return target.node === null ? (done.get(target) ?? target) : (done.get(target) as Value); // set below, in topological order
  };
  const stack: Value[] = Object.values(graph.outputs).map(alias).reverse();
  const entered = new Set<Node>();
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { node } = top;
    if (node === null || done.has(top)) {
      stack.pop();
    } else if (!entered.has(node)) {
      entered.add(node);
      for (const input of node.inputs) if (input !== null) stack.push(alias(input));
    } else {
      stack.pop();
      const outputs = rebuild(
        node,
        node.inputs.map((value) => (value === null ? null : now(value))),
      );
      for (const [i, output] of node.outputs.entries()) done.set(output, outputs[i]);
    }
  }
  return {
    inputs: graph.inputs,
    outputs: Object.fromEntries(Object.entries(graph.outputs).map(([name, value]) => [name, now(value)])),
  };
}

/** The outputs of `graph` with some of its values standing for others: what is not reached from there stays as it is. */
export function substitute(graph: Graph, by: ReadonlyMap<Value, Value>): Readonly<Record<string, Value>> {
  return rewrite(graph, (value) => by.get(value) ?? value, copyNode).outputs;
}
