import { NeurogradError } from "../core/errors.js";
import { version } from "../core/version.js";
import type { Logs } from "../nn/history.js";
import type { Model } from "../nn/model.js";
import {
  type CheckpointPosition,
  type LoadedCheckpoint,
  loadCheckpoint,
  saveCheckpoint,
} from "./checkpoint.js";
import { encode, type Files, join } from "./files.js";
import { files as filesHere, isNode } from "./files-here.js";
import type { DataFingerprint } from "./fingerprint.js";
import { type EpochRecord, HistoryReader } from "./history-reader.js";
import { toBytes } from "./model-bytes.js";
import { notRun, parseRunRecord, type RunRecord, runVersion } from "./run-record.js";
import { isTemporary } from "./temporary-name.js";

export type { EpochRecord, RunRecord };

export interface RunFolderAbout {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly data?: DataFingerprint | null;
}
export interface RunFolderOptions {
  /** Tells the time. Default the system's. */
  readonly clock?: () => Date;
  readonly files?: Files;
}

/**
 * The folder of one training run, readable at any moment while it is written:
 *
 *     run.json        what it is: name, times, versions, configuration, fingerprint of the data, results
 *     history.jsonl   a line for each epoch
 *     model.onnx      the model, for use
 *     checkpoint/     the whole state, from which training goes on with the same bits
 *
 * @example
 * const run = await RunFolder.create("runs/xor", { config: { epochs: 10 } });
 * await run.addEpoch(1, { loss: 0.5 });
 * await run.saveCheckpoint(net, { epoch: 1 });
 */
export class RunFolder {
  readonly path: string;
  private run: RunRecord;
  private readonly files: Files;
  private readonly clock: () => Date;
  /** A checkpoint of an earlier run in this folder is no fallback for this one's. */
  private isFresh: boolean;

  private constructor(path: string, run: RunRecord, files: Files, clock: () => Date, isFresh: boolean) {
    this.path = path;
    this.run = run;
    this.files = files;
    this.clock = clock;
    this.isFresh = isFresh;
  }

  /**
   * Begins a run. The history and the checkpoints of an earlier one in the folder go; its model.onnx stays until this
   * one has its own. Throws `write_failed`.
   */
  static async create(
    path: string,
    { config = {}, data = null }: RunFolderAbout = {},
    { clock = () => new Date(), files }: RunFolderOptions = {},
  ): Promise<RunFolder> {
    const disk = files ?? (await filesHere());
    const run: RunRecord = {
      format: runVersion,
      name: path.split(/[\\/]/).filter(Boolean).at(-1) ?? path,
      started: clock().toISOString(),
      finished: null,
      versions: { neurograd: version, ...(isNode && { node: process.versions.node }) },
      config,
      data,
      results: null,
    };
    const folder = new RunFolder(path, run, disk, clock, true);
    await folder.writeRecord(); // first: says at once whether the folder can be written to
    await disk.write(folder.historyPath, new Uint8Array());
    await disk.remove(folder.checkpointPath);
    await folder.clean();
    return folder;
  }

  /** The run in a folder. Throws `not_a_run`, `newer_format`, `read_failed`. */
  static async open(
    path: string,
    { clock = () => new Date(), files }: RunFolderOptions = {},
  ): Promise<RunFolder> {
    const disk = files ?? (await filesHere());
    const bytes = await disk.read(join(path, "run.json")).catch((error: unknown) => {
      const isMissing = error instanceof NeurogradError && error.code === "file_not_found";
      throw isMissing ? notRun(path, "it has no run.json") : error;
    });
    const folder = new RunFolder(
      path,
      parseRunRecord(path, new TextDecoder().decode(bytes)),
      disk,
      clock,
      false,
    );
    await folder.clean();
    return folder;
  }

  get record(): RunRecord {
    return this.run;
  }
  get modelPath(): string {
    return join(this.path, "model.onnx");
  }
  get checkpointPath(): string {
    return join(this.path, "checkpoint");
  }
  get historyPath(): string {
    return join(this.path, "history.jsonl");
  }

  /** Adds the numbers of an epoch, counted from 1; they are on the disk when this is done. Throws `write_failed`. */
  addEpoch(epoch: number, logs: Logs): Promise<void> {
    return this.files.append(this.historyPath, lineOf({ epoch, ...logs }));
  }

  /** The epochs so far. What JSON cannot hold, a number that is not finite, is NaN. A line cut short by a crash is no epoch. */
  async history(): Promise<readonly EpochRecord[]> {
    const reader = new HistoryReader();
    reader.feed(new TextDecoder().decode(await this.files.read(this.historyPath)));
    return reader.epochs;
  }

  /** Writes model.onnx. Throws `write_failed`, `cannot_save`. */
  async saveModel(model: Model): Promise<void> {
    await this.files.write(this.modelPath, toBytes(model));
  }

  /** Writes a checkpoint; two are kept. Throws `write_failed`. */
  async saveCheckpoint(model: Model, position: CheckpointPosition): Promise<void> {
    const keep = this.isFresh ? 1 : 2;
    await saveCheckpoint(model, this.checkpointPath, position, { keep, files: this.files });
    this.isFresh = false;
  }

  /**
   * Gives a model the state of the newest whole checkpoint, and takes the epochs after it out of the history: they will
   * come again. Throws what `loadCheckpoint` throws.
   */
  async loadCheckpoint(
    model: Model,
    options: { readonly warn?: (message: string) => void } = {},
  ): Promise<LoadedCheckpoint> {
    const loaded = await loadCheckpoint(model, this.checkpointPath, { ...options, files: this.files });
    await this.cutHistory(loaded.epoch);
    return loaded;
  }

  /** Keeps the first `epochs` epochs of the history. Throws `write_failed`. */
  async cutHistory(epochs: number): Promise<void> {
    const kept = (await this.history()).filter(({ epoch }) => epoch <= epochs);
    await this.files.write(this.historyPath, encode(kept.map(lineOf).join("")));
  }

  /** Notes in run.json that the run is over, and what came of it. Throws `write_failed`. */
  async finish(results: Readonly<Record<string, unknown>> = {}): Promise<void> {
    this.run = { ...this.run, finished: this.clock().toISOString(), results };
    await this.writeRecord();
  }

  private writeRecord(): Promise<void> {
    return this.files.write(join(this.path, "run.json"), encode(`${JSON.stringify(this.run, null, 2)}\n`));
  }

  /** What a killed process left half written. */
  private async clean(): Promise<void> {
    for (const name of (await this.files.list(this.path)).filter(isTemporary))
      await this.files.remove(join(this.path, name));
  }
}

const lineOf = (record: EpochRecord): string => `${JSON.stringify(record)}\n`;
