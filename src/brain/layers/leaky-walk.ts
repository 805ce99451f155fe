import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import type { TensorType, Value } from "../../core/graph.js";
import { broadcastTo, cast, clip, stopGradient } from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { tensor } from "../../core/tensor.js";
import { constant as initialConstant } from "../../nn/initializers.js";
import { type CallContext, type CallResult, noRandom, type WeightSpecs } from "../../nn/layer.js";
import { asFloat } from "../../nn/layers/as-float.js";
import { timeFirst, walk } from "../../nn/layers/recurrent.js";
import { checkNumber, checkOneOf, checkPositive } from "../../nn/options.js";
import { leaky } from "../neurons/leaky.js";
import { firesWith } from "../surrogates/fires-with.js";
import { toSurrogate } from "../surrogates/to-surrogate.js";
import type { LeakyLayerOptions } from "./leaky-layer.js";

// What layers of leaky neurons share: options, β as a weight, the way along time.

type Options = Omit<LeakyLayerOptions, "name" | "trainable">;

export const leakyDefaults: Required<Options> = {
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
};

/** Throws `invalid_option`, `unknown_name`. */
export function checkLeaky(options: Options, where: string): void {
  checkNumber(where, "beta", options.beta, 0, 1);
  checkPositive(where, "vThreshold", options.vThreshold);
  checkNumber(where, "vStart", options.vStart);
  checkOneOf(where, "reset", options.reset, leaky.choices.reset);
  checkOneOf(where, "fireWhen", options.fireWhen, leaky.choices.fireWhen);
  checkOneOf(where, "output", options.output, ["spikes", "v"]);
  toSurrogate(where, options.surrogate ?? "arctan");
}

/** β, where it is trained. Throws `shape_mismatch`. */
export function leakyWeights(
  { learnBeta, beta = 0.9 }: Options,
  [{ shape }]: readonly TensorType[],
  where: string,
): WeightSpecs {
  if (shape.length < 2) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: expects [batch, time, ...], got ${formatShape(shape)}; put constantCurrent before it`,
    );
  }
  return learnBeta ? { beta: { shape: [], initializer: initialConstant({ value: beta }) } } : {};
}

/** What of x, of the last spikes and of the last current reaches the membrane. */
export type CurrentOf = (now: Value, spiked: Value, before: Value) => Value;

/** Leaky neurons along time. With `currentOf` a current of their own is kept from step to step, 0 before the first. */
export function walkLeaky(context: CallContext<Options>, currentOf?: CurrentOf): CallResult {
  const { options, weights, name } = context;
  const { beta = 0.9, vThreshold = 1, vStart = 0, reset = "subtract", fireWhen = ">" } = options;
  const { surrogate = "arctan", detachReset = true, output = "spikes", unroll = false } = options;
  const x = asFloat(context.x);
  const { dtype } = x;
  const number = (value: number): Value => constant(tensor(value), dtype);
  const learned = weights.beta && clip(cast(weights.beta, { dtype }), { minimum: 0, maximum: 1 });
  const p = { beta: learned ?? number(beta), vThreshold: number(vThreshold) };
  const neuron = leaky({ beta, vThreshold, reset, fireWhen });
  const fires = firesWith(toSurrogate(name, surrogate), fireWhen);
  const [batch, , ...neurons] = x.shape;
  const first = (value: number): Value => broadcastTo(number(value), { shape: [batch, ...neurons] });
  const inOrder = (spikes: Value, v: Value): readonly Value[] => (output === "v" ? [v, spikes] : [spikes, v]); // the first is handed on
  return walk(
    { ...context, options: { returnSequences: true, unroll } },
    {
      sequence: timeFirst(x),
      states: [...inOrder(first(0), first(vStart)), ...(currentOf ? [first(0)] : [])],
      step: (now, [a, b, kept]) => {
        const [spiked, v] = output === "v" ? [b, a] : [a, b];
        const current = currentOf ? currentOf(now, spiked, kept) : now;
        const state = { v, spiked: detachReset ? stopGradient(spiked) : spiked };
        const after = neuron.step({ state, current, jump: number(0), dt: 1, fires, uniform }, p);
        return [...inOrder(after.spikes, after.state.v), ...(currentOf ? [current] : [])];
      },
    },
  );
}

/** A leaky neuron draws nothing. */
const uniform = (): Value => noRandom.uniform([]);
