import { NeurogradError } from "../../core/errors.js";
import { add, cast, matmul, multiply } from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { defineLayer, type Layer } from "../../nn/layer.js";
import { checkNumber } from "../../nn/options.js";
import { type InitializerLike, toInitializer } from "../../nn/to-initializer.js";
import type { LeakyLayerOptions } from "./leaky-layer.js";
import { checkLeaky, leakyDefaults, leakyWeights, walkLeaky } from "./leaky-walk.js";

export interface SynapticLayerOptions extends LeakyLayerOptions {
  /** What is left of a synapse's current after a step; 0: it is there for one step only. */
  readonly alpha?: number;
  /** Whether the neurons of the last axis hear one another: the spikes of a step arrive at the next one. */
  readonly recurrent?: boolean;
  readonly recurrentInitializer?: InitializerLike;
}

/**
 * Leaky neurons behind synapses whose current fades, and which may lead back to them: `i[t] = α i[t−1] + x[t] + s[t−1] W`,
 * `v[t] = β v[t−1] + i[t] − θ s[t−1]`, `s[t] = [v[t] > θ]`. Else it is `leakyLayer`: its options, its surrogates.
 *
 * Shape   x [batch, time, ...] → [batch, time, ...]; W [n, n] for n neurons on the last axis.
 * Dtype   integers become float32.
 * Default snnTorch's reset and surrogate; α and β are 0.9; no way back. W begins orthogonal, as that of recurrent layers.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`, `unknown_size`.
 * Source  snnTorch's `Synaptic` and `RSynaptic`: Eshraghian et al. (2023), Proc. IEEE 111:1016, appendix B
 *
 * @example
 * const net = sequential([
 *   input({ shape: [100, 700] }),
 *   layers.dense({ units: 128 }),
 *   synapticLayer({ alpha: 0.8, beta: 0.95, recurrent: true }),
 *   layers.dense({ units: 20 }),
 *   leakyLayer({ beta: 0.95, output: "v" }),
 * ]);
 */
export const synapticLayer: (options?: SynapticLayerOptions) => Layer = defineLayer<SynapticLayerOptions>(
  "synapticLayer",
  {
    defaults: { ...leakyDefaults, alpha: 0.9, recurrent: false, recurrentInitializer: "orthogonal" },
    check: (options, where) => {
      checkLeaky(options, where);
      checkNumber(where, "alpha", options.alpha, 0, 1);
      toInitializer(`${where}: recurrentInitializer`, options.recurrentInitializer ?? "orthogonal");
    },
    weights: (options, inputs, where) => {
      const own = leakyWeights(options, inputs, where);
      const [{ shape }] = inputs;
      const n = shape.at(-1);
      if (!options.recurrent) return own;
      if (shape.length < 3 || typeof n !== "number") {
        throw new NeurogradError(
          "shape_mismatch",
          `${where}: recurrent: expects [batch, time, ..., neurons] with a known number of neurons, got ${formatShape(shape)}; give the input's shape in full`,
        );
      }
      const initializer = toInitializer(where, options.recurrentInitializer ?? "orthogonal");
      return { recurrentKernel: { shape: [n, n], initializer }, ...own };
    },
    call: (context) => {
      const { alpha = 0.9 } = context.options;
      const { recurrentKernel } = context.weights;
      return walkLeaky(context, (now, spiked, before) => {
        const charged = add(multiply(before, alpha), now);
        return recurrentKernel
          ? add(charged, matmul(spiked, cast(recurrentKernel, { dtype: now.dtype as "float32" })))
          : charged;
      });
    },
  },
);
