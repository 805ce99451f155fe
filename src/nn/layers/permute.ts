import { NeurogradError } from "../../core/errors.js";
import { transpose } from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { defineLayer, type Layer } from "../layer.js";

export interface PermuteOptions {
  /** The axes of an example in their new order, counted from 1. */
  readonly dims: readonly number[];
  readonly name?: string;
}

/**
 * `y[b, i, j, …] = x[b, …]` with the axes of each example in the order `dims`.
 *
 * Shape   x [batch, s₁, s₂, …] → [batch, s_dims₁, s_dims₂, …].
 * VJP     x̄ = ȳ with the axes back in place.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `layers.Permute`.
 *
 * @example layers.permute({ dims: [2, 1] }).apply(input({ shape: [10, 64] }))  // [batch, 64, 10]
 */
export const permute: (options: PermuteOptions) => Layer = defineLayer<PermuteOptions>("permute", {
  required: ["dims"],
  defaults: {},
  check: ({ dims }, where) => {
    const isOrder = Array.isArray(dims) && dims.every((_, k) => dims.includes(k + 1));
    if (isOrder) return;
    throw new NeurogradError(
      "invalid_option",
      `${where}: dims is ${JSON.stringify(dims)}; use each of 1 to the number of axes once, such as [2, 1]`,
    );
  },
  call: ({ x, options: { dims }, name }) => {
    if (x.shape.length === dims.length + 1) return transpose(x, { axes: [0, ...dims] });
    throw new NeurogradError(
      "shape_mismatch",
      `${name}: dims [${dims.join(", ")}] order ${dims.length} axes, an example of ${formatShape(x.shape)} has ${x.shape.length - 1}; name each of them`,
    );
  },
});
