import { constant, constantOf, uniformConstant } from "./constant.js";
import { evaluateGraph } from "./evaluate.js";
import { type Graph, graphNodes, type Node, type Value, withScope } from "./graph.js";
import { broadcastTo } from "./ops/broadcast.js";
import { copyNode, rewrite } from "./replace.js";
import { smallerScale } from "./simplify-scales.js";
import { beforeTranspose } from "./simplify-transposes.js";
import { SizeExpression, sameShape } from "./size.js";
import { Tensor, tensor } from "./tensor.js";

/** Constants up to this many elements are computed ahead of time. */
const foldLimit = 4096;

/**
 * An equal graph with less to do: short loops written out, each op's own identities (`x + 0`, a transpose of a transpose), constants
 * computed ahead, equal nodes made one. Outputs keep their names; inputs stay, used or not. `became` is told what each value of
 * `graph` is now: a value of the new graph, or one that nothing uses any more.
 */
export function simplify(graph: Graph, became?: Map<Value, Value>): Graph {
  const seen = new Map<string, readonly Value[]>();
  const settled = new Set<Node | null>(); // the nodes of the new graph
  const ids = new Map<unknown, number>();
  const idOf = (x: unknown): number => {
    const known = ids.get(x);
    if (known !== undefined) return known;
    ids.set(x, ids.size);
    return ids.size - 1;
  };

  /** Equal keys: same op, inputs and attributes. */
  const keyOf = (node: Node, inputs: readonly (Value | null)[]): string =>
    `${idOf(node.op)}(${inputs.map(idOf)})${Object.entries(node.attrs).map(([name, value]) => `${name}:${attrKey(value)}`)}`;

  const attrKey = (value: unknown): string => {
    if (value instanceof Tensor)
      return value.size <= 16
        ? `${value.dtype}[${value.shape}]${Array.from(value.data as ArrayLike<unknown>, (x) => (Object.is(x, -0) ? "-0" : String(x)))}`
        : `#${idOf(value)}`;
    if (value instanceof SizeExpression) return value.key;
    if (Array.isArray(value)) return `[${value.map(attrKey)}]`;
    return typeof value === "object" || typeof value === "function"
      ? `#${idOf(value)}`
      : `${typeof value}${String(value)}`;
  };

  const merge = (node: Node, inputs: readonly (Value | null)[]): readonly Value[] => {
    const key = keyOf(node, inputs);
    const known = seen.get(key);
    if (known !== undefined) return known;
    const outputs = copyNode(node, inputs);
    seen.set(key, outputs);
    settled.add(outputs[0].node);
    return outputs;
  };

  const rebuild = (node: Node, inputs: readonly (Value | null)[]): readonly Value[] => {
    const outputs = merge(node, inputs);
    if (outputs.length !== 1) return outputs;
    let value = outputs[0];
    // A simpler form may be simplified again; each step removes a node, so it ends.
    for (let next = simpler(value); next !== undefined && next !== value; next = simpler(value))
      value = settle(next);
    return [value];
  };

  /** A value that a rule made, of nodes merged and simplified as all others. Rules make a few nodes at a time. */
  const settle = (value: Value): Value => {
    const { node } = value;
    if (node === null || settled.has(node)) return value;
    return rebuild(
      node,
      node.inputs.map((input) => input && settle(input)),
    )[value.index];
  };

  const written = new Map<Value, Value>();
  const done = new Map<Value, Value>();
  const result = rewrite(expanded(graph, written), (value) => value, rebuild, done);
  if (became !== undefined)
    for (const { outputs } of graphNodes(graph))
      for (const value of outputs) {
        const inner = written.get(value) ?? value;
        became.set(value, done.get(inner) ?? inner);
      }
  return result;
}

/** The graph with what is faster as many simpler nodes written as those. */
function expanded(graph: Graph, done: Map<Value, Value>): Graph {
  if (!graphNodes(graph).some(({ op }) => op.expand)) return graph;
  return rewrite(
    graph,
    (value) => value,
    (node, inputs) => {
      const written =
        node.op.expand && withScope(node.scope, node.role, () => node.op.expand?.(inputs, node.attrs));
      return written ?? copyNode(node, inputs);
    },
    done,
  );
}

function simpler(value: Value): Value | undefined {
  const { node } = value;
  if (node === null || constantOf(value)) return undefined;
  return withScope(
    node.scope,
    node.role,
    () =>
      foldConstant(node, value) ??
      node.op.simplify?.(node) ??
      smallerScale(node) ??
      beforeTranspose(node) ??
      withoutBroadcasts(node, value),
  );
}

/** An element-wise node without the repeating of its inputs, where the others have the full shape anyway. */
function withoutBroadcasts(node: Node, value: Value): Value | undefined {
  if (node.op.broadcasts !== true || node.inputs.length < 2) return undefined;
  for (const [i, input] of node.inputs.entries()) {
    const smaller = input && unrepeated(input);
    if (!smaller) continue;
    const inputs = node.inputs.with(i, smaller);
    const [type] = node.op.infer(
      inputs.map((x) => x?.type ?? null),
      node.attrs,
    );
    if (sameShape(type.shape, value.shape)) return copyNode(node, inputs)[value.index];
  }
  return undefined;
}

/** What a value repeats: the input of a broadcast, or the one number of a constant. */
function unrepeated(value: Value): Value | undefined {
  if (value.node?.op === broadcastTo.def) return value.node.inputs[0] ?? undefined;
  const known = constantOf(value);
  const number = known && known.size > 1 ? uniformConstant(value) : undefined;
  return number === undefined ? undefined : constant(tensor(number, { dtype: known?.dtype }), value.dtype);
}

function foldConstant(node: Node, value: Value): Value | undefined {
  if (node.inputs.length === 0 || !node.inputs.every((input) => constantOf(input))) return undefined;
  const size = value.shape.reduce<number>((n, d) => (typeof d === "number" ? n * d : Infinity), 1);
  if (size > foldLimit) return undefined;
  return constant(evaluateGraph({ inputs: [], outputs: { y: value } }, {}, true).y, value.dtype);
}
