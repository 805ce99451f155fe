import type { Graph, TensorType } from "../core/graph.js";
import { simplify } from "../core/simplify.js";
import { trace } from "../core/trace.js";
import { type LayerGraph, traceLayers } from "./layer-graph.js";
import { newMemories, type StateEntry } from "./state-entry.js";
import { typesOf } from "./step.js";
import { asInput, inputName } from "./step-inputs.js";

/** The model alone, for any number of examples: outputs by position. */
export function predictGraph(
  graph: LayerGraph,
  weights: readonly StateEntry[],
  names: readonly string[],
  inputTypes?: readonly TensorType[],
): Graph {
  const inputs = inputTypes ?? graph.inputs.map((symbol) => symbol.type);
  const inputTypesByName = Object.fromEntries(
    inputs.map((type, k) => [graph.inputs[k].name ?? inputName(k, inputs.length), type]),
  );
  return simplify(
    trace({ ...inputTypesByName, ...typesOf(weights) }, (values) => {
      const given = graph.inputs.map((symbol, k) =>
        asInput(values[symbol.name ?? inputName(k, inputs.length)], symbol),
      );
      const { outputs, updates } = traceLayers(graph, given, values, { training: false });
      const named = outputs.map((value, k) => [names[k], value] as const);
      return { ...Object.fromEntries(named), ...newMemories(weights, updates) };
    }),
  );
}
