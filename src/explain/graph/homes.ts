import { constantOf } from "../../core/constant.js";
import type { Graph, Role, Value } from "../../core/graph.js";
import { type Entry, numbersOf } from "./entries.js";

interface Home {
  readonly layer: string;
  readonly role: Role;
}

/**
 * Where each entry belongs. A node of the model or its derivative: to the layer that made it; outside layers, to that of
 * what it alone uses. A weight: to its layer. A node of the update, and what it alone reads: to the layer of the weights it changes,
 * to none if it serves several.
 */
export function homesOf(graph: Graph, entries: readonly Entry[]): readonly Home[] {
  const numbers = numbersOf(entries);
  const scopes = [
    ...new Set(entries.flatMap(({ node }) => (node && node.role === "forward" ? node.scope : []))),
  ]
    .filter((scope) => scope !== "")
    .sort((a, b) => b.length - a.length);
  const layerOfPath = (path: string): string =>
    scopes.find((scope) => path.startsWith(`${scope}/`) || path.includes(`/${scope}/`)) ?? "";
  const served = layersServed(graph, entries, numbers, layerOfPath);
  const used = new Set(entries.flatMap(({ node }) => (node && node.role !== "update" ? node.inputs : [])));
  const layers: string[] = [];
  return entries.map(({ node, values }, id) => {
    const role = node?.role ?? (used.has(values[0]) ? "forward" : "update");
    const layer =
      role === "update"
        ? served[id].size === 1
          ? [...served[id]][0]
          : ""
        : node === null
          ? layerOfPath(values[0].name ?? "")
          : node.scope || onlyLayer(node.inputs, numbers, layers);
    layers.push(layer);
    return { layer, role };
  });
}

/** For each entry the layers whose new state depends on it. */
function layersServed(
  { outputs }: Graph,
  entries: readonly Entry[],
  numbers: ReadonlyMap<Value, number>,
  layerOfPath: (path: string) => string,
): readonly ReadonlySet<string>[] {
  const served = entries.map(() => new Set<string>());
  for (const [path, value] of Object.entries(outputs)) {
    const id = numbers.get(value);
    const layer = layerOfPath(path);
    if (id !== undefined && layer !== "") served[id].add(layer);
  }
  for (const [id, { node }] of [...entries.entries()].reverse())
    for (const input of node?.role === "update" ? node.inputs : []) {
      const from = input === null ? undefined : numbers.get(input);
      if (from !== undefined) for (const layer of served[id]) served[from].add(layer);
    }
  return served;
}

/** The one layer of all that is used; "" where there are none or several. */
function onlyLayer(
  inputs: readonly (Value | null)[],
  numbers: ReadonlyMap<Value, number>,
  layers: readonly string[],
): string {
  const used = new Set(
    inputs.flatMap((input) =>
      input === null || constantOf(input) ? [] : (layers[numbers.get(input) ?? -1] ?? ""),
    ),
  );
  return used.size === 1 ? [...used][0] : "";
}
