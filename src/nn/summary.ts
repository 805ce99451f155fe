import { formatShape } from "../core/size.js";
import { sizeOf } from "../core/tensor.js";
import type { WeightSpec } from "./layer.js";
import type { Model } from "./model.js";
import { isMemory, isTrained, type StateEntry } from "./state-entry.js";

/** How many numbers a layer has learned or gathered; what it remembers between batches does not count. */
export const parameterCount = (weights: Readonly<Record<string, WeightSpec>>): number =>
  Object.values(weights).reduce((n, { shape, role }) => (role === "recurrent" ? n : n + sizeOf(shape)), 0);

/** A table with a row per layer, and the numbers of parameters. */
export function summaryOf(model: Model): string {
  const { graph } = model;
  const rows = graph.layers.map(({ name, layer, weights }) => {
    const call = graph.calls.find(({ target }) => target === layer);
    const count = parameterCount(weights).toLocaleString("en");
    return [`${name} (${layer.kind})`, formatShape(call?.outputs[0].shape ?? []), count];
  });
  const inputs = graph.inputs.map((symbol, k) => [
    `${model.inputNames[k]} (input)`,
    formatShape(symbol.shape),
    "0",
  ]);
  const table = [["Layer", "Output shape", "Parameters"], ...inputs, ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column].length)));
  const line = "─".repeat(widths[0] + widths[1] + widths[2] + 4);
  const text = table.map(
    ([a, b, c]) => `${a.padEnd(widths[0])}  ${b.padEnd(widths[1])}  ${c.padStart(widths[2])}`,
  );
  const total = (wanted: (entry: StateEntry) => boolean): string =>
    model.values.weights
      .filter((entry) => !isMemory(entry) && wanted(entry))
      .reduce((n, { shape }) => n + sizeOf(shape), 0)
      .toLocaleString("en");
  const counts = [
    `Parameters: ${total(() => true)}`,
    `trainable: ${total(isTrained)}`,
    `not trainable: ${total((entry) => !isTrained(entry))}`,
  ];
  return [text[0], line, ...text.slice(1), line, counts.join(", ")].join("\n");
}
