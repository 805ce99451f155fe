import type { LayerGraph } from "../../nn/layer-graph.js";
import { isOpCall, type LayerSymbol } from "../../nn/symbol.js";

/**
 * The layers of a model in the form of Keras's `model.to_json()`, as far as TensorBoard draws it: names, classes, and what
 * leads where.
 *
 * Source  TensorBoard's `plugins/graph/keras_util.py`.
 */
export function kerasGraph(graph: LayerGraph, inputNames: readonly string[]): string {
  const history = new Map<LayerSymbol, readonly [name: string, node: number, tensor: number]>();
  const taken = new Set(graph.layers.map(({ name }) => name));
  const free = (name: string): string => {
    let found = name;
    for (let i = 1; taken.has(found); i++) found = `${name}_${i}`;
    taken.add(found);
    return found;
  };
  const layers = graph.inputs.map((symbol, k) => {
    const name = free(inputNames[k]);
    history.set(symbol, [name, 0, 0]);
    return { class_name: "InputLayer", config: { name, dtype: symbol.dtype }, inbound_nodes: [] as object[] };
  });
  const known = new Map<object, (typeof layers)[number]>();
  const names = new Map<object, string>(graph.layers.map(({ layer, name }) => [layer, name]));
  for (const { target, inputs, outputs } of graph.calls) {
    const [kind, stem] = isOpCall(target) ? [target.op.name, free(target.op.name)] : [target.kind, ""];
    const entry = known.get(target) ?? {
      class_name: kind[0].toUpperCase() + kind.slice(1),
      config: { name: names.get(target) ?? stem, dtype: outputs[0].dtype },
      inbound_nodes: [],
    };
    if (!known.has(target)) layers.push(entry);
    known.set(target, entry);
    const node = entry.inbound_nodes.length;
    outputs.forEach((symbol, k) => {
      history.set(symbol, [entry.config.name, node, k]);
    });
    const args = inputs.map((symbol) => ({
      class_name: "__keras_tensor__",
      config: { keras_history: history.get(symbol) },
    }));
    entry.inbound_nodes.push({ args, kwargs: {} });
  }
  const ends = (symbols: readonly LayerSymbol[]): unknown[] => symbols.map((symbol) => history.get(symbol));
  return JSON.stringify({
    class_name: "Functional",
    config: { name: "model", layers, input_layers: ends(graph.inputs), output_layers: ends(graph.outputs) },
  });
}
