import { NeurogradError } from "../../core/errors.js";
import type { Callback } from "../callback.js";
import { type Factory, factory, withDefaults } from "../config.js";
import { checkOwnRate } from "./own-rate.js";

export interface LearningRateSchedulerOptions {
  /** The rate of an epoch, counted from 0; `learningRate` is the one before. */
  readonly schedule: (epoch: number, learningRate: number) => number;
  /** 1: say each rate. */
  readonly verbose?: 0 | 1;
}

const kind = "learningRateScheduler";
const defaults = { verbose: 0 };
const required = ["schedule"];

/**
 * Sets the learning rate at the beginning of each epoch. Rates that change by the step are `schedules`.
 * The rate stands in `net.optimizer.learningRate`, not, as in Keras, also in the logs.
 *
 * Throws  `missing_option`; `invalid_option` where the function gives no number, or the optimizer has a schedule.
 * Source  Keras 3 `callbacks.LearningRateScheduler`.
 *
 * @example callbacks.learningRateScheduler({ schedule: (epoch, rate) => (epoch < 10 ? rate : rate * 0.9) })
 */
export const learningRateScheduler: Factory<LearningRateSchedulerOptions, Callback> = factory(
  (given = {} as LearningRateSchedulerOptions): Callback => {
    const { schedule, verbose } = withDefaults(kind, given, defaults, { required });
    if (typeof schedule !== "function") {
      throw new NeurogradError(
        "invalid_option",
        `${kind}: schedule is ${JSON.stringify(schedule)}; give a function of epoch and learning rate`,
      );
    }
    return {
      onTrainBegin: ({ model }) => checkOwnRate(kind, model),
      onEpochBegin: (epoch, { model }) => {
        const rate: unknown = schedule(epoch, model.optimizer.learningRate);
        if (typeof rate !== "number" || !(rate >= 0 && rate < Infinity)) {
          throw new NeurogradError(
            "invalid_option",
            `${kind}: schedule gave ${String(rate)} for epoch ${epoch}; give a number from 0`,
          );
        }
        model.optimizer.learningRate = rate;
        if (verbose === 1) console.log(`Epoch ${epoch + 1}: the learning rate is ${rate}`);
      },
    };
  },
  { kind, defaults, required },
);
