import { sizeOf } from "../core/tensor.js";
import type { LayerGraph } from "./layer-graph.js";
import { isOpCall } from "./symbol.js";

/** Products of one example's way through the layers: each weight counts once for each position or place it is used at. */
export function productsOf({ calls, layers }: LayerGraph): number {
  const weights = new Map(layers.map((entry) => [entry.layer, Object.values(entry.weights)]));
  return calls.reduce((total, { target, inputs }) => {
    const own = (isOpCall(target) ? undefined : weights.get(target)) ?? [];
    const [, ...places] = inputs[0]?.shape.slice(0, -1) ?? [];
    const count = places.reduce<number>((n, size) => (typeof size === "number" ? n * size : n), 1);
    return total + count * own.reduce((n, { shape }) => n + sizeOf(shape), 0);
  }, 0);
}
