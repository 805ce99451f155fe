import { constant } from "../../core/constant.js";
import type { Value } from "../../core/graph.js";
import { stopGradient } from "../../core/ops/gradient.js";
import { copyNode } from "../../core/replace.js";
import { tensor } from "../../core/tensor.js";
import { vjp } from "../../core/vjp.js";
import type { WeightPaths } from "./weight-joins.js";

/** The values that enter kernels: the activities between layers, each before those that come of it. */
export function signalsOf({ nodes, joins }: WeightPaths): Value[] {
  const found = new Set<Value>();
  for (const { node, signals } of joins.values()) for (const i of signals) found.add(node.inputs[i] as Value); // signals are inputs
  const order = nodes.flatMap(({ outputs }) => outputs);
  return order.filter((value) => found.has(value));
}

/** A network taken apart: each activity is predicted from the activities before it, which are leaves. */
export interface Cut {
  readonly loss: Value;
  /** f(v): what each activity is predicted to be. */
  readonly predictions: readonly Value[];
  /** v, through which no derivative passes. */
  readonly leaves: readonly Value[];
}

/** The network with every activity replaced by a leaf: `given` of it, or what was predicted where that is the activity itself. */
export function cutAt(
  loss: Value,
  { nodes }: WeightPaths,
  activities: readonly Value[],
  given: readonly Value[],
): Cut {
  const now = new Map<Value, Value>();
  const nowOf = (value: Value): Value => now.get(value) ?? value;
  const predictions = new Map<Value, Value>();
  for (const node of nodes) {
    const outputs = copyNode(
      node,
      node.inputs.map((value) => value && nowOf(value)),
    );
    for (const [i, output] of node.outputs.entries()) {
      const at = activities.indexOf(output);
      if (at >= 0) predictions.set(output, outputs[i]);
      const v = at >= 0 && given[at] !== output ? given[at] : outputs[i];
      now.set(output, at >= 0 ? stopGradient(v) : v);
    }
  }
  return {
    loss: nowOf(loss),
    predictions: activities.map((value) => predictions.get(value) as Value), // nodes hold all activities
    leaves: activities.map(nowOf),
  };
}

const one = (loss: Value, scale: number): Value => constant(tensor(scale, { dtype: "float64" }), loss.dtype);

/** What errors at the predictions, and the slope of the loss, come to at `wrt`, one step back. */
export const backTo = (
  { loss, predictions }: Cut,
  errors: readonly (Value | null)[],
  wrt: readonly Value[],
  scale = 1,
): (Value | null)[] => vjp([...predictions, loss], [...errors, one(loss, scale)], wrt);
