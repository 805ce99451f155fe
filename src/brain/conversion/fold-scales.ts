import { fromFloat64, type Tensor } from "../../core/tensor.js";
import type { ScaleNode, SpikingNode } from "./spiking-description.js";

/**
 * Scales behind weights, such as batch normalization, become part of them: `(x W + b) a + c = x (W a) + (b a + c)`, exactly. A scale that stands elsewhere, or behind weights that
 * others read as well, stays.
 */
export function foldScales(nodes: readonly SpikingNode[]): readonly SpikingNode[] {
  const kept = new Map<string, SpikingNode>();
  const renamed = new Map<string, string>();
  const readers = new Map<string, number>();
  for (const name of nodes.flatMap(({ inputs }) => inputs)) readers.set(name, (readers.get(name) ?? 0) + 1);
  for (const given of nodes) {
    const node = { ...given, inputs: given.inputs.map((name) => renamed.get(name) ?? name) };
    const before = kept.get(node.inputs[0]);
    const isOnly = readers.get(given.inputs[0]) === 1;
    if (node.kind === "scale" && isOnly && (before?.kind === "affine" || before?.kind === "conv")) {
      kept.set(before.name, {
        ...before,
        weight: mapLast(before.weight, (w, k) => w * at(node.scale, k)),
        bias: mapLast(before.bias, (b, k) => b * at(node.scale, k) + at(node.offset, k)),
      });
      renamed.set(node.name, before.name);
    } else if (node.kind === "scale" && isOnly && before?.kind === "scale") {
      kept.set(before.name, composed(before, node));
      renamed.set(node.name, before.name);
    } else kept.set(node.name, node);
  }
  return [...kept.values()];
}

/** `y = (x a + b) c + d`. */
function composed(first: ScaleNode, second: ScaleNode): ScaleNode {
  const wide = first.scale.size >= second.scale.size ? first : second;
  return {
    ...first,
    scale: mapLast(wide.scale, (_, k) => at(first.scale, k) * at(second.scale, k)),
    offset: mapLast(wide.offset, (_, k) => at(first.offset, k) * at(second.scale, k) + at(second.offset, k)),
  };
}

/** The number of a channel, or the one for all. */
const at = (values: Tensor, k: number): number => Number(values.data[values.size === 1 ? 0 : k]);

/** A new number for each, by its place along the last axis. */
export function mapLast(x: Tensor, f: (value: number, k: number) => number): Tensor {
  const size = x.shape.at(-1) ?? 1;
  return fromFloat64(
    x.toFloat64().map((value, i) => f(value, i % size)),
    x.shape,
    "float64",
  );
}
