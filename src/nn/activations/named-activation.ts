import type { Value } from "../../core/graph.js";

/** An activation that no string names carries its name itself, so that a file can tell it. */
export interface NamedActivation {
  readonly activationName: string;
}

/** Gives the function its name. */
/* @__NO_SIDE_EFFECTS__ */
export const namedActivation = <F extends (x: Value, ...options: never[]) => Value>(
  activationName: string,
  f: F,
): F => Object.assign(f, { activationName });

export const isNamedActivation = (f: object): f is NamedActivation => "activationName" in f;
