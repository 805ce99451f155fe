import { NeurogradError } from "../../core/errors.js";
import { max, mean, slice, squeeze, sum } from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { defineLayer, type Layer } from "../../nn/layer.js";
import { checkOneOf } from "../../nn/options.js";

/** What is taken along time. */
const takes = ["sum", "mean", "max", "last"] as const;

export interface RateDecoderOptions {
  /** Of spikes, `sum` is their count and `mean` their rate; `max` and `last` are for membranes. */
  readonly take?: (typeof takes)[number];
  readonly name?: string;
}

/**
 * `y[b] = Σₜ x[b, t]`, or the mean, the largest, the last over time: what spikes (or membranes) say, as numbers that ordinary losses and metrics read.
 *
 * Shape   x [batch, time, ...] → [batch, ...].
 * VJP     `x̄[t] = ȳ` for the sum, ȳ / time for the mean.
 * Default the sum: how many spikes.
 * Throws  `unknown_name`, `shape_mismatch`.
 * Source  Eshraghian et al. (2023), Proc. IEEE 111:1016, section III.B (spike count and maximum membrane)
 *
 * @example sequential([input({ shape: [25, 100] }), layers.dense({ units: 10 }), leakyLayer(), rateDecoder()])
 */
export const rateDecoder: (options?: RateDecoderOptions) => Layer = defineLayer<RateDecoderOptions>(
  "rateDecoder",
  {
    defaults: { take: "sum" },
    check: ({ take }, where) => checkOneOf(where, "take", take, takes),
    call: ({ x, options: { take = "sum" }, name }) => {
      if (x.shape.length < 2) {
        throw new NeurogradError(
          "shape_mismatch",
          `${name}: expects [batch, time, ...], got ${formatShape(x.shape)}; put a leakyLayer before it`,
        );
      }
      if (take === "last") return squeeze(slice(x, { axes: [1], starts: [-1], ends: [null] }), { axis: 1 });
      return { sum, mean, max }[take](x, { axis: 1 });
    },
  },
);
