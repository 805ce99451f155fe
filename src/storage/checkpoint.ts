import { isFloat } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import type { Tensor } from "../core/tensor.js";
import { readSafetensors, writeSafetensors } from "../formats/safetensors.js";
import type { Model } from "../nn/model.js";
import { type StateEntry, seedPath } from "../nn/state-entry.js";
import { tensorToProto } from "../onnx/tensor-proto.js";
import { type Files, join } from "./files.js";
import { files as filesHere } from "./files-here.js";
import {
  damaged,
  hashOf,
  type Manifest,
  type ManifestEntry,
  manifestVersion,
  readManifest,
  writeManifest,
} from "./manifest.js";

/** Where training stood: epochs done, and steps done of the one after. */
export interface CheckpointPosition {
  readonly epoch: number;
  /** Default 0: between two epochs. */
  readonly step?: number;
}
export interface SaveCheckpointOptions {
  /** How many are kept, this one among them. Default 2: should the newest be damaged, there is another. */
  readonly keep?: number;
  readonly files?: Files;
}
export interface LoadCheckpointOptions {
  /** Told of each checkpoint that was passed over. Default console.warn. */
  readonly warn?: (message: string) => void;
  readonly files?: Files;
}
export interface LoadedCheckpoint {
  readonly epoch: number;
  readonly step: number;
  /** The folder that was read. */
  readonly path: string;
  /** Why newer ones were passed over: `checkpoint_damaged`, or `read_failed`. */
  readonly skipped: readonly NeurogradError[];
}

const stateFile = "state.safetensors";
const manifestFile = "manifest.json";

/**
 * Writes the whole state of a model, from which training goes on with the same bits: weights, statistics, the
 * optimizer's slots, counters, seed, metrics, and the learning rate. Each goes into a folder of its own under `folder`,
 * numbered; the manifest comes last, and only then older ones go. A crash at any moment leaves the last one whole.
 *
 * Throws  `write_failed`; what was saved before stays.
 *
 * @example await saveCheckpoint(net, "runs/xor/checkpoint", { epoch: 10 })
 */
export async function saveCheckpoint(
  model: Model,
  folder: string,
  { epoch, step = 0 }: CheckpointPosition,
  { keep = 2, files = undefined }: SaveCheckpointOptions = {},
): Promise<string> {
  const disk = files ?? (await filesHere());
  const state = model.state; // before anything is awaited: of one moment
  const learningRate = hasOwnRate(model) ? model.optimizer.learningRate : null;
  const bytes = writeSafetensors(state.map(({ path, value }) => [path, value]));
  const entries = await Promise.all(
    state.map(async ({ path, role, value }): Promise<ManifestEntry> => {
      return { path, role, dtype: value.dtype, shape: value.shape, sha256: await tensorHash(value) };
    }),
  );
  const manifest: Manifest = {
    format: manifestVersion,
    epoch,
    step,
    learningRate,
    state: { bytes: bytes.length, sha256: await hashOf(bytes) },
    entries,
  };
  const present = await generations(disk, folder);
  const path = join(folder, String((present.at(-1) ?? 0) + 1).padStart(6, "0"));
  try {
    await disk.write(join(path, stateFile), bytes);
    await disk.write(join(path, manifestFile), await writeManifest(manifest));
  } catch (error) {
    await disk.remove(path).catch(() => {}); // the first error is the one to tell
    throw error;
  }
  await removeOld(disk, folder, present, keep - 1).catch(() => {}); // it is saved; the next one tries again
  return path;
}

const tensorHash = (value: Tensor): Promise<string> =>
  hashOf(tensorToProto(value, "").rawData ?? new Uint8Array());

/** Numbers of the checkpoints in a folder, oldest first, whole or not. */
async function generations(disk: Files, folder: string): Promise<number[]> {
  const names = await disk.list(folder);
  return names
    .filter((name) => /^\d{6,15}$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

const pathOf = (folder: string, generation: number): string =>
  join(folder, String(generation).padStart(6, "0"));

/** Keeps the newest `keep` that have a manifest; the others, and those that a crash left without one, go. */
async function removeOld(
  disk: Files,
  folder: string,
  present: readonly number[],
  keep: number,
): Promise<void> {
  let kept = 0;
  for (const generation of [...present].reverse()) {
    const path = pathOf(folder, generation);
    if (kept < keep && (await disk.list(path)).includes(manifestFile)) kept++;
    else await disk.remove(path);
  }
}

/**
 * Gives a model the state of the newest checkpoint that is whole; the model has the same layers and is compiled with
 * the same optimizer. `epoch` of what it returns is `initialEpoch` of the `fit` that goes on.
 *
 * Throws  `no_checkpoint`; `checkpoint_damaged` if none is whole; `checkpoint_mismatch` where the model is another one;
 *         `newer_format`, `read_failed`. The model changes only if all is well.
 *
 * @example
 * const { epoch } = await loadCheckpoint(net, "runs/xor/checkpoint");
 * await net.fit(x, y, { initialEpoch: epoch, epochs: 100 });
 */
export async function loadCheckpoint(
  model: Model,
  folder: string,
  { warn = console.warn, files = undefined }: LoadCheckpointOptions = {},
): Promise<LoadedCheckpoint> {
  const disk = files ?? (await filesHere());
  model.checkIdle("loadCheckpoint");
  const skipped: NeurogradError[] = [];
  for (const generation of (await generations(disk, folder)).reverse()) {
    const path = pathOf(folder, generation);
    if (!(await disk.list(path)).includes(manifestFile)) continue; // not finished: a crash came first
    let found: Awaited<ReturnType<typeof readCheckpoint>>;
    try {
      found = await readCheckpoint(disk, path);
    } catch (error) {
      if (!(error instanceof NeurogradError) || error.code === "newer_format") throw error;
      skipped.push(error);
      continue;
    }
    const { epoch, step } = found.manifest;
    restore(model, found, path);
    for (const error of skipped)
      warn(`neurograd: ${error.message} Going on from ${path}, epoch ${epoch}, step ${step}.`);
    return { epoch, step, path, skipped };
  }
  if (skipped.length === 0)
    throw new NeurogradError("no_checkpoint", `${folder}: there is no checkpoint; check the folder`);
  throw new NeurogradError(
    "checkpoint_damaged",
    `${folder}: no checkpoint is whole (${skipped.map(({ message }) => message).join(" ")}); begin anew`,
    { cause: skipped[0] },
  );
}

interface ReadCheckpoint {
  readonly manifest: Manifest;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** One checkpoint, every byte of it checked. */
async function readCheckpoint(disk: Files, path: string): Promise<ReadCheckpoint> {
  const manifest = await readManifest(await disk.read(join(path, manifestFile)), path);
  const { bytes: length, sha256 } = manifest.state;
  const file = stateFile;
  const bytes = await disk.read(join(path, file)).catch((error: unknown) => {
    const isMissing = error instanceof NeurogradError && error.code === "file_not_found";
    throw isMissing ? damaged(path, `${file} is missing`) : error;
  });
  if (bytes.length !== length) throw damaged(path, `${file} has ${bytes.length} bytes of ${length}`);
  const isWhole = (await hashOf(bytes)) === sha256;
  const tensors = isWhole ? readSafetensors(bytes).tensors : undefined;
  if (tensors !== undefined) return { manifest, tensors };
  throw damaged(path, `${file} does not fit its SHA-256${await culprit(bytes, manifest)}`);
}

/** The first tensor whose numbers changed, if the file can be read at all. */
async function culprit(bytes: Uint8Array, { entries }: Manifest): Promise<string> {
  try {
    const { tensors } = readSafetensors(bytes);
    for (const { path, sha256 } of entries) {
      const value = tensors.get(path);
      if (value === undefined || (await tensorHash(value)) !== sha256) return ` (${path} changed)`;
    }
  } catch {
    // its header is what changed
  }
  return "";
}

/** What the model's state consists of. */
const entriesOf = (model: Model): readonly StateEntry[] => [
  ...model.values.weights,
  ...(model.compileOptions === undefined ? [] : model.compiled("loadCheckpoint").training),
];

function restore(model: Model, { manifest, tensors }: ReadCheckpoint, path: string): void {
  const mismatch = (what: string): NeurogradError =>
    new NeurogradError(
      "checkpoint_mismatch",
      `${path}: ${what}; use the layers, optimizer and metrics it was made with`,
    );
  const saved = new Map(manifest.entries.map((entry) => [entry.path, entry]));
  const isBetweenEpochs = manifest.step === 0; // where metrics begin anew
  const values: Record<string, Tensor> = {};
  for (const { path: name, role, dtype, shape } of entriesOf(model)) {
    const entry = saved.get(name);
    const value = tensors.get(name);
    saved.delete(name);
    if (entry === undefined || value === undefined) {
      if (role === "metric" && isBetweenEpochs) continue;
      throw mismatch(`has no ${name}, which the model needs`);
    }
    const fits = value.dtype === dtype || (isFloat(value.dtype) && isFloat(dtype));
    if (!fits || value.shape.join() !== shape.join())
      throw mismatch(
        `${name} is ${value.dtype} [${value.shape.join(", ")}], but the model needs ${dtype} [${shape.join(", ")}]`,
      );
    values[name] = value;
  }
  const left = [...saved.values()].find(({ role }) => !(role === "metric" && isBetweenEpochs));
  if (left !== undefined)
    throw mismatch(
      `has ${left.path}, which the model has not${model.compileOptions ? "" : ", for it is not compiled"}`,
    );
  model.writeState(values);
  const seed = values[seedPath];
  if (seed !== undefined) model.seed = seed.item();
  if (manifest.learningRate !== null && hasOwnRate(model))
    model.optimizer.learningRate = manifest.learningRate;
}

/** Whether the model has a learning rate that is a number of its own, not one of a schedule. */
const hasOwnRate = (model: Model): boolean =>
  model.compileOptions !== undefined && model.compiled("checkpoint").optimizer.schedule === null;
