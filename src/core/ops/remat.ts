import { constantOf } from "../constant.js";
import { NeurogradError } from "../errors.js";
import { type Graph, graphInput, type Node, nodesMadeBy, toposort, Value } from "../graph.js";
import { defineManyOp, defineOp, type ManyOp, type Op } from "../op.js";
import { isApplicable, type Operand, toValue } from "../operand.js";
import { copyNode, substitute } from "../replace.js";
import { staticShape } from "../size.js";
import { dependents, vjp } from "../vjp.js";
import { reshape, sum } from "./broadcast.js";
import { less } from "./compare.js";
import { concatenate } from "./layout.js";
import { cast } from "./select.js";
import { slice } from "./slice.js";

/**
 * `y = x`, computed after `signal`, which is 0: a new last axis, called rank + signal, and away with it. It moves no number, no
 * pass of a runtime removes it, and nothing that comes of it is equal to what comes of x. Without a signal it is nothing.
 *
 * VJP     x̄ = ȳ.
 * Source  JAX's `lax.optimization_barrier`; https://onnx.ai/onnx/operators/onnx__Unsqueeze.html
 */
export const after: Op<["x", "signal?"]> = defineOp("after", {
  inputs: ["x", "signal?"],
  attrs: {},
  onnx: (to, [x, signal], { inputs: [value] }) => {
    if (signal === "" || value === null) return to.node("Identity", [x]);
    const last = to.int64([value.shape.length]);
    const wider = to.node("Unsqueeze", [x, to.node("Add", [last, signal])]);
    const known = staticShape(value.shape); // said again, for the runtime has lost it
    return known ? to.node("Reshape", [wider, to.int64(known)]) : to.node("Squeeze", [wider, last]);
  },
  infer: ([x]) => x,
  vjp: ({ g }) => [g, null],
  reference: ([x]) => x,
  simplify: ({ inputs: [x, signal] }) => (signal === null ? x : undefined),
});

/** 0, int64 [1], once all of `values` are known: of a number of each, for sizes are known ahead. */
function signalOf(values: readonly (Value | null)[]): Value | null {
  const numbers = values.flatMap((x) => {
    if (x === null || x.shape.includes(0)) return [];
    const first = slice(reshape(x, { shape: [-1] }), { starts: [0], ends: [1] });
    return [cast(less(first, first), { dtype: "int64" })];
  });
  if (numbers.length === 0) return null;
  return sum(concatenate(numbers, { axis: 0 }), { axis: 0, keepdims: true });
}

interface RematAttrs {
  /** From what the function takes, from its arguments and from around it, to its results. */
  body: Graph;
  count: number;
  /** What must be told apart for all of the body to be computed anew. */
  apart: readonly boolean[];
}

/** The results of a function, and after them what its body takes. */
const rematerialized: ManyOp<["...values"], RematAttrs, keyof RematAttrs> = defineManyOp("remat", {
  inputs: ["...values"],
  required: ["body", "count", "apart"],
  attrs: {},
  onnx: (to, values, { attrs: { count } }) => values.slice(0, count).map((y) => to.node("Identity", [y])),
  infer: (types, { count }) => types.slice(0, count),
  vjp: ({ inputs, gs, attrs: { body, count, apart } }) => {
    const begin = signalOf(gs);
    const given = inputs.slice(count).map((x, i) => after(x, apart[i] ? begin : null));
    const cotangents = vjp(applied(body, given), gs, given);
    // Handed on when all are done: else a runtime puts off products of what is computed anew, and keeps it for them.
    const end = cotangents.filter((g) => g !== null).length > 1 ? signalOf(cotangents) : null;
    return [...gs.map(() => null), ...cotangents.map((g) => g && after(g, end))];
  },
  expand: (values, { count }) => values.slice(0, count) as readonly Value[], // results are not left out
  reference: (values, { count }) => values.slice(0, count),
});

/** The results of a body on other values. */
function applied({ inputs, outputs }: Graph, values: readonly Value[]): readonly Value[] {
  const now = new Map<Value | null, Value>(inputs.map((input, i) => [input, values[i]]));
  for (const node of toposort(Object.values(outputs))) {
    const made = copyNode(
      node,
      node.inputs.map((x) => now.get(x) ?? x),
    );
    for (const [i, output] of node.outputs.entries()) now.set(output, made[i]);
  }
  return Object.values(outputs).map((output) => now.get(output) ?? output);
}

/**
 * `y = f(inputs)`, whose inner values are not kept for the backward pass but computed anew there: less memory for a second
 * forward pass. Values from outside that the function uses (weights) are found by themselves; random numbers are the same
 * both times.
 *
 * VJP     as without `remat`, to the bit.
 * Source  Chen et al. 2016 (arXiv:1604.06174); JAX's `checkpoint`, Keras's `remat`.
 *
 * @example
 * const block = await program({ x: tensorType([4, 2]), w: tensorType([2, 2]) }, ({ x, w }) => {
 *   const layer = remat((h) => ops.relu(ops.matmul(ops.relu(ops.matmul(h, w)), w)));
 *   const [gw] = grad(ops.sum(layer(x)), [w]);
 *   return { gw };
 * });
 */
export function remat<T extends Value | readonly Value[]>(
  f: (...inputs: readonly Value[]) => T,
): (...inputs: readonly Operand[]) => T {
  return (...operands) => {
    const given = operands.map(toValue);
    const own = given.map(({ type }, i) => graphInput(`x${i}`, type));
    const { result, made } = nodesMadeBy(() => f(...own));
    const results: readonly Value[] = result instanceof Value ? [result] : (result as readonly Value[]); // all T that there is else
    const { body, captures } = closed(own, results, made);
    const values = [...given, ...captures];
    if (values.some(isApplicable)) {
      throw new NeurogradError(
        "invalid_option",
        "remat: got symbols of a model, which are not computed here; use layers.remat({ layer })",
      );
    }
    const outer = rematerialized([...applied(body, values), ...values], {
      body,
      count: results.length,
      apart: apartOf(body, own),
    });
    return (result instanceof Value ? outer[0] : outer) as T; // in the form of the result
  };
}

/** The nodes that a function made as a graph of its own: inputs, then what it takes from around it. */
function closed(
  own: readonly Value[],
  results: readonly Value[],
  made: ReadonlySet<Node>,
): { readonly body: Graph; readonly captures: readonly Value[] } {
  const captures = new Map<Value, Value>();
  const look = (value: Value | null): void => {
    const isInside = value === null || own.includes(value) || (value.node !== null && made.has(value.node));
    if (isInside || constantOf(value) || captures.has(value)) return;
    captures.set(value, graphInput(`c${captures.size}`, value.type));
  };
  for (const node of toposort(results)) if (made.has(node)) node.inputs.forEach(look);
  results.forEach(look);
  const inputs = [...own, ...captures.values()];
  const outputs = Object.fromEntries(results.map((value, i) => [`y${i}`, value]));
  return {
    body: { inputs, outputs: substitute({ inputs, outputs }, captures) },
    captures: [...captures.keys()],
  };
}

/**
 * Which inputs of a body are to be told apart from those of the forward pass: its own, of which nearly all is made, and
 * those of which something is made without them, such as the key of random numbers.
 */
function apartOf({ inputs, outputs }: Graph, own: readonly Value[]): readonly boolean[] {
  const nodes = toposort(Object.values(outputs));
  const depending = dependents(nodes, new Set(own));
  const others = new Set(nodes.filter((node) => !depending.has(node)).flatMap((node) => node.inputs));
  return inputs.map((input, i) => i < own.length || others.has(input));
}

/** The op behind `remat`, for tests. */
export { rematerialized };
