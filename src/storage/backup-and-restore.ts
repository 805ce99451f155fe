import type { Callback, CallbackContext } from "../nn/callback.js";
import { type Factory, factory, withDefaults } from "../nn/config.js";
import { checkPositiveInteger } from "../nn/options.js";
import { type CheckpointPosition, loadCheckpoint, saveCheckpoint } from "./checkpoint.js";
import { files } from "./files-here.js";

export interface BackupAndRestoreOptions {
  /** The folder of the backups. */
  readonly backupDir: string;
  /** After each epoch, or after every so many batches. */
  readonly saveFreq?: "epoch" | number;
  /** Whether the folder goes when training has come to its end. */
  readonly deleteCheckpoint?: boolean;
}

const kind = "backupAndRestore";
const defaults: Required<Omit<BackupAndRestoreOptions, "backupDir">> = {
  saveFreq: "epoch",
  deleteCheckpoint: true,
};

/**
 * Makes a training survive its process: run the same program again, and `fit` goes on where the last backup was made, with the
 * same bits as if nothing had happened: weights, the optimizer's numbers, random numbers, the order of the data, metrics.
 * What other callbacks keep is not in it. Give it last, so that it sees what they change.
 *
 * Throws  `missing_option`, `invalid_option`; `write_failed`, `checkpoint_damaged`, `checkpoint_mismatch` in `fit`.
 * Source  Keras 3 `callbacks.BackupAndRestore`.
 *
 * @example await net.fit(x, y, { epochs: 20, callbacks: [callbacks.backupAndRestore({ backupDir: "runs/backup" })] });
 */
export const backupAndRestore: Factory<BackupAndRestoreOptions, Callback> = factory(
  (given?: BackupAndRestoreOptions): Callback => {
    const options = withDefaults(kind, given ?? ({} as BackupAndRestoreOptions), defaults, {
      required: ["backupDir"],
    }) as Required<BackupAndRestoreOptions>; // all others have defaults
    if (options.saveFreq !== "epoch") checkPositiveInteger(kind, "saveFreq", options.saveFreq);
    return new Backup(options);
  },
  { kind, defaults, required: ["backupDir"] },
);

class Backup implements Callback {
  /** Batches are watched only where they are saved. */
  readonly takesSeveralSteps: boolean;
  private readonly options: Required<BackupAndRestoreOptions>;
  private epoch = 0;
  private step = 0;
  private isWhole = false;

  constructor(options: Required<BackupAndRestoreOptions>) {
    this.options = options;
    this.takesSeveralSteps = options.saveFreq === "epoch";
  }

  async onTrainBegin({ model, resumeAt }: CallbackContext): Promise<void> {
    this.isWhole = false;
    const { backupDir } = this.options;
    if ((await (await files()).list(backupDir)).length === 0) return; // the first time
    model.values.isFitting = false; // it is this training that asks
    try {
      const { epoch, step } = await loadCheckpoint(model, backupDir);
      resumeAt?.(epoch, step);
    } finally {
      model.values.isFitting = true;
    }
  }

  onEpochBegin(epoch: number): void {
    this.epoch = epoch;
    this.step = 0;
  }

  async onTrainBatchEnd(batch: number, _logs: object, context: CallbackContext): Promise<void> {
    this.step = batch + 1;
    const { saveFreq } = this.options;
    if (saveFreq === "epoch" || this.step % saveFreq !== 0) return;
    await this.save(context, { epoch: this.epoch, step: this.step });
  }

  async onEpochEnd(epoch: number, _logs: object, context: CallbackContext): Promise<void> {
    const { steps, epochs } = context;
    const isStopped = steps !== undefined && this.step < steps;
    this.isWhole = !isStopped && epoch + 1 === epochs;
    await this.save(context, isStopped ? { epoch, step: this.step } : { epoch: epoch + 1 });
  }

  async onTrainEnd(): Promise<void> {
    if (this.isWhole && this.options.deleteCheckpoint) await (await files()).remove(this.options.backupDir);
  }

  private async save({ model }: CallbackContext, position: CheckpointPosition): Promise<void> {
    await saveCheckpoint(model, this.options.backupDir, position);
  }
}
