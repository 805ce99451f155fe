import { NeurogradError } from "../../core/errors.js";
import type { Callback, CallbackContext } from "../../nn/callback.js";
import { type Factory, factory, withDefaults } from "../../nn/config.js";
import { type Logs, valKey } from "../../nn/history.js";
import type { Model } from "../../nn/model.js";
import { checkPositiveInteger, checkWholeNumber } from "../../nn/options.js";
import { iterationsPath } from "../../nn/state-entry.js";
import { encode, join } from "../files.js";
import { EventFile } from "./event-file.js";
import { histogramBuckets } from "./histogram-buckets.js";
import { kerasGraph } from "./keras-graph.js";
import { weightImage } from "./weight-image.js";

export interface TensorBoardOptions {
  /** The folder that `tensorboard --logdir` is given. */
  readonly logDir?: string;
  /** Histograms of the weights every so many epochs; 0: never. */
  readonly histogramFreq?: number;
  /** The layers and what leads where, under Graphs, "Conceptual graph". */
  readonly writeGraph?: boolean;
  /** The weights as images, with the histograms. */
  readonly writeImages?: boolean;
  readonly writeStepsPerSecond?: boolean;
  /** Loss and metrics after each epoch only, or after each batch, or every so many batches, too. */
  readonly updateFreq?: "epoch" | "batch" | number;
}

const kind = "tensorBoard";
const defaults: Required<TensorBoardOptions> = {
  logDir: "logs",
  histogramFreq: 0,
  writeGraph: true,
  writeImages: false,
  writeStepsPerSecond: false,
  updateFreq: "epoch",
};

/**
 * Writes what TensorBoard shows: loss, metrics and learning rate of each epoch and, if wanted, batch, histograms of weights,
 * the graph of the layers. Tags are Keras's: `epoch_loss`, `epoch_learning_rate`, `batch_loss`,
 * `evaluation_loss_vs_iterations`, `dense/kernel/histogram`; numbers of validation stand in a folder of their own.
 *
 * Throws  `invalid_option`, `unknown_name`; `write_failed` in `fit`.
 * Source  Keras 3 `callbacks.TensorBoard` without profiling and embeddings.
 *
 * @example callbacks.tensorBoard({ logDir: "runs/xor", histogramFreq: 1 })
 */
export const tensorBoard: Factory<TensorBoardOptions, Callback> = factory(
  (given: TensorBoardOptions = {}): Callback => {
    const options = withDefaults(kind, given, defaults) as Required<TensorBoardOptions>; // all have defaults
    if (typeof options.logDir !== "string" || options.logDir === "")
      throw new NeurogradError(
        "invalid_option",
        `${kind}: logDir is ${JSON.stringify(options.logDir)}; give a folder`,
      );
    checkWholeNumber(kind, "histogramFreq", options.histogramFreq);
    if (typeof options.updateFreq !== "string") checkPositiveInteger(kind, "updateFreq", options.updateFreq);
    else if (!["epoch", "batch"].includes(options.updateFreq))
      throw new NeurogradError(
        "invalid_option",
        `${kind}: updateFreq is ${JSON.stringify(options.updateFreq)}; give "epoch", "batch" or a number of batches`,
      );
    return new Board(options);
  },
  { kind, defaults },
);

class Board implements Callback {
  readonly takesSeveralSteps: boolean;
  private readonly options: Required<TensorBoardOptions>;
  /** Batches between two writings. */
  private readonly every: number;
  private train: EventFile | undefined;
  private validation: EventFile | undefined;
  private batches = 0;
  private batchBegan = 0;
  private epochBegan = { time: 0, iterations: 0 };

  constructor(options: Required<TensorBoardOptions>) {
    this.options = options;
    const { updateFreq } = options;
    this.every = updateFreq === "epoch" ? Infinity : updateFreq === "batch" ? 1 : updateFreq;
    this.takesSeveralSteps = updateFreq === "epoch";
  }

  async onTrainBegin({ model }: CallbackContext): Promise<void> {
    const files = (): ReturnType<typeof model.environment.files> => model.environment.files();
    this.train = new EventFile(join(this.options.logDir, "train"), files);
    this.validation = new EventFile(join(this.options.logDir, "validation"), files);
    this.batches = 0;
    if (!this.options.writeGraph) return;
    const data = [encode(kerasGraph(model.graph, model.inputNames))];
    const tensor = { dtype: "string", shape: [], data } as const;
    await this.train.add({ tag: "keras", plugin: "graph_keras_model", about: "1", tensor }, 0);
  }

  async onEpochBegin(_epoch: number, { model }: CallbackContext): Promise<void> {
    if (!this.options.writeStepsPerSecond) return;
    this.epochBegan = { time: performance.now(), iterations: await iterationsOf(model) };
  }

  onTrainBatchBegin(): void {
    this.batchBegan = performance.now();
  }

  async onTrainBatchEnd(_batch: number, logs: Logs): Promise<void> {
    this.batches++;
    if (this.every === Infinity || this.batches % this.every !== 0) return;
    if (this.options.writeStepsPerSecond)
      await scalar(this.train, "batch_steps_per_second", perSecond(1, this.batchBegan), this.batches);
    for (const [key, value] of Object.entries(logs))
      await scalar(this.train, `batch_${snakeCase(key)}`, value, this.batches);
  }

  async onEpochEnd(epoch: number, logs: Logs, { model }: CallbackContext): Promise<void> {
    const { writeStepsPerSecond, histogramFreq } = this.options;
    const keys = Object.keys(logs);
    const isValidation = new Set(keys.map(valKey));
    const iterations = await iterationsOf(model);
    const rates: Logs = { learning_rate: model.optimizer.learningRate };
    for (const key of keys.filter((key) => !isValidation.has(key))) {
      const name = snakeCase(key);
      await scalar(this.train, `epoch_${name}`, logs[key], epoch);
      const validated = logs[valKey(key)];
      if (validated === undefined) continue;
      await scalar(this.validation, `evaluation_${name}_vs_iterations`, validated, iterations);
      await scalar(this.validation, `epoch_${name}`, validated, epoch);
    }
    const { time, iterations: before } = this.epochBegan;
    const speed: Logs = writeStepsPerSecond ? { steps_per_second: perSecond(iterations - before, time) } : {};
    for (const [name, value] of Object.entries({ ...rates, ...speed }))
      await scalar(this.train, `epoch_${name}`, value, epoch);
    if (histogramFreq > 0 && epoch % histogramFreq === 0) await this.weights(model, epoch);
    await this.flush();
  }

  onTrainEnd(): Promise<void> {
    return this.flush();
  }

  private async weights(model: Model, epoch: number): Promise<void> {
    for (const { name, value } of model.weights) {
      const buckets = histogramBuckets(Float64Array.from(value.data as ArrayLike<number | bigint>, Number));
      const tensor = { dtype: "float64", shape: [buckets.length, 3], data: buckets.flat() } as const;
      await this.train?.add({ tag: `${name}/histogram`, plugin: "histograms", tensor }, epoch);
      const image = this.options.writeImages ? await weightImage(value) : undefined;
      if (image) await this.train?.add({ tag: `${name}/image`, plugin: "images", tensor: image }, epoch);
    }
  }

  private async flush(): Promise<void> {
    await this.train?.flush();
    await this.validation?.flush();
  }
}

async function scalar(file: EventFile | undefined, tag: string, value: number, step: number): Promise<void> {
  await file?.add({ tag, plugin: "scalars", tensor: { dtype: "float32", shape: [], data: [value] } }, step);
}

const iterationsOf = async (model: Model): Promise<number> =>
  Number((await model.start()).state.read(iterationsPath).item());

const perSecond = (steps: number, since: number): number =>
  (1000 * steps) / Math.max(performance.now() - since, 1e-3);

/** Keras's spelling: dashboards of both lie side by side. */
const snakeCase = (key: string): string =>
  key.replace(/([a-z0-9])([A-Z])/g, (_, end: string, begin: string) => `${end}_${begin.toLowerCase()}`);
