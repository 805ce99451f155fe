import { defineLayer, type Layer } from "../../nn/layer.js";
import type { Regularizer } from "../../nn/regularizer.js";
import type { FireWhen } from "../neurons/neuron.js";
import type { SurrogateLike } from "../surrogates/to-surrogate.js";
import { checkLeaky, leakyDefaults, leakyWeights, walkLeaky } from "./leaky-walk.js";

export interface LeakyLayerOptions {
  /** What is left of the membrane after a step. */
  readonly beta?: number;
  /** β is trained too, one number for the layer, held within [0, 1]. */
  readonly learnBeta?: boolean;
  readonly vThreshold?: number;
  /** What a spike does to the membrane, at the next step: takes the threshold away, sets it to 0, or nothing. */
  readonly reset?: "subtract" | "zero" | "none";
  /** Whether a membrane that is just at the threshold fires. */
  readonly fireWhen?: FireWhen;
  /** What stands for the derivative of the step. */
  readonly surrogate?: SurrogateLike;
  /** Gradients do not flow through the reset. */
  readonly detachReset?: boolean;
  /** The membrane before the first step. */
  readonly vStart?: number;
  /** What is handed on: spikes, 0 or 1, or the membrane `v`, for losses that look at it. */
  readonly output?: "spikes" | "v";
  /** On what is handed on: `l1` makes spikes cost something. */
  readonly activityRegularizer?: Regularizer | null;
  /** One copy of the step for each position, whatever their number; else that is decided by what is faster. */
  readonly unroll?: boolean;
  readonly name?: string;
  readonly trainable?: boolean;
}

/**
 * Leaky neurons as a layer, trained by gradients: `v[t] = β v[t−1] + x[t] − θ s[t−1]`, `s[t] = [v[t] > θ]`, in whose derivative
 * the surrogate stands for the step's, which is 0 almost everywhere. Weights are those of the layers before, `dense` or a convolution.
 *
 * Shape   x [batch, time, ...] → [batch, time, ...].
 * Dtype   integers become float32.
 * VJP     `x̄[t] = v̄[t]`, `v̄[t] = s̄[t] surrogate(v[t] − θ) + β v̄[t+1]`, for the reset that takes away and is detached.
 * Default snnTorch's: the reset takes the threshold away and is detached, the surrogate is `arctan`. β is 0.9.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`, `unknown_size`.
 * Source  Neftci, Mostafa & Zenke (2019), IEEE Signal Process. Mag. 36:51; snnTorch's `Leaky`: Eshraghian et al. (2023), Proc. IEEE 111:1016
 *
 * @example
 * const net = sequential([
 *   input({ shape: [784] }),
 *   layers.dense({ units: 1000 }),
 *   constantCurrent({ steps: 25 }),
 *   leakyLayer({ beta: 0.95 }),
 *   layers.dense({ units: 10 }),
 *   leakyLayer({ beta: 0.95, output: "v" }),
 * ]);
 * net.compile({ optimizer: "adam", loss: stepCrossentropy(), metrics: [stepAccuracy()] });
 */
export const leakyLayer: (options?: LeakyLayerOptions) => Layer = defineLayer<LeakyLayerOptions>(
  "leakyLayer",
  {
    defaults: leakyDefaults,
    check: checkLeaky,
    weights: leakyWeights,
    call: (context) => walkLeaky(context),
  },
);
