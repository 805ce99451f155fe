import type { Value } from "../../core/graph.js";
import { remat as rematerialized } from "../../core/ops/remat.js";
import { type CallResult, defineLayer, type Layer, type Mask } from "../layer.js";
import { callInner, checkInnerLayer, innerWeights } from "./inner-layer.js";

export interface RematOptions {
  readonly layer: Layer;
  readonly name?: string;
  readonly trainable?: boolean;
}

/**
 * `y = layer(x)`, whose inner values are not kept for the backward pass but computed anew there. For layers that hold much
 * more inside than they give, as attention its scores; memory against time.
 *
 * Shape   as the layer's. Weights are called as the layer's.
 * Throws  `missing_option`, `invalid_option`, and what the layer throws.
 * Source  Chen et al. 2016 (arXiv:1604.06174); Keras 3 `remat`.
 *
 * @example layers.remat({ layer: layers.multiHeadAttention({ numHeads: 8, keyDim: 64 }) })
 */
export const remat: (options: RematOptions) => Layer = defineLayer<RematOptions>("remat", {
  required: ["layer"],
  defaults: {},
  check: ({ layer }, where) => checkInnerLayer(where, "layer", layer),
  weights: ({ layer }, inputs, where) => innerWeights(layer, "", inputs, where),
  call: (context) => {
    const { inputs, options, masks, training } = context;
    const inner = (given: readonly Value[]): CallResult =>
      callInner(options.layer, "", context, given, masks);
    if (!training) return inner(inputs);
    let form: CallResult = { outputs: [] };
    const values = rematerialized((...given) => {
      form = inner(given);
      return [...form.outputs, ...Object.values(form.updates ?? {}), ...(form.masks ?? []).filter(isThere)];
    })(...inputs).values();
    const next = (): Value => values.next().value as Value; // one for each that the form has
    return {
      outputs: form.outputs.map(next),
      updates: Object.fromEntries(Object.keys(form.updates ?? {}).map((key) => [key, next()])),
      ...(form.masks && { masks: form.masks.map((mask) => mask && next()) }),
    };
  },
});

const isThere = (mask: Mask): mask is Value => mask !== null;
