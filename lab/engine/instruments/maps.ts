import { type Model, model, type Tensor, tensor } from "neurograd";
import type { Training } from "../training.js";

export interface LayerMaps {
  readonly layer: string;
  readonly units: number;
  /** The unit's output over the square from −1 to 1: [size · size, units], rows from the top. */
  readonly values: Float32Array;
}

export interface Maps {
  readonly size: number;
  readonly layers: readonly LayerMaps[];
}

/** What each unit says of every place of the picture's square. */
export async function maps(training: Training, { size = 40 }: { readonly size?: number }): Promise<Maps> {
  const { model: watched, names } = watchedModel(training.net);
  const outputs = Object.values(await watched.predictAll(grid(size), { batchSize: size * size }));
  return {
    size,
    layers: names.map((layer, k) => ({
      layer,
      units: outputs[k].shape[1],
      values: Float32Array.from(outputs[k].data as Float32Array),
    })),
  };
}

/** The layers with units of their own. */
const namedLayers = (net: Model): string[] =>
  net.layers.map(({ name }) => name).filter((name) => /^(hidden_\d+|output)$/.test(name));

export interface WatchedModel {
  readonly model: Model;
  /** The layers whose outputs it gives, in order. */
  readonly names: readonly string[];
}

const watched = new WeakMap<Model, WatchedModel>();

/** The same layers, with the output of each given. */
export function watchedModel(net: Model): WatchedModel {
  const known = watched.get(net);
  if (known !== undefined) return known;
  const names = namedLayers(net);
  const outputs = names.map((name) => net.getLayer(name).output);
  const made = { model: model({ inputs: net.inputs, outputs }), names };
  watched.set(net, made);
  return made;
}

const grids = new Map<number, Tensor>();

/** The middles of size × size cells, row by row from the top left. */
function grid(size: number): Tensor {
  const known = grids.get(size);
  if (known !== undefined) return known;
  const at = (k: number): number => ((k + 0.5) / size) * 2 - 1;
  const places = Float32Array.from({ length: 2 * size * size }, (_, i) => {
    const cell = i >> 1;
    return i % 2 === 0 ? at(cell % size) : -at(Math.floor(cell / size));
  });
  const made = tensor(places, { shape: [size * size, 2] });
  grids.set(size, made);
  return made;
}
