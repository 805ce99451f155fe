import { constantOp } from "../core/constant.js";
import { type Graph, graphNodes, type Node, type Value } from "../core/graph.js";
import { iota } from "../core/ops/range.js";
import { hasLaneKernel, laneKernel } from "./elementwise.js";
import { type FusedKernel, type Rows, rowsOf } from "./fused.js";
import { hasNodeKernel, type NodeKernel, nodeKernel } from "./kernels.js";
import { widthOf } from "./lanes.js";

/** What is done at one time: several element-wise nodes as one, or one other node. */
export type Work =
  | { readonly fused: FusedKernel; readonly rows: Rows }
  | { readonly node: Node; readonly kernel: NodeKernel };

/** More element-wise nodes than this in one function would only move their numbers out of registers. */
const mostFused = 64;

const shapeOf = (value: Value): readonly number[] => value.shape as readonly number[]; // sizes are bound
const squeezed = (value: Value): string =>
  shapeOf(value)
    .filter((n) => n !== 1)
    .join();
const sizeOf = (value: Value): number => shapeOf(value).reduce((a, b) => a * b, 1);

/** Values that are known before the graph runs. */
export const isKnown = ({ node }: Value): boolean => node?.op === constantOp || node?.op === iota.def;

/** Whether there is a kernel for each op of a graph, for some dtypes at least. */
export const hasKernels = (graph: Graph): boolean =>
  graphNodes(graph).every(({ op, outputs }) => isKnown(outputs[0]) || hasLaneKernel(op) || hasNodeKernel(op));

/**
 * The work of a graph, in order; undefined where a node has no kernel. Every other node than an element-wise one ends a level. A node
 * that is element-wise is computed in the last level at which it is not too late: beside what uses it. Those of one level and
 * shape become one function.
 */
export function schedule(graph: Graph): readonly Work[] | undefined {
  const nodes = graphNodes(graph).filter((node) => !isKnown(node.outputs[0]));
  const kernels = new Map<Node, NodeKernel>();
  for (const node of nodes) {
    if (node.outputs.some(({ dtype, shape }) => widthOf(dtype) === undefined || shape.includes(0)))
      return undefined;
    if (isElementwise(node)) continue;
    const kernel = nodeKernel(node);
    if (kernel === undefined) return undefined;
    kernels.set(node, kernel);
  }
  const used = usedValues(graph, nodes, kernels);
  const needed = nodes.filter((node) => node.outputs.some((output) => used.has(output)));
  const levels = levelsOf(graph, needed, kernels);
  const groups = new Map<string, Node[]>();
  for (const node of needed) {
    if (kernels.has(node)) continue;
    const key = `${levels.get(node)} ${squeezed(node.outputs[0])}`;
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  const given = new Set(Object.values(graph.outputs));
  const users = usersOf(needed, kernels);
  const timed: { readonly level: number; readonly size: number; readonly work: Work }[] = [];
  for (const group of groups.values()) {
    for (let from = 0; from < group.length; from += mostFused) {
      const part = group.slice(from, from + mostFused);
      const work = fusedWork(part, users, given);
      if (work === undefined) return undefined;
      timed.push({ level: levels.get(part[0]) ?? 0, size: sizeOf(part[0].outputs[0]), work });
    }
  }
  for (const [node, kernel] of kernels)
    if (node.outputs.some((output) => used.has(output)))
      timed.push({ level: levels.get(node) ?? 0, size: Number.POSITIVE_INFINITY, work: { node, kernel } });
  // Parts of one group keep their order: sorting is stable.
  return timed
    .sort((a, b) => a.level - b.level || (a.size === b.size ? 0 : a.size - b.size))
    .map(({ work }) => work);
}

const isElementwise = (node: Node): boolean => node.inputs.length > 0 && laneKernel(node) !== undefined;

/** What a node reads: a product of a transposed matrix the matrix itself. */
function readsOf(node: Node, kernel: NodeKernel | undefined): readonly Value[] {
  if (kernel === undefined) return node.inputs as readonly Value[]; // no element-wise op has optional inputs
  return "alias" in kernel ? [kernel.alias] : kernel.calls.flatMap(({ reads }) => reads);
}

function usedValues(
  graph: Graph,
  nodes: readonly Node[],
  kernels: ReadonlyMap<Node, NodeKernel>,
): Set<Value> {
  const used = new Set(Object.values(graph.outputs));
  for (const node of nodes.toReversed())
    if (node.outputs.some((output) => used.has(output)))
      for (const value of readsOf(node, kernels.get(node))) used.add(value);
  return used;
}

function levelsOf(
  graph: Graph,
  nodes: readonly Node[],
  kernels: ReadonlyMap<Node, NodeKernel>,
): ReadonlyMap<Node, number> {
  const levels = new Map<Node, number>();
  /** The level from which on a value is there. */
  const ready = ({ node }: Value): number =>
    node === null ? 0 : (levels.get(node) ?? -1) + (kernels.has(node) ? 1 : 0);
  for (const node of nodes) levels.set(node, Math.max(0, ...readsOf(node, kernels.get(node)).map(ready)));
  const given = new Set(Object.values(graph.outputs));
  const latest = new Map<Value, number>();
  for (const node of nodes.toReversed()) {
    const [output] = node.outputs;
    const last = latest.get(output);
    if (!kernels.has(node) && last !== undefined && !given.has(output)) levels.set(node, last);
    const level = levels.get(node) ?? 0;
    for (const value of readsOf(node, kernels.get(node)))
      latest.set(value, Math.min(latest.get(value) ?? level, level));
  }
  return levels;
}

function usersOf(
  nodes: readonly Node[],
  kernels: ReadonlyMap<Node, NodeKernel>,
): ReadonlyMap<Value, readonly Node[]> {
  const users = new Map<Value, Node[]>();
  for (const node of nodes)
    for (const value of readsOf(node, kernels.get(node))) {
      const known = users.get(value);
      if (known === undefined) users.set(value, [node]);
      else known.push(node);
    }
  return users;
}

/** Nodes as one function, unless their operands vary in no common way. */
function fusedWork(
  group: readonly Node[],
  users: ReadonlyMap<Value, readonly Node[]>,
  given: ReadonlySet<Value>,
): Work | undefined {
  const inside = new Set(group);
  const isWanted = (value: Value): boolean => (users.get(value) ?? []).some((user) => !inside.has(user));
  const inputs = [
    ...new Set(
      group
        .flatMap((node) => node.inputs as readonly Value[])
        .filter(({ node }) => node === null || !inside.has(node)),
    ),
  ];
  const outputs = group
    .map((node) => node.outputs[0])
    .filter((output) => isWanted(output) || given.has(output));
  const shape = shapeOf(group[0].outputs[0]).filter((n) => n !== 1);
  const rows = rowsOf(
    shape,
    inputs.map((input) => fitted(input, group)),
  );
  return rows && { fused: { nodes: group, inputs, outputs }, rows };
}

/** The shape of an operand, without the axes that have size 1 in the results. */
function fitted(input: Value, group: readonly Node[]): readonly number[] {
  const user = group.find((node) => node.inputs.includes(input)) as Node; // it is one's input
  const result = shapeOf(user.outputs[0]);
  const own = shapeOf(input);
  const aligned = [...new Array<number>(result.length - own.length).fill(1), ...own];
  return aligned.filter((_, axis) => result[axis] !== 1);
}
