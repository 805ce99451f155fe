import { reshape } from "../../core/ops/index.js";
import { shapeSize } from "../../core/size.js";
import { defineLayer, type Layer } from "../layer.js";

export interface FlattenOptions {
  readonly name?: string;
}

/**
 * All axes but the batch made one.
 *
 * Shape   x [batch, a, b, ...] → [batch, a·b·...].
 * Source  Keras 3 `layers.Flatten`.
 *
 * @example layers.flatten()
 */
export const flatten: (options?: FlattenOptions) => Layer = defineLayer<FlattenOptions>("flatten", {
  defaults: {},
  call: ({ x }) => reshape(x, { shape: [x.shape[0], shapeSize(x.shape.slice(1))] }),
});
