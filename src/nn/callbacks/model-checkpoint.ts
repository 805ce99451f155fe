import { NeurogradError } from "../../core/errors.js";
import type { Callback, CallbackContext } from "../callback.js";
import { type Factory, factory, withDefaults } from "../config.js";
import type { Logs } from "../history.js";
import { checkNumber } from "../options.js";
import { fileName, noSuchPlace, placesIn } from "./file-name.js";
import { Monitor, type MonitorMode } from "./monitor.js";

export interface ModelCheckpointOptions {
  /**
   * Where to save: `.onnx`, or `.safetensors` for weights alone. Places such as `{epoch:02d}` and `{valLoss:.2f}` are
   * filled with the epoch (from 1), the batch, and the numbers of the logs.
   */
  readonly filepath: string;
  readonly monitor?: string;
  /** 1: say what is saved. */
  readonly verbose?: 0 | 1;
  /** Save only when the monitored number is the best so far. */
  readonly saveBestOnly?: boolean;
  readonly saveWeightsOnly?: boolean;
  readonly mode?: MonitorMode;
  /** After each epoch, or after so many batches. */
  readonly saveFreq?: "epoch" | number;
  /** With `saveBestOnly`: the number to beat at first. */
  readonly initialValueThreshold?: number | null;
}

const kind = "modelCheckpoint";
type Options = Required<ModelCheckpointOptions>;
const defaults: Omit<Options, "filepath"> = {
  monitor: "valLoss",
  verbose: 0,
  saveBestOnly: false,
  saveWeightsOnly: false,
  mode: "auto",
  saveFreq: "epoch",
  initialValueThreshold: null,
};

/**
 * Saves the model while it trains: after each epoch, after so many batches, or whenever it is the best so far. An epoch
 * without validation, by `validationFreq`, is no best one.
 *
 * Throws  `unknown_monitor` before training, with the keys there are; `invalid_option`; `write_failed`.
 * Source  Keras 3 `callbacks.ModelCheckpoint`.
 *
 * @example callbacks.modelCheckpoint({ filepath: "models/{epoch:02d}-{valLoss:.2f}.onnx", saveBestOnly: true })
 */
export const modelCheckpoint: Factory<ModelCheckpointOptions, Callback> = factory(
  (given?: ModelCheckpointOptions): Callback => {
    const options = withDefaults(kind, given ?? {}, defaults, { required: ["filepath"] }) as Options; // all others have defaults
    check(options);
    return new Saver(options);
  },
  { kind, defaults, required: ["filepath"] },
);

function check({
  filepath,
  saveWeightsOnly,
  saveFreq,
  saveBestOnly,
  monitor,
  initialValueThreshold,
}: Options): void {
  const ending = saveWeightsOnly ? ".safetensors" : ".onnx";
  const invalid = (what: string): NeurogradError => new NeurogradError("invalid_option", `${kind}: ${what}`);
  if (typeof filepath !== "string" || !filepath.endsWith(ending))
    throw invalid(
      `filepath is ${JSON.stringify(filepath)}; ${saveWeightsOnly ? "weights are" : "a model is"} saved as a file that ends in ${ending}`,
    );
  placesIn(kind, filepath);
  if (saveFreq !== "epoch" && !(Number.isInteger(saveFreq) && saveFreq >= 1))
    throw invalid(`saveFreq is ${JSON.stringify(saveFreq)}; use "epoch" or a whole number of batches`);
  if (saveBestOnly && saveFreq !== "epoch" && /^val[A-Z]/.test(monitor))
    throw invalid(
      `saveFreq is ${saveFreq} batches, but monitor "${monitor}" comes once an epoch; use saveFreq: "epoch", or monitor a number of the training`,
    );
  if (initialValueThreshold !== null) checkNumber(kind, "initialValueThreshold", initialValueThreshold);
}

class Saver implements Callback {
  private readonly options: Options;
  private readonly monitor: Monitor;
  private best: number | null;
  private epoch = 0;
  private batches = 0;
  readonly onTrainBatchEnd?: NonNullable<Callback["onTrainBatchEnd"]>;

  constructor(options: Options) {
    this.options = options;
    this.monitor = new Monitor(kind, options);
    this.best = options.initialValueThreshold;
    // Only where it is needed: logs are read from the runtime for whoever asks.
    if (options.saveFreq !== "epoch")
      this.onTrainBatchEnd = (batch, logs, context) => this.afterBatch(batch, logs, context);
  }

  onTrainBegin(context: CallbackContext): void {
    const { saveBestOnly, filepath, saveFreq } = this.options;
    if (saveBestOnly) this.monitor.begin(context);
    if (context.keys === undefined) return;
    const known =
      saveFreq === "epoch"
        ? ["epoch", ...context.keys]
        : ["epoch", "batch", ...context.keys.filter((key) => !/^val[A-Z]/.test(key))];
    const unknown = placesIn(kind, filepath).find((name) => !known.includes(name));
    if (unknown !== undefined) throw noSuchPlace(kind, unknown, known);
  }

  onEpochBegin(epoch: number): void {
    this.epoch = epoch;
  }

  async onEpochEnd(epoch: number, logs: Logs, context: CallbackContext): Promise<void> {
    if (this.options.saveFreq === "epoch") await this.save({ epoch: epoch + 1 }, logs, context);
  }

  private async afterBatch(batch: number, logs: Logs, context: CallbackContext): Promise<void> {
    if (++this.batches < (this.options.saveFreq as number)) return; // a number: see the constructor
    this.batches = 0;
    await this.save({ epoch: this.epoch + 1, batch: batch + 1 }, logs, context);
  }

  private async save(
    at: { readonly epoch: number; readonly batch?: number },
    logs: Logs,
    context: CallbackContext,
  ): Promise<void> {
    const { filepath, saveBestOnly, saveWeightsOnly, monitor, verbose } = this.options;
    const say = (what: string): void => {
      if (verbose === 1) console.log(`\nEpoch ${at.epoch}: ${what}`);
    };
    if (saveBestOnly) {
      const value = this.monitor.valueIn(logs, context);
      if (value === undefined) return;
      if (!this.monitor.isBetter(value, this.best))
        return say(`${monitor} did not improve from ${this.best}`);
      say(`${monitor} improved from ${this.best} to ${value}`);
      this.best = value;
    }
    const path = fileName(kind, filepath, { ...logs, ...at });
    await (saveWeightsOnly ? context.model.saveWeights(path) : context.model.save(path));
    say(`saved ${path}`);
  }
}
