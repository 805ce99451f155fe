import { NeurogradError } from "../../core/errors.js";
import type { Callback } from "../callback.js";
import { type Factory, factory, withDefaults } from "../config.js";

/** A function for each moment, null for none. */
export type LambdaOptions = {
  readonly [K in Exclude<keyof Callback, "takesSeveralSteps" | "onNonFiniteLoss">]?: Callback[K] | null;
};

const kind = "lambda";
const defaults: Required<LambdaOptions> = {
  onEpochBegin: null,
  onEpochEnd: null,
  onTrainBegin: null,
  onTrainEnd: null,
  onTrainBatchBegin: null,
  onTrainBatchEnd: null,
};

/**
 * A callback made of functions.
 *
 * Throws  `unknown_name` for a moment that there is not, `invalid_option`.
 * Source  Keras 3 `callbacks.LambdaCallback`.
 *
 * @example callbacks.lambda({ onEpochEnd: (epoch, { loss }) => console.log(epoch, loss) })
 */
export const lambda: Factory<LambdaOptions, Callback> = factory(
  (given: LambdaOptions = {}): Callback => {
    const functions = Object.entries(withDefaults(kind, given, defaults)).filter(
      ([, value]) => value !== null,
    );
    for (const [name, value] of functions) {
      if (typeof value === "function") continue;
      throw new NeurogradError(
        "invalid_option",
        `${kind}: ${name} is ${JSON.stringify(value)}; give a function`,
      );
    }
    return Object.fromEntries(functions) as Callback; // only names of its moments, with functions
  },
  { kind, defaults },
);
