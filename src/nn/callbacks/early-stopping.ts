import type { Tensor } from "../../core/tensor.js";
import type { Callback, CallbackContext } from "../callback.js";
import { type Factory, factory, withDefaults } from "../config.js";
import type { Logs } from "../history.js";
import type { Model } from "../model.js";
import { checkNumber, checkWholeNumber } from "../options.js";
import { Monitor, type MonitorMode } from "./monitor.js";

export interface EarlyStoppingOptions {
  readonly monitor?: string;
  /** A change of this or less is no improvement. */
  readonly minDelta?: number;
  /** Epochs without improvement after which training stops. */
  readonly patience?: number;
  /** 1: say when it stops. */
  readonly verbose?: 0 | 1;
  readonly mode?: MonitorMode;
  /** Waiting begins anew only for values better than this. */
  readonly baseline?: number | null;
  /** At the end, go back to the weights of the best epoch. */
  readonly restoreBestWeights?: boolean;
  /** Epochs at the beginning that are not looked at. */
  readonly startFromEpoch?: number;
}

/** What it found; epochs from 0. */
export interface EarlyStopping extends Callback {
  readonly best: number | undefined;
  readonly bestEpoch: number;
  /** The epoch after which it stopped training; 0 where it did not. */
  readonly stoppedEpoch: number;
}

const kind = "earlyStopping";
const defaults: Required<EarlyStoppingOptions> = {
  monitor: "valLoss",
  minDelta: 0,
  patience: 0,
  verbose: 0,
  mode: "auto",
  baseline: null,
  restoreBestWeights: false,
  startFromEpoch: 0,
};

/**
 * Stops training when a number of the logs has not become better for `patience` epochs.
 *
 * Throws  `unknown_monitor` before training, with the keys there are; `invalid_option`.
 * Source  Keras 3 `callbacks.EarlyStopping`.
 *
 * @example
 * await net.fit(x, y, { epochs: 100, validationSplit: 0.1, callbacks: [callbacks.earlyStopping({ patience: 3 })] });
 */
export const earlyStopping: Factory<EarlyStoppingOptions, EarlyStopping> = factory(
  (given: EarlyStoppingOptions = {}): EarlyStopping => {
    const options = withDefaults(kind, given, defaults) as Required<EarlyStoppingOptions>; // all have defaults
    checkNumber(kind, "minDelta", options.minDelta);
    checkWholeNumber(kind, "patience", options.patience);
    checkWholeNumber(kind, "startFromEpoch", options.startFromEpoch);
    if (options.baseline !== null) checkNumber(kind, "baseline", options.baseline);
    return new Stopper(new Monitor(kind, options), options);
  },
  { kind, defaults },
);

type Weights = Readonly<Record<string, Tensor>>;
const weightsOf = (model: Model): Weights =>
  Object.fromEntries(model.weights.map(({ name, value }) => [name, value]));

class Stopper implements EarlyStopping {
  best: number | undefined;
  bestEpoch = 0;
  stoppedEpoch = 0;
  private wait = 0;
  private bestWeights: Weights | undefined;
  private readonly monitor: Monitor;
  private readonly options: Required<EarlyStoppingOptions>;

  constructor(monitor: Monitor, options: Required<EarlyStoppingOptions>) {
    this.monitor = monitor;
    this.options = options;
  }

  onTrainBegin(context: CallbackContext): void {
    this.monitor.begin(context);
    this.best = undefined;
    this.bestEpoch = 0;
    this.stoppedEpoch = 0;
    this.wait = 0;
    this.bestWeights = undefined;
  }

  onEpochEnd(epoch: number, logs: Logs, context: CallbackContext): void {
    const { restoreBestWeights, startFromEpoch, baseline, patience } = this.options;
    const value = this.monitor.valueIn(logs, context);
    if (value === undefined || epoch < startFromEpoch) return;
    if (restoreBestWeights && this.bestWeights === undefined) this.keep(epoch, context.model);
    this.wait++;
    if (this.monitor.isBetter(value, this.best)) {
      this.best = value;
      this.bestEpoch = epoch;
      if (restoreBestWeights) this.keep(epoch, context.model);
      if (this.monitor.isBetter(value, baseline)) this.wait = 0;
    } else if (this.wait >= patience && epoch > 0) {
      this.stoppedEpoch = epoch;
      context.stop();
    }
  }

  onTrainEnd({ model }: CallbackContext): void {
    const { restoreBestWeights, verbose } = this.options;
    if (this.stoppedEpoch > 0 && verbose === 1) console.log(`Epoch ${this.stoppedEpoch + 1}: early stopping`);
    if (!restoreBestWeights || this.bestWeights === undefined) return;
    if (verbose === 1) console.log(`Back to the weights of epoch ${this.bestEpoch + 1}, the best`);
    model.writeState(this.bestWeights);
  }

  private keep(epoch: number, model: Model): void {
    this.bestEpoch = epoch;
    this.bestWeights = weightsOf(model);
  }
}
