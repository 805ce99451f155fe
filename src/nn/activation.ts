import { unknownName } from "../core/errors.js";
import type { Value } from "../core/graph.js";
import * as activations from "./activations/by-name.js";

export type Activation = (x: Value) => Value;
export type ActivationName = keyof typeof activations;
/** A common activation by name, or any function of values, such as `activations.mish`. */
export type ActivationLike = ActivationName | Activation;

const others = "give another as the function it is, activations.mish";

/** The activation of a name; a function of values is one itself. Throws `unknown_name`. */
export function toActivation(where: string, like: ActivationLike | null | undefined): Activation {
  if (like === null || like === undefined) return activations.linear;
  if (typeof like === "function") return like;
  if (Object.hasOwn(activations, like)) return activations[like];
  throw unknownName(where, like, Object.keys(activations).sort(), others);
}
