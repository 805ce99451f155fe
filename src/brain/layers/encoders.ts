import type { Value } from "../../core/graph.js";
import { broadcastTo, cast, expandDims, less } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../../nn/layer.js";
import { asFloat } from "../../nn/layers/as-float.js";
import { checkPositiveInteger } from "../../nn/options.js";

export interface EncoderOptions {
  /** Steps of time. */
  readonly steps: number;
  readonly name?: string;
}

/** The same at every step: [batch, ...] → [batch, steps, ...]. */
function repeated(x: Value, steps: number): Value {
  const [batch, ...rest] = x.shape;
  return broadcastTo(expandDims(x, { axis: 1 }), { shape: [batch, steps, ...rest] });
}

/**
 * `y[b, t] = x[b]`: a number as a current that flows all the time. After a `dense` layer rather than before it, its product is made once and not at every step; the numbers
 * are the same.
 *
 * Shape   x [batch, ...] → [batch, steps, ...].
 * Dtype   integers become float32.
 * VJP     x̄ = ȳ summed over the steps.
 * Throws  `missing_option`, `invalid_option`.
 * Source  Eshraghian et al. (2023), Proc. IEEE 111:1016, section III.A
 *
 * @example constantCurrent({ steps: 25 })
 */
export const constantCurrent: (options: EncoderOptions) => Layer = defineLayer<EncoderOptions>(
  "constantCurrent",
  {
    required: ["steps"],
    defaults: {},
    check: ({ steps }, where) => checkPositiveInteger(where, "steps", steps),
    call: ({ x, options: { steps } }) => repeated(asFloat(x), steps),
  },
);

/**
 * `P(y[b, t] = 1) = x[b]`: numbers from 0 to 1 as spikes at random, others at each training step. Outside training it hands on x itself at every step, which is their mean,
 * as `dropout` does; so predictions are the same each time.
 *
 * Shape   x [batch, ...] → [batch, steps, ...].
 * Dtype   integers become float32.
 * VJP     x̄ = 0 while training.
 * Throws  `missing_option`, `invalid_option`.
 * Source  Eshraghian et al. (2023), Proc. IEEE 111:1016, section III.A (rate coding)
 *
 * @example poissonSpikes({ steps: 25 })
 */
export const poissonSpikes: (options: EncoderOptions) => Layer = defineLayer<EncoderOptions>(
  "poissonSpikes",
  {
    required: ["steps"],
    defaults: {},
    check: ({ steps }, where) => checkPositiveInteger(where, "steps", steps),
    call: ({ x: given, options: { steps }, training, random }) => {
      const x = repeated(asFloat(given), steps);
      if (!training) return x;
      const drawn = cast(random.uniform(x.shape), { dtype: x.dtype });
      return cast(less(drawn, x), { dtype: x.dtype });
    },
  },
);
