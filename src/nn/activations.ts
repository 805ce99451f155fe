import { unknownName } from "../core/errors.js";
import type { Value } from "../core/graph.js";
import * as ops from "../core/ops/index.js";

export type Activation = (x: Value) => Value;

/**
 * Activations by name, with Keras 3's defaults. What each is stands at the op of its name; `gelu` is exact,
 * `leakyRelu` has slope 0.2, `softmax` runs along the last axis, `binaryStep` cannot be trained through.
 */
export const activations = {
  binaryStep: (x: Value): Value => ops.binaryStep(x),
  elu: (x: Value): Value => ops.elu(x),
  gelu: (x: Value): Value => ops.gelu(x, { approximate: false }),
  leakyRelu: (x: Value): Value => ops.leakyRelu(x),
  linear: (x: Value): Value => x,
  relu: (x: Value): Value => ops.relu(x),
  selu: (x: Value): Value => ops.selu(x),
  sigmoid: (x: Value): Value => ops.sigmoid(x),
  silu: (x: Value): Value => ops.silu(x),
  softmax: (x: Value): Value => ops.softmax(x),
  softplus: (x: Value): Value => ops.softplus(x),
  tanh: (x: Value): Value => ops.tanh(x),
} as const satisfies Record<string, Activation>;

export type ActivationName = keyof typeof activations;
export type ActivationLike = ActivationName | Activation;

/** The activation of a name; a function of values is one itself. Throws `unknown_name`. */
export function toActivation(where: string, like: ActivationLike | null | undefined): Activation {
  if (like === null || like === undefined) return activations.linear;
  if (typeof like === "function") return like;
  if (Object.hasOwn(activations, like)) return activations[like];
  throw unknownName(where, like, Object.keys(activations));
}
