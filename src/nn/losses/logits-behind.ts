import type { Value } from "../../core/graph.js";
import { sigmoid, softmax } from "../../core/ops/index.js";

/**
 * The logits of probabilities that `softmax` along the last axis, or `sigmoid`, has just made; undefined for any
 * others. With them a cross-entropy neither overflows nor clips.
 */
export function logitsBehind(yPred: Value, activation: "softmax" | "sigmoid"): Value | undefined {
  const { node } = yPred;
  if (node === null || node.op !== { softmax, sigmoid }[activation].def) return undefined;
  const { axis = -1 } = node.attrs as { readonly axis?: number };
  const isLast = axis === -1 || axis === yPred.shape.length - 1;
  return isLast ? (node.inputs[0] as Value) : undefined; // both ops have one input
}
