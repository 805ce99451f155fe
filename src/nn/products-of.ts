import { sizeOf } from "../core/tensor.js";
import type { LayerGraph } from "./layer-graph.js";
import { isOpCall } from "./symbol.js";

/** The positions that recurrent layers walk along in one pass; 0 without such layers. */
export function loopPositions({ calls, layers }: LayerGraph): number {
  const recurrent = new Set<unknown>(
    layers
      .filter(({ weights }) => Object.keys(weights).some((key) => key.endsWith("recurrentKernel")))
      .map(({ layer }) => layer),
  );
  return calls.reduce((total, { target, inputs }) => {
    const time = inputs[0]?.shape[1];
    return recurrent.has(target) && typeof time === "number" ? total + time : total;
  }, 0);
}

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
