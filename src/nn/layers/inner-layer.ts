import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import type { CallContext, CallResult, Layer, Mask, WeightSpecs } from "../layer.js";

// Layers that hold layers: the weights of an inner one stand among their own, under a prefix.

/** Throws `invalid_option`. */
export function checkInnerLayer(where: string, option: string, value: unknown): void {
  if (typeof value === "object" && value !== null && "call" in value && "weights" in value) {
    const { kind, activityRegularizer } = value as Layer; // what has these is one
    if (activityRegularizer === undefined) return;
    throw new NeurogradError(
      "invalid_option",
      `${where}: ${option} is ${kind} with an activityRegularizer, of which nothing inside a wrapper knows; leave it out, or use ${kind} by itself`,
    );
  }
  throw new NeurogradError(
    "invalid_option",
    `${where}: ${option} is ${typeof value === "function" ? "a function" : String(value)}; give a layer, such as ${where}({ ${option}: layers.lstm({ units: 8 }) })`,
  );
}

/** Entries under `prefix`. */
export const under = <T>(prefix: string, entries: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).map(([name, value]) => [`${prefix}${name}`, value]));

/** The entries that stand under `prefix`, without it. */
export const below = <T>(prefix: string, entries: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(
    Object.entries(entries)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );

/** The weights of an inner layer as the outer one's; if it is frozen, they are not trained. */
export function innerWeights(
  layer: Layer,
  prefix: string,
  ...given: Parameters<Layer["weights"]>
): WeightSpecs {
  const specs = layer.weights(...given);
  return under(prefix, layer.trainable ? specs : frozen(specs));
}

const frozen = (specs: WeightSpecs): WeightSpecs =>
  Object.fromEntries(
    Object.entries(specs).map(([name, { role = "weight", ...spec }]) => [
      name,
      { ...spec, role: role === "weight" ? "statistic" : role },
    ]),
  );

/** The call of an inner layer within that of the outer one. */
export function callInner(
  layer: Layer,
  prefix: string,
  { weights, training, random, name }: CallContext<object>,
  inputs: readonly Value[],
  masks: readonly Mask[],
): CallResult {
  const result = layer.call({ inputs, masks, weights: below(prefix, weights), training, random, name });
  return { ...result, updates: under(prefix, result.updates ?? {}) };
}
