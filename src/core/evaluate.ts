import { type DType, isInteger } from "./dtype.js";
import { NeurogradError } from "./errors.js";
import { type Graph, graphNodes, type Node, type Value } from "./graph.js";
import { type Nd, ndFromTensor, ndToTensor } from "./nd.js";
import type { BoundType } from "./op.js";
import {
  bindShape,
  bindSize,
  formatShape,
  type Shape,
  SizeExpression,
  type Sizes,
  sizeName,
} from "./size.js";
import type { Tensor } from "./tensor.js";

/**
 * The reference evaluator: each node by its record's `reference`, floats in float64, integers exactly. Slow and
 * obvious; every other executor is checked against it.
 *
 * Throws  `missing_input`, `shape_mismatch`, `unknown_size`.
 */
export function evaluateNd(
  graph: Graph,
  feeds: Readonly<Record<string, Nd>>,
  outer: Sizes = {},
): Record<string, Nd> {
  const env = new Map<Value, Nd>();
  const sizes: Record<string, number> = { ...outer };
  for (const input of graph.inputs) {
    const name = input.name ?? "";
    const fed = feeds[name];
    if (fed === undefined) {
      throw new NeurogradError(
        "missing_input",
        `evaluate: input "${name}" has no value; feed ${graph.inputs.map((i) => i.name).join(", ")}`,
      );
    }
    bindSizes(name, input.type.shape, fed.shape, sizes);
    env.set(input, fed);
  }
  for (const node of graphNodes(graph)) {
    const inputs = node.inputs.map((value) => (value === null ? null : known(env, value)));
    for (const [i, output] of evaluateNode(node, inputs, sizes).entries()) env.set(node.outputs[i], output);
  }
  return Object.fromEntries(Object.entries(graph.outputs).map(([name, value]) => [name, known(env, value)]));
}

/** The outputs of one node. */
export function evaluateNode(node: Node, inputs: readonly (Nd | null)[], sizes: Sizes): readonly Nd[] {
  const types = node.outputs.map(
    ({ type }): BoundType => ({ dtype: type.dtype, shape: bindShape(type.shape, sizes) }),
  );
  const results = node.op.reference(inputs, bindAttrs(node.attrs, sizes), types, sizes);
  return node.outputs.map((output, i) => wrap(results[i], output.dtype));
}

/** `evaluateNd` for tensors. With `exact`, floats come back as float64 whatever the graph's dtype. */
export function evaluateGraph(
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
  exact = false,
): Record<string, Tensor> {
  const inputs = Object.fromEntries(Object.entries(feeds).map(([name, x]) => [name, ndFromTensor(x)]));
  const outputs = evaluateNd(graph, inputs);
  return Object.fromEntries(
    Object.entries(outputs).map(([name, y]) => [name, ndToTensor(y, graph.outputs[name].dtype, exact)]),
  );
}

/** Notes the numbers that named sizes have in `shape`. Throws `shape_mismatch` where a fed shape cannot be `wanted`. */
export function bindSizes(
  name: string,
  wanted: Shape,
  shape: readonly number[],
  sizes: Record<string, number>,
): void {
  const mismatch = (): NeurogradError =>
    new NeurogradError(
      "shape_mismatch",
      `input "${name}": expects ${formatShape(wanted)}, got ${formatShape(shape)}; reshape the data or change the input's shape`,
    );
  if (wanted.length !== shape.length) throw mismatch();
  for (const [axis, size] of wanted.entries()) {
    const named = sizeName(size);
    if (named !== undefined && sizes[named] === undefined) sizes[named] = shape[axis];
  }
  for (const [axis, size] of wanted.entries()) if (bindSize(size, sizes) !== shape[axis]) throw mismatch();
}

function known(env: ReadonlyMap<Value, Nd>, value: Value): Nd {
  const result = env.get(value);
  if (result !== undefined) return result;
  throw new NeurogradError(
    "missing_input",
    `evaluate: "${value.name ?? value.node?.op.name}" is not an input of the graph; pass it as one`,
  );
}

const bound = (value: unknown, sizes: Sizes): unknown =>
  value instanceof SizeExpression
    ? bindSize(value, sizes)
    : Array.isArray(value)
      ? value.map((v) => bound(v, sizes))
      : value;

/** Attributes with their named sizes replaced by numbers. */
function bindAttrs(attrs: object, sizes: Sizes): object {
  return Object.fromEntries(Object.entries(attrs).map(([name, value]) => [name, bound(value, sizes)]));
}

const wrapping: Partial<Record<DType, (x: number) => number>> = {
  uint8: (x) => x & 0xff,
  int32: (x) => x | 0,
  uint32: (x) => x >>> 0,
  int64: (x) => (Number.isFinite(x) ? Math.trunc(x) : 0),
};

/** Integers overflow as the dtype does; floats stay float64. */
function wrap(x: Nd, dtype: DType): Nd {
  const f = isInteger(dtype) ? wrapping[dtype] : undefined;
  if (f === undefined) return x;
  return { shape: x.shape, data: x.data.map((v) => (v === f(v) ? v : f(Math.trunc(v)))) };
}
