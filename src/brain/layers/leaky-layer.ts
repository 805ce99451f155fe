import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { broadcastTo, cast, clip, stopGradient } from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { tensor } from "../../core/tensor.js";
import { constant as initialConstant } from "../../nn/initializers.js";
import { defineLayer, type Layer, noRandom } from "../../nn/layer.js";
import { asFloat } from "../../nn/layers/as-float.js";
import { timeFirst, walk } from "../../nn/layers/recurrent.js";
import { checkNumber, checkOneOf, checkPositive } from "../../nn/options.js";
import type { Regularizer } from "../../nn/regularizer.js";
import { leaky } from "../neurons/leaky.js";
import type { FireWhen } from "../neurons/neuron.js";
import { firesWith } from "../surrogates/fires-with.js";
import { type SurrogateLike, toSurrogate } from "../surrogates/to-surrogate.js";

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
    defaults: {
      beta: 0.9,
      learnBeta: false,
      vThreshold: 1,
      reset: "subtract",
      fireWhen: ">",
      surrogate: "arctan",
      detachReset: true,
      vStart: 0,
      output: "spikes",
      activityRegularizer: null,
      unroll: false,
    },
    check: (options, where) => {
      checkNumber(where, "beta", options.beta, 0, 1);
      checkPositive(where, "vThreshold", options.vThreshold);
      checkNumber(where, "vStart", options.vStart);
      checkOneOf(where, "reset", options.reset, leaky.choices.reset);
      checkOneOf(where, "fireWhen", options.fireWhen, leaky.choices.fireWhen);
      checkOneOf(where, "output", options.output, ["spikes", "v"]);
      toSurrogate(where, options.surrogate ?? "arctan");
    },
    weights: ({ learnBeta, beta = 0.9 }, [{ shape }], where) => {
      if (shape.length < 2) {
        throw new NeurogradError(
          "shape_mismatch",
          `${where}: expects [batch, time, ...], got ${formatShape(shape)}; put constantCurrent before it`,
        );
      }
      return learnBeta ? { beta: { shape: [], initializer: initialConstant({ value: beta }) } } : {};
    },
    call: (context) => {
      const { options, weights, name } = context;
      const { beta = 0.9, vThreshold = 1, vStart = 0, reset = "subtract", fireWhen = ">" } = options;
      const { surrogate = "arctan", detachReset = true, output = "spikes", unroll = false } = options;
      const current = asFloat(context.x);
      const { dtype } = current;
      const number = (value: number): Value => constant(tensor(value), dtype);
      const learned = weights.beta && clip(cast(weights.beta, { dtype }), { minimum: 0, maximum: 1 });
      const p = { beta: learned ?? number(beta), vThreshold: number(vThreshold) };
      const neuron = leaky({ beta, vThreshold, reset, fireWhen });
      const fires = firesWith(toSurrogate(name, surrogate), fireWhen);
      const [batch, , ...neurons] = current.shape;
      const first = (value: number): Value => broadcastTo(number(value), { shape: [batch, ...neurons] });
      const inOrder = (spikes: Value, v: Value): readonly Value[] =>
        output === "v" ? [v, spikes] : [spikes, v]; // the first is handed on
      return walk(
        { ...context, options: { returnSequences: true, unroll } },
        {
          sequence: timeFirst(current),
          states: inOrder(first(0), first(vStart)),
          step: (now, before) => {
            const [spiked, v] = output === "v" ? before.toReversed() : before;
            const state = { v, spiked: detachReset ? stopGradient(spiked) : spiked };
            const after = neuron.step({ state, current: now, jump: number(0), dt: 1, fires, uniform }, p);
            return inOrder(after.spikes, after.state.v);
          },
        },
      );
    },
  },
);

/** A leaky neuron draws nothing. */
const uniform = (): Value => noRandom.uniform([]);
