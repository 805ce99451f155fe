import { type ActivationLike, toActivation } from "../activation.js";
import { defineLayer, type Layer } from "../layer.js";

export interface ActivationOptions {
  readonly activation: ActivationLike;
  readonly name?: string;
}

/**
 * `y = activation(x)`: an activation as a layer of its own.
 *
 * Shape   as the activation's, unchanged for those by name.
 * Throws  `missing_option`, `unknown_name`.
 * Source  Keras 3 `layers.Activation`.
 *
 * @example layers.activation({ activation: "relu" })
 */
export const activation: (options: ActivationOptions) => Layer = defineLayer<ActivationOptions>(
  "activation",
  {
    required: ["activation"],
    defaults: {},
    check: ({ activation: like }, where) => void toActivation(where, like),
    mask: "pass",
    call: ({ x, options, name }) => toActivation(name, options.activation)(x),
  },
);
