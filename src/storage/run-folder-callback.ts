import type { ArrayInput } from "../data/array-input.js";
import type { Callback, CallbackContext } from "../nn/callback.js";
import { withDefaults } from "../nn/config.js";
import type { Logs } from "../nn/history.js";
import { checkPositiveInteger } from "../nn/options.js";
import { describeCompile, describeModel } from "./describe-model.js";
import { fingerprint } from "./fingerprint.js";
import { RunFolder } from "./run-folder.js";

export interface RunFolderCallbackOptions {
  /** The folder, such as `runs/mnist`. */
  readonly path: string;
  /** Plain data for run.json, beside what is known of model and training. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The arrays trained on: run.json keeps their fingerprint. */
  readonly data?: Readonly<Record<string, ArrayInput>> | null;
  /** Save checkpoint and model every so many epochs, and at the end. */
  readonly saveFreq?: number;
  /** Tells the time. */
  readonly clock?: () => Date;
}

const kind = "runFolder";
const defaults: Required<Omit<RunFolderCallbackOptions, "path">> = {
  config: {},
  data: null,
  saveFreq: 1,
  clock: () => new Date(),
};

/**
 * Keeps a run's folder while `fit` runs: run.json, history.jsonl, model.onnx and checkpoint/. A `fit` from epoch 0 on
 * begins the folder anew; one that goes on, with `initialEpoch`, continues it.
 *
 * Throws  `write_failed`; what was saved before stays.
 *
 * @example
 * await net.fit(x, y, { epochs: 10, callbacks: [runFolder({ path: "runs/xor" })] });
 * // later, with the same network:
 * const { epoch } = await (await RunFolder.open("runs/xor")).loadCheckpoint(net);
 * await net.fit(x, y, { initialEpoch: epoch, epochs: 20, callbacks: [runFolder({ path: "runs/xor" })] });
 */
export function runFolder(given: RunFolderCallbackOptions): Callback {
  const options = withDefaults(kind, given, defaults, {
    required: ["path"],
  }) as Required<RunFolderCallbackOptions>; // all others have defaults
  checkPositiveInteger(kind, "saveFreq", options.saveFreq);
  return new Keeper(options);
}

class Keeper implements Callback {
  readonly takesSeveralSteps = true;
  private readonly options: Required<RunFolderCallbackOptions>;
  private folder: RunFolder | undefined;
  private began = 0;
  private steps = 0;
  private done = 0;
  private isSaved = false;
  private last: Logs = {};

  constructor(options: Required<RunFolderCallbackOptions>) {
    this.options = options;
  }

  onTrainBegin(): void {
    this.folder = undefined;
  }

  async onEpochBegin(epoch: number, context: CallbackContext): Promise<void> {
    this.folder ??= await this.begin(epoch, context);
    this.began = this.options.clock().getTime();
    this.steps = 0;
  }

  onTrainBatchEnd(batch: number): void {
    this.steps = batch + 1;
  }

  async onEpochEnd(epoch: number, logs: Logs, context: CallbackContext): Promise<void> {
    const { folder, options } = this;
    if (folder === undefined) return;
    this.last = logs;
    // An epoch that was interrupted is no epoch: its steps are counted, its numbers will come again.
    const isWhole = context.steps === undefined || this.steps >= context.steps;
    const seconds = (options.clock().getTime() - this.began) / 1000;
    this.isSaved = false;
    this.done = isWhole ? epoch + 1 : epoch;
    if (isWhole) await folder.addEpoch(this.done, { ...logs, seconds });
    if (!isWhole) await this.save(folder, context, this.steps);
    else if (this.done % options.saveFreq === 0) await this.save(folder, context, 0);
  }

  async onTrainEnd(context: CallbackContext): Promise<void> {
    const { folder } = this;
    if (folder === undefined) return; // no epoch was begun
    if (!this.isSaved) await this.save(folder, context, 0);
    else await folder.saveModel(context.model); // other callbacks may have gone back to better weights
    await folder.finish({ epochs: this.done, ...this.last });
  }

  private async begin(epoch: number, context: CallbackContext): Promise<RunFolder> {
    const { path, config, data, clock } = this.options;
    if (epoch > 0) {
      const folder = await RunFolder.open(path, { clock });
      await folder.cutHistory(epoch);
      return folder;
    }
    const { model, epochs, steps = null } = context;
    const { executor } = await model.start();
    const known = {
      ...config,
      epochs,
      steps,
      seed: model.seed,
      runtime: executor.runtime,
      model: describeModel(model.graph),
      compile: describeCompile(model) ?? null,
    };
    return RunFolder.create(path, { config: known, data: data && (await fingerprint(data)) }, { clock });
  }

  private async save(folder: RunFolder, { model }: CallbackContext, step: number): Promise<void> {
    await folder.saveCheckpoint(model, { epoch: this.done, step });
    await folder.saveModel(model);
    this.isSaved = true;
  }
}
