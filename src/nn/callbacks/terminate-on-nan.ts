import type { NeurogradError } from "../../core/errors.js";
import type { Callback, CallbackContext } from "../callback.js";
import { type Factory, factory, withDefaults } from "../config.js";

export interface TerminateOnNaNOptions {
  /** Throw, as `fit` does without this callback. */
  readonly raiseError?: boolean;
}

const kind = "terminateOnNaN";
const defaults: Required<TerminateOnNaNOptions> = { raiseError: false };

/**
 * Ends training where the loss is not finite, and says which op of which layer at which step was the first to give
 * such a number. The weights are those before that step. Without this callback `fit` throws `non_finite_loss`.
 *
 * Source  Keras 3 `callbacks.TerminateOnNaN`.
 *
 * @example await net.fit(x, y, { epochs: 100, callbacks: [callbacks.terminateOnNaN()] });
 */
export const terminateOnNaN: Factory<TerminateOnNaNOptions, Callback> = factory(
  (given: TerminateOnNaNOptions = {}): Callback => {
    const { raiseError } = withDefaults(kind, given, defaults);
    return {
      takesSeveralSteps: true,
      onNonFiniteLoss: (error: NeurogradError, context: CallbackContext) => {
        if (raiseError) throw error;
        console.warn(`neurograd: training ends: ${error.message}`);
        context.stop();
      },
    };
  },
  { kind, defaults },
);
