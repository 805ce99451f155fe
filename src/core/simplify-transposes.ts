import { constantOf } from "./constant.js";
import { makeNode, type Node, type Value, withScope } from "./graph.js";
import type { Commuted } from "./op.js";
import { broadcastTo, reshape } from "./ops/broadcast.js";
import { transpose } from "./ops/layout.js";

/** The permutation of a transpose; the reversal is written null. */
function axesOf(node: Node): readonly number[] {
  const rank = node.outputs[0].shape.length;
  const { axes } = node.attrs as { readonly axes: readonly number[] | null };
  return (
    axes?.map((axis) => (axis < 0 ? axis + rank : axis)) ??
    Array.from({ length: rank }, (_, k) => rank - 1 - k)
  );
}

const inverse = (axes: readonly number[]): readonly number[] => axes.map((_, k) => axes.indexOf(k));
const isIdentity = (axes: readonly number[]): boolean => axes.every((axis, k) => axis === k);

/** `x` transposed, two transposes in a row as one, none where nothing moves. */
function transposedBy(x: Value, axes: readonly number[]): Value {
  if (x.node?.op === transpose.def) {
    const first = axesOf(x.node);
    return transposedBy(
      x.node.inputs[0] as Value,
      axes.map((axis) => first[axis]),
    );
  }
  return isIdentity(axes) ? x : transpose(x, { axes });
}

/**
 * The output of a node with the transposes of its inputs behind it, where that costs no other transpose. So each transpose
 * wanders until it meets its inverse, which cancels it, or an op that it cannot pass: those that layers insert between images
 * with their channels last and the ops stay at the ends only.
 */
export function beforeTranspose({ op, inputs, attrs, outputs, scope, role }: Node): Value | undefined {
  const { commutes } = op;
  const moved = inputs.find((value) => value?.node?.op === transpose.def);
  if (commutes === undefined || outputs.length > 1 || !moved?.node || inputs.includes(null)) return undefined;
  const axes = axesOf(moved.node);
  const commuted: Commuted | undefined =
    commutes === "elementwise" ? { attrs: attrs, axes } : commutes(axes, attrs);
  if (commuted === undefined) return undefined;
  if (commutes === "elementwise" && outputs[0].shape.length !== axes.length) return undefined;
  const back = inverse(axes);
  const sources: Value[] = [];
  for (const input of inputs as readonly Value[]) {
    const source = withoutCost(input, back);
    if (source === undefined) return undefined;
    sources.push(source);
  }
  return withScope(scope, role, () => {
    const types = op.infer(
      sources.map((value) => value.type),
      commuted.attrs,
    );
    return transposedBy(makeNode(op, sources, commuted.attrs, types).outputs[0], commuted.axes);
  });
}

/** `x`, broadcast to the rank of `axes`, transposed, if that is no work: a transpose undone, or at most one axis with elements. */
function withoutCost(x: Value, axes: readonly number[]): Value | undefined {
  if (
    x.node?.op === transpose.def &&
    x.shape.length === axes.length &&
    isIdentity(axes.map((axis) => axesOf(x.node as Node)[axis]))
  )
    return x.node.inputs[0] as Value;
  if (x.shape.length > axes.length) return undefined;
  const missing = axes.length - x.shape.length;
  const shape = [...Array.from({ length: missing }, () => 1), ...x.shape];
  const permuted = axes.map((axis) => shape[axis]);
  if (x.shape.length === 0) return x;
  if (shape.filter((size) => size !== 1).length <= 1) return reshape(x, { shape: permuted });
  if (constantOf(x) !== undefined && missing === 0) return transpose(x, { axes });
  if (x.node?.op !== broadcastTo.def || missing > 0) return undefined;
  const small = withoutCost(x.node.inputs[0] as Value, axes);
  return small && broadcastTo(small, { shape: permuted });
}
