import { zerosOf } from "../core/dtype.js";
import type { RuntimeName } from "../core/executor.js";
import { Tensor } from "../core/tensor.js";
import { type Example, mapTensors } from "../data/example.js";
import type { CompileOptions } from "../nn/compile.js";
import type { FitOptions } from "../nn/fit.js";
import type { History, Logs } from "../nn/history.js";
import type { WasmPaths } from "../runtime/wasm-paths.js";

/** The options of `fit` that are plain data. */
export type PlainFitOptions = Omit<
  FitOptions,
  "callbacks" | "signal" | "validationData" | "sampleWeight" | "verbose"
>;

/** Arrays, or batches that stay with the program and are asked for one by one. */
export type SentData = { readonly arrays: Example } | { readonly stream: true };

export type Part = "train" | "validation";

export interface WhereToRun {
  readonly runtime?: CompileOptions["runtime"];
  readonly threads?: number;
}

/** The model as a file holds it, and what no file does. */
export interface SentModel extends WhereToRun {
  readonly file: Uint8Array;
  readonly state: Readonly<Record<string, Tensor>>;
  readonly seed: number;
}

export type ToWorker =
  | {
      readonly type: "train";
      readonly model: SentModel;
      readonly train: SentData;
      readonly validation: SentData | undefined;
      readonly options: PlainFitOptions;
      /** Wait for `go` before each of these: callbacks may stop, or change the learning rate. */
      readonly turns: { readonly epochs: boolean; readonly batches: boolean };
      readonly watchesBatches: boolean;
      /** Some callback may end the training where the loss is not finite. */
      readonly watchesLoss: boolean;
      readonly wasmPaths: WasmPaths;
    }
  | { readonly type: "go"; readonly learningRate: number }
  | { readonly type: "stop" }
  | { readonly type: "batch"; readonly part: Part; readonly batch: Example | undefined };

/** One call of the callbacks, in their words. */
export type TrainEvent =
  | {
      readonly at: "onTrainBegin";
      readonly epochs: number;
      readonly steps: number | undefined;
      readonly keys: readonly string[] | undefined;
      readonly runtime: RuntimeName;
    }
  | { readonly at: "onEpochBegin" | "onTrainBatchBegin"; readonly index: number }
  | { readonly at: "onTrainBatchEnd" | "onEpochEnd"; readonly index: number; readonly logs: Logs }
  | { readonly at: "onNonFiniteLoss"; readonly failure: Failure };

export type FromWorker =
  | {
      readonly type: "events";
      readonly events: readonly TrainEvent[];
      /** The worker waits for `go`. */
      readonly waits: boolean;
      /** The weights at this point, before an epoch that waits. */
      readonly weights?: Readonly<Record<string, Tensor>>;
    }
  /** `epoch`: begin that one; without, the next batch of the one begun. */
  | { readonly type: "next"; readonly part: Part; readonly epoch: number | undefined }
  | {
      readonly type: "end";
      readonly events: readonly TrainEvent[];
      /** What `fit` gave; or else why it failed. */
      readonly history?: History;
      readonly failure?: Failure;
      readonly state: Readonly<Record<string, Tensor>>;
    };

/** An error on its way. */
export interface Failure {
  /** Undefined for an error that is not ours. */
  readonly code: string | undefined;
  readonly message: string;
}

/** A value to post, with the memory that moves rather than being copied. */
export interface Parcel<T> {
  readonly value: T;
  readonly transfer: ArrayBuffer[];
}

/**
 * An example to post. Its numbers are copied once, and the copies move; with `isMoved` the arrays themselves do, where
 * they fill their memory, and are empty here afterwards. Shared memory stays shared.
 */
export function parcelOf(example: Example, isMoved = false): Parcel<Example> {
  const transfer = new Set<ArrayBuffer>();
  const value = mapTensors(example, (x) => {
    if (!ArrayBuffer.isView(x.data) || !(x.data.buffer instanceof ArrayBuffer)) return x; // strings, shared memory
    const isWhole = x.data.byteLength === x.data.buffer.byteLength;
    const data = isMoved && isWhole ? x.data : copyOf(x);
    transfer.add(data.buffer as ArrayBuffer); // no shared memory: seen above
    return new Tensor(data, x.shape, x.dtype);
  });
  return { value, transfer: [...transfer] };
}

/** Named tensors to post, copied. */
export function parcelOfState(
  entries: readonly { readonly path: string; readonly value: Tensor }[],
): Parcel<Readonly<Record<string, Tensor>>> {
  const { value, transfer } = parcelOf(Object.fromEntries(entries.map(({ path, value }) => [path, value])));
  return { value: value as Readonly<Record<string, Tensor>>, transfer }; // a record stays one
}

function copyOf(x: Tensor): Exclude<Tensor["data"], readonly string[]> {
  const copy = zerosOf(x.dtype, x.size) as Float32Array; // numbers of one dtype
  copy.set(x.data as Float32Array);
  return copy;
}

/** What arrived, with its tensors made whole: posting keeps fields but no class. */
export function revived<T>(value: T): T;
export function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  if (isSentTensor(value)) return new Tensor(value.data, value.shape, value.dtype);
  return Object.fromEntries(Object.entries(value).map(([name, x]) => [name, revived(x)]));
}

const isSentTensor = (value: object): value is Pick<Tensor, "data" | "shape" | "dtype"> =>
  "data" in value && "shape" in value && "dtype" in value && Array.isArray(value.shape);
