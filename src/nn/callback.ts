import type { NeurogradError } from "../core/errors.js";
import type { Logs } from "./history.js";
import type { Model } from "./model.js";

/** What is called while training. All parts are optional; those that return a promise are waited for. */
export interface Callback {
  onTrainBegin?(context: CallbackContext): void | Promise<void>;
  onTrainEnd?(context: CallbackContext): void | Promise<void>;
  onEpochBegin?(epoch: number, context: CallbackContext): void | Promise<void>;
  onEpochEnd?(epoch: number, logs: Logs, context: CallbackContext): void | Promise<void>;
  /** Steps may come several in one run: `onTrainBatchEnd` is then called once, with the number of the last. Else each is run alone. */
  readonly takesSeveralSteps?: boolean;
  onTrainBatchBegin?(batch: number, context: CallbackContext): void | Promise<void>;
  onTrainBatchEnd?(batch: number, logs: Logs, context: CallbackContext): void | Promise<void>;
  /** The loss of a step is not finite, which is taken back. `fit` throws the error unless this stops the training. */
  onNonFiniteLoss?(error: NeurogradError, context: CallbackContext): void | Promise<void>;
}

export interface CallbackContext {
  readonly model: Model;
  readonly epochs: number;
  /** Batches an epoch, where known. */
  readonly steps: number | undefined;
  /** Keys that the logs of an epoch can have, where known: those of validation, too, if there is any. */
  readonly keys?: readonly string[];
  /** Ends training after this batch or epoch. */
  stop(): void;
  /** Goes on from a batch of an epoch, both counted from 0, instead of where `fit` was told to: in `onTrainBegin` only. */
  resumeAt?(epoch: number, step?: number): void;
}
