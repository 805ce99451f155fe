import { defineLayer, type Layer } from "../layer.js";

export interface IdentityOptions {
  readonly name?: string;
}

/**
 * `y = x`: a place that holds a name, or a layer to be put in later.
 *
 * Shape   unchanged.
 * Source  Keras 3 `layers.Identity`.
 *
 * @example layers.identity({ name: "features" })
 */
export const identity: (options?: IdentityOptions) => Layer = defineLayer<IdentityOptions>("identity", {
  defaults: {},
  mask: "pass",
  call: ({ x }) => x,
});
