import { NeurogradError } from "../../core/errors.js";
import type { Callback, CallbackContext } from "../callback.js";
import { type Factory, factory, withDefaults } from "../config.js";
import type { Logs } from "../history.js";
import { checkNumber, checkWholeNumber } from "../options.js";
import { Monitor, type MonitorMode } from "./monitor.js";
import { checkOwnRate } from "./own-rate.js";

export interface ReduceLROnPlateauOptions {
  readonly monitor?: string;
  /** The rate is multiplied by this. */
  readonly factor?: number;
  /** Epochs without improvement after which it is. */
  readonly patience?: number;
  /** 1: say when. */
  readonly verbose?: 0 | 1;
  readonly mode?: MonitorMode;
  /** A change of this or less is no improvement. */
  readonly minDelta?: number;
  /** Epochs after a reduction that do not count. */
  readonly cooldown?: number;
  /** The rate does not fall below this. */
  readonly minLr?: number;
}

const kind = "reduceLROnPlateau";
const defaults: Required<ReduceLROnPlateauOptions> = {
  monitor: "valLoss",
  factor: 0.1,
  patience: 10,
  verbose: 0,
  mode: "auto",
  minDelta: 1e-4,
  cooldown: 0,
  minLr: 0,
};

/**
 * Lowers the learning rate when a number of the logs has not become better for `patience` epochs.
 * The rate stands in `net.optimizer.learningRate`, not, as in Keras, also in the logs.
 *
 * Throws  `unknown_monitor` before training, with the keys there are; `invalid_option`, also where the optimizer has a
 *         schedule.
 * Source  Keras 3 `callbacks.ReduceLROnPlateau`.
 *
 * @example callbacks.reduceLROnPlateau({ factor: 0.2, patience: 5, minLr: 1e-5 })
 */
export const reduceLROnPlateau: Factory<ReduceLROnPlateauOptions, Callback> = factory(
  (given: ReduceLROnPlateauOptions = {}): Callback => {
    const options = withDefaults(kind, given, defaults) as Required<ReduceLROnPlateauOptions>; // all have defaults
    checkNumber(kind, "factor", options.factor, 0);
    if (options.factor >= 1) {
      throw new NeurogradError(
        "invalid_option",
        `${kind}: factor is ${options.factor}; use a number below 1, or the rate would not fall`,
      );
    }
    checkNumber(kind, "minDelta", options.minDelta);
    checkWholeNumber(kind, "patience", options.patience);
    checkWholeNumber(kind, "cooldown", options.cooldown);
    checkNumber(kind, "minLr", options.minLr, 0);
    return new Reducer(new Monitor(kind, options), options);
  },
  { kind, defaults },
);

class Reducer implements Callback {
  private best: number | undefined;
  private wait = 0;
  /** Epochs that do not count yet. */
  private cooling = 0;
  private readonly monitor: Monitor;
  private readonly options: Required<ReduceLROnPlateauOptions>;

  constructor(monitor: Monitor, options: Required<ReduceLROnPlateauOptions>) {
    this.monitor = monitor;
    this.options = options;
  }

  onTrainBegin(context: CallbackContext): void {
    checkOwnRate(kind, context.model);
    this.monitor.begin(context);
    this.best = undefined;
    this.wait = 0;
    this.cooling = 0;
  }

  onEpochEnd(epoch: number, logs: Logs, context: CallbackContext): void {
    const value = this.monitor.valueIn(logs, context);
    if (value === undefined) return;
    if (this.cooling > 0) {
      this.cooling--;
      this.wait = 0;
    }
    if (this.monitor.isBetter(value, this.best)) {
      this.best = value;
      this.wait = 0;
    } else if (this.cooling === 0 && ++this.wait >= this.options.patience) this.reduce(epoch, context);
  }

  private reduce(epoch: number, { model: { optimizer } }: CallbackContext): void {
    const { factor, minLr, cooldown, verbose } = this.options;
    if (optimizer.learningRate <= minLr) return;
    optimizer.learningRate = Math.max(optimizer.learningRate * factor, minLr);
    this.cooling = cooldown;
    this.wait = 0;
    if (verbose === 1)
      console.log(`Epoch ${epoch + 1}: the learning rate falls to ${optimizer.learningRate}`);
  }
}
