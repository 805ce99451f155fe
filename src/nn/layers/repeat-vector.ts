import { NeurogradError } from "../../core/errors.js";
import { broadcastTo, expandDims } from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkPositiveInteger } from "../options.js";

export interface RepeatVectorOptions {
  /** How often. */
  readonly n: number;
  readonly name?: string;
}

/**
 * `y[b, t, :] = x[b, :]` for t = 0 … n − 1: one vector as a sequence of equal ones.
 *
 * Shape   x [batch, features] → [batch, n, features].
 * VJP     x̄ = ȳ summed over the repetitions.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `layers.RepeatVector`.
 *
 * @example layers.repeatVector({ n: 5 }).apply(input({ shape: [32] }))         // [batch, 5, 32]
 */
export const repeatVector: (options: RepeatVectorOptions) => Layer = defineLayer<RepeatVectorOptions>(
  "repeatVector",
  {
    required: ["n"],
    defaults: {},
    check: ({ n }, where) => checkPositiveInteger(where, "n", n),
    call: ({ x, options: { n }, name }) => {
      if (x.shape.length === 2)
        return broadcastTo(expandDims(x, { axis: 1 }), { shape: [x.shape[0], n, x.shape[1]] });
      throw new NeurogradError(
        "shape_mismatch",
        `${name}: expects [batch, features], got ${formatShape(x.shape)}; use layers.flatten first`,
      );
    },
  },
);
