import { NeurogradError } from "../core/errors.js";
import type { Tensor } from "../core/tensor.js";
import type { Layer } from "./layer.js";

/** Values of a layer's weights, by name: kernel, bias. */
export type LayerValues = Readonly<Record<string, Tensor>>;

/** What can have the newest weights of a layer: a model, or a program that trains models. */
export interface WeightHolder {
  /** Counts how often the weights changed. */
  readonly changes: number;
  /** True while it trains: nobody else may change what it holds. */
  readonly isFitting: boolean;
  /** Weights and statistics of one of its layers, not what the layer remembers of batches. */
  valuesOf(layer: Layer): LayerValues;
}

const holders = new WeakMap<Layer, WeightHolder>();

/**
 * The layers that one holder uses. A layer has one set of weights wherever it is used, as in Keras: whoever changed them
 * last holds them, and the others take them over when they are next asked.
 */
export class SharedWeights {
  private readonly self: WeightHolder;
  private readonly layers: readonly Layer[];
  /** Whose weights were taken over last, and how often those had changed then. */
  private readonly seen = new Map<Layer, { readonly holder: WeightHolder; readonly changes: number }>();

  constructor(self: WeightHolder, layers: readonly Layer[]) {
    this.self = self;
    this.layers = layers;
    for (const layer of layers) if (!holders.has(layer)) holders.set(layer, self);
  }

  /** What others have changed since the last time, layer by layer. */
  news(): readonly (readonly [Layer, LayerValues])[] {
    const found: (readonly [Layer, LayerValues])[] = [];
    for (const layer of this.layers) {
      const holder = holders.get(layer);
      if (holder === undefined || holder === this.self) continue;
      const seen = this.seen.get(layer);
      if (seen?.holder === holder && seen.changes === holder.changes) continue;
      this.seen.set(layer, { holder, changes: holder.changes });
      found.push([layer, holder.valuesOf(layer)]);
    }
    return found;
  }

  /** Says that the weights are about to be changed here. Throws `already_fitting` while another trains them. */
  claim(where: string): void {
    for (const layer of this.layers) {
      const holder = holders.get(layer);
      if (holder !== this.self && holder?.isFitting) {
        throw new NeurogradError(
          "already_fitting",
          `${where}: fit is running on a model that shares the layer ${layer.givenName ?? layer.kind}; await it, or stop it with its signal`,
        );
      }
    }
    for (const layer of this.layers) holders.set(layer, this.self);
  }
}
