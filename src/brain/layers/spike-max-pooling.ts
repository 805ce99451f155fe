import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { add, broadcastTo, maxPool, subtract } from "../../core/ops/index.js";
import { placesOf, windowOf } from "../../core/ops/window.js";
import { formatShape } from "../../core/size.js";
import { tensor } from "../../core/tensor.js";
import { defineLayer, type Layer } from "../../nn/layer.js";
import { asFloat } from "../../nn/layers/as-float.js";
import { timeFirst, walk } from "../../nn/layers/recurrent.js";
import {
  channelsFirst,
  channelsLast,
  checkPadding,
  type PerAxis,
  paddedWindow,
  perAxis,
  type Rank,
} from "../../nn/layers/spatial.js";

export interface SpikeMaxPoolingOptions {
  /** Size of the window: one number, or one for each spatial axis. */
  readonly poolSize?: PerAxis;
  /** null: the windows tile. */
  readonly strides?: PerAxis | null;
  readonly padding?: "valid" | "same";
  readonly name?: string;
}

/**
 * Max pooling of rates: of each window as many spikes are handed on as came from its busiest neuron so far, `Σₜ y[t] = maxᵢ Σₜ xᵢ[t]` after every step. A count grows by at most one in a
 * step, and so does the largest of them: what is handed on are spikes again, 0 or 1.
 *
 * Shape   x [batch, time, ...spatial, channels], one or two spatial axes → [batch, time, …, channels].
 * Dtype   integers become float32.
 * VJP     through the counts, as of max pooling.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  after the gating by rates of Rueckauer et al. (2017), Front. Neurosci. 11:682: there the spikes of the neuron
 *         that fired most so far are handed on, so that their number may be off where the lead changes; here it is exact
 *
 * @example
 * sequential([
 *   input({ shape: [28, 28, 1] }),
 *   constantCurrent({ steps: 16 }),
 *   leakyLayer({ beta: 1 }),
 *   spikeMaxPooling({ poolSize: 2 }),
 *   rateDecoder({ take: "mean" }),                              // what max pooling makes of the rates
 * ]);
 */
export const spikeMaxPooling: (options?: SpikeMaxPoolingOptions) => Layer =
  defineLayer<SpikeMaxPoolingOptions>("spikeMaxPooling", {
    defaults: { poolSize: 2, strides: null, padding: "valid" },
    check: ({ padding }, where) => checkPadding(where, padding, ["valid", "same"]),
    call: (context) => {
      const { options, name } = context;
      const x = asFloat(context.x);
      const rank = rankOf(name, x);
      const poolSize = perAxis(name, "poolSize", options.poolSize ?? 2, rank);
      const strides = perAxis(name, "strides", options.strides ?? poolSize, rank);
      const pool = (counts: Value): Value => {
        const image = channelsFirst(counts);
        return channelsLast(
          maxPool(image, { poolSize, ...paddedWindow(name, options.padding, image, poolSize, strides) }),
        );
      };
      const [batch, , ...rest] = x.shape;
      const zero = constant(tensor(0), x.dtype);
      const none = broadcastTo(zero, { shape: [batch, ...rest] });
      const window = windowOf(
        name,
        poolSize,
        paddedWindow(name, options.padding, channelsFirst(none), poolSize, strides),
      );
      const places = placesOf(name, rest.slice(0, -1), window);
      const pooledNone = broadcastTo(zero, { shape: [batch, ...places, rest[rank]] });
      return walk(
        { ...context, options: { returnSequences: true } },
        {
          sequence: timeFirst(x),
          states: [pooledNone, none, pooledNone],
          step: (now, [, counts, before]) => {
            const after = add(counts, now);
            const largest = pool(after);
            return [subtract(largest, before), after, largest];
          },
        },
      );
    },
  });

/** Throws `shape_mismatch`. */
function rankOf(where: string, { shape }: Value): Rank {
  const rank = shape.length - 3;
  if (rank === 1 || rank === 2) return rank;
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: expects [batch, time, steps, channels] or [batch, time, height, width, channels], got ${formatShape(shape)}; put constantCurrent before it`,
  );
}
