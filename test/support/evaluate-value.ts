import { evaluateGraph } from "../../src/core/evaluate.js";
import { toposort, type Value } from "../../src/core/graph.js";
import type { Tensor } from "../../src/core/tensor.js";

/** What `y` is for the inputs given by name, by the reference evaluator; floats in float64. */
export function evaluateValue(y: Value, feeds: Readonly<Record<string, Tensor>>): Tensor {
  const reached = new Set([y, ...toposort([y]).flatMap((node) => node.inputs)]);
  const inputs = [...reached].filter((value) => value !== null && value.node === null) as Value[]; // null is filtered out
  return evaluateGraph({ inputs, outputs: { y } }, feeds, true).y;
}
