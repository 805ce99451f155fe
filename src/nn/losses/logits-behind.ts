import type { Value } from "../../core/graph.js";
import { sigmoid, softmax } from "../../core/ops/index.js";

/**
 * The logits of probabilities that `softmax` along `of`, or `sigmoid`, has just made; undefined for any
 * others. With them a cross-entropy neither overflows nor clips.
 */
export function logitsBehind(yPred: Value, activation: "softmax" | "sigmoid", of = -1): Value | undefined {
  const { node } = yPred;
  if (node === null || node.op !== { softmax, sigmoid }[activation].def) return undefined;
  const { axis = of } = node.attrs as { readonly axis?: number }; // sigmoid has none
  const rank = yPred.shape.length;
  return (axis + rank) % rank === (of + rank) % rank ? (node.inputs[0] as Value) : undefined; // both ops have one input
}
