import { constant } from "./constant.js";
import { isFloat } from "./dtype.js";
import { NeurogradError } from "./errors.js";
import { formatType, type Node, type TensorType, toposort, type Value, withScope } from "./graph.js";
import type { Replacement } from "./op.js";
import { add } from "./ops/arithmetic.js";
import { broadcastTo, sumTo } from "./ops/broadcast.js";
import { replaceValue } from "./replace.js";
import { formatShape, sameShape } from "./size.js";
import { tensor } from "./tensor.js";

/**
 * Vector-Jacobian product, as new graph: for each of `wrt` the cotangent `x̄ = Σ ȳ ∂y/∂x`, or null where nothing
 * flows. `cotangents` belong to `outputs`, one each. Differentiating its result again gives higher derivatives.
 *
 * Throws  `not_differentiable` where an op on the way has no derivative; `shape_mismatch` where a rule, or a
 *         cotangent handed in, has the wrong shape.
 */
export function vjp(
  outputs: readonly Value[],
  cotangents: readonly (Value | null)[],
  wrt: readonly Value[],
): (Value | null)[] {
  const flow = new Map<Value, Value>();
  for (const [i, output] of outputs.entries()) {
    const g = cotangents[i];
    if (g === null || g === undefined) continue;
    if (!sameShape(g.shape, output.shape))
      throw wrongShape("vjp", "the cotangent handed in", g.type, output.type);
    accumulate(flow, output, g);
  }
  const nodes = toposort(outputs);
  const wanted = new Set(wrt);
  const depends = dependents(nodes, wanted);
  for (const node of nodes.reverse()) {
    const gs = node.outputs.map((o) => flow.get(o) ?? null);
    if (!depends.has(node) || gs.every((g) => g === null)) continue;
    withScope(node.scope, "backward", () => pullBack(node, gs, depends, wanted, flow));
  }
  return wrt.map((value) => flow.get(value) ?? null);
}

function pullBack(
  node: Node,
  gs: readonly (Value | null)[],
  depends: ReadonlySet<Node>,
  wanted: ReadonlySet<Value>,
  flow: Map<Value, Value>,
): void {
  const { op, inputs, outputs, attrs } = node;
  if (op.vjp === "zero") return;
  if (typeof op.vjp !== "function") {
    throw new NeurogradError(
      "not_differentiable",
      `${op.name}${node.scope && ` in ${node.scope}`}: has no derivative: ${op.vjp.notImplemented}`,
    );
  }
  const answer = op.vjp({ inputs: inputs as readonly Value[], outputs, gs, attrs, node });
  const cotangents = "cotangents" in answer ? (answer as Replacement<readonly string[]>).cotangents : answer;
  if ("outputs" in answer) {
    for (const [i, output] of outputs.entries())
      if (answer.outputs[i] !== output) replaceValue(output, answer.outputs[i]);
  }
  for (const [i, input] of inputs.entries()) {
    const g = cotangents[i] ?? null;
    const isWanted =
      input !== null && (wanted.has(input) || (input.node !== null && depends.has(input.node)));
    if (g === null || !isWanted || !isFloat(input.dtype)) continue;
    const summed = op.broadcasts ? sumTo(g, input.shape) : g;
    if (!sameShape(summed.shape, input.shape))
      throw wrongShape(op.name, `the cotangent of input ${i}`, summed.type, input.type);
    accumulate(flow, input, summed);
  }
}

function accumulate(flow: Map<Value, Value>, value: Value, g: Value): void {
  const before = flow.get(value);
  flow.set(value, before === undefined ? g : add(before, g));
}

/** The nodes whose outputs depend on one of `sources`. */
export function dependents(nodes: readonly Node[], sources: ReadonlySet<Value>): Set<Node> {
  const found = new Set<Node>();
  for (const node of nodes) {
    if (
      node.inputs.some(
        (value) => value !== null && (sources.has(value) || (value.node !== null && found.has(value.node))),
      )
    )
      found.add(node);
  }
  return found;
}

const wrongShape = (where: string, what: string, got: TensorType, wanted: TensorType): NeurogradError =>
  new NeurogradError(
    "shape_mismatch",
    `${where}: ${what} is ${formatType(got)}, the value is ${formatType(wanted)}; they must agree`,
  );

/**
 * Gradient of a scalar: `[∂loss/∂x for x of wrt]`, zeros where the loss does not depend on x.
 *
 * Shape   as each of `wrt`.
 * Throws  `not_a_scalar`, `dtype_mismatch`, and what `vjp` throws.
 *
 * @example
 * const [gw, gb] = grad(loss, [w, b]);
 */
export function grad(loss: Value, wrt: readonly Value[]): Value[] {
  return gradOrNull(loss, wrt).map((g, i) => g ?? zerosLike(wrt[i]));
}

/** `grad` with null where the loss does not depend on x, for those who want to tell the user. */
export function gradOrNull(loss: Value, wrt: readonly Value[]): (Value | null)[] {
  if (loss.shape.length !== 0) {
    throw new NeurogradError(
      "not_a_scalar",
      `grad: the loss has shape ${formatShape(loss.shape)}; reduce it with ops.mean or ops.sum first`,
    );
  }
  for (const { dtype } of [loss, ...wrt]) {
    if (!isFloat(dtype))
      throw new NeurogradError(
        "dtype_mismatch",
        `grad: ${dtype} has no derivative; use ops.cast to float32 before the model`,
      );
  }
  return vjp([loss], [constant(tensor(1, { dtype: loss.dtype }))], wrt);
}

/** Zeros of the type of `x`. */
export const zerosLike = (x: Value): Value =>
  broadcastTo(constant(tensor(0, { dtype: x.dtype })), { shape: x.shape });
