import type { Value } from "../../core/graph.js";
import { type ActivationName, toActivation } from "../activation.js";
import { factory } from "../config.js";
import { defineLayer, type Layer } from "../layer.js";

/** A function of the layer's inputs, made of `ops`. */
export type LambdaFunction = (...inputs: Value[]) => Value;
export interface LambdaOptions {
  /** One of ours by name, as a file has it, or any. */
  readonly function: LambdaFunction | ActivationName;
  readonly name?: string;
}

const define = defineLayer<LambdaOptions>("lambda", {
  required: ["function"],
  defaults: {},
  check: ({ function: given }, where) => {
    if (typeof given !== "function") toActivation(`${where}: function`, given);
  },
  call: ({ inputs, options: { function: given }, name }) =>
    typeof given === "function" ? given(...inputs) : toActivation(name, given)(inputs[0]),
});

/**
 * `y = f(x)`, or `f(a, b, …)` of several inputs: any function of ops as a layer. A file cannot hold it: models with one are
 * saved only where f is an activation of ours; else write the layer with `defineLayer`.
 *
 * Shape   as the function's.
 * Throws  `missing_option`, `unknown_name`, what the function throws; `cannot_save` when the model is saved.
 * Source  Keras 3 `layers.Lambda`.
 *
 * @example layers.lambda((x) => ops.multiply(x, ops.sigmoid(x)))
 */
export const lambda: (options: LambdaFunction | LambdaOptions) => Layer = factory<
  LambdaFunction | LambdaOptions,
  Layer
>((given) => define(typeof given === "function" ? { function: given } : (given as LambdaOptions)), {
  kind: "lambda",
  defaults: {},
  required: ["function"],
});
