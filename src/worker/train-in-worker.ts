import { NeurogradError } from "../core/errors.js";
import type { ArrayInput } from "../data/array-input.js";
import { Dataset } from "../data/dataset.js";
import { type Example, exampleOf, toExample } from "../data/example.js";
import { type Arrays, type Data, isBatches } from "../nn/batches.js";
import type { Callback, CallbackContext } from "../nn/callback.js";
import { progress } from "../nn/callbacks/progress.js";
import { checkOptionNames } from "../nn/config.js";
import { type FitOptions, fitOptionNames } from "../nn/fit.js";
import type { History, Logs } from "../nn/history.js";
import type { Model } from "../nn/model.js";
import { isNode } from "../runtime/is-node.js";
import { noticeWasm } from "../runtime/notice.js";
import { wasmPaths } from "../runtime/wasm-paths.js";
import {
  type FromWorker,
  type Parcel,
  type Part,
  parcelOf,
  parcelOfState,
  revived,
  type SentData,
  type ToWorker,
  type TrainEvent,
} from "./messages.js";
import { type AnyWorker, lineTo, startWorker, type WorkerLine } from "./thread.js";

/** Those of `fit`, and how the work is handed over. */
export interface TrainInWorkerOptions extends FitOptions {
  /** Called after each epoch; the worker does not wait for it, as it does for `callbacks`. */
  readonly onEpochEnd?: (epoch: number, logs: Logs) => void;
  /** Called for each step, in order, some steps late. */
  readonly onBatchEnd?: (batch: number, logs: Logs) => void;
  /** Move the arrays of x, y and `validationData` instead of copying them: they are empty here afterwards. */
  readonly transfer?: boolean;
  /** Starts the worker; its module calls `serveTraining()`. Default: our own. It is ended in any case. */
  readonly worker?: () => AnyWorker;
}

/**
 * `net.fit` off the thread: in a worker of its own, with its own runtime, so that a page or a server goes on answering.
 * The same steps as `fit` would do here, on the same seed; then the net has the weights and the optimizer's state.
 *
 * Data are copied once (see `transfer`); batches of a Dataset are made here and sent one by one. Callbacks run here,
 * before each next epoch, on the net with the weights of that moment; those after a batch, some steps late.
 * Throws  what `fit` throws; `worker_failed`.
 *
 * @example
 * // not run: the worker is a file of the built package
 * const { history } = await trainInWorker(net, xTrain, yTrain, {
 *   epochs: 5,
 *   onEpochEnd: (epoch, { loss }) => console.log(epoch, loss),
 *   signal: stopButton.signal,
 * });
 */
export function trainInWorker(
  net: Model,
  x: Data,
  y?: Arrays,
  options?: TrainInWorkerOptions,
): Promise<History>;
export function trainInWorker(net: Model, batches: Data, options?: TrainInWorkerOptions): Promise<History>;
export async function trainInWorker(
  net: Model,
  x: Data,
  ...rest: readonly (Arrays | TrainInWorkerOptions | undefined)[]
): Promise<History> {
  const [y, given] = isBatches(x) ? [undefined, rest.at(-1)] : rest;
  const options = (given ?? {}) as TrainInWorkerOptions; // the last argument is none but that
  checkOptionNames("trainInWorker", options, optionNames);
  net.checkIdle("trainInWorker");
  net.compiled("trainInWorker");
  net.values.isFitting = true;
  try {
    const line = await progress(options.verbose ?? "auto");
    return await new RemoteTraining(net, options, line).run(x, y as Arrays | undefined);
  } finally {
    net.values.isFitting = false;
  }
}

const optionNames: readonly (keyof TrainInWorkerOptions)[] = [
  ...fitOptionNames,
  "onEpochEnd",
  "onBatchEnd",
  "transfer",
  "worker",
];

class RemoteTraining {
  private readonly net: Model;
  private readonly options: TrainInWorkerOptions;
  private readonly callbacks: readonly Callback[];
  private readonly streams = new Map<Part, Stream>();
  private context: CallbackContext | undefined;
  private line: WorkerLine | undefined;
  private isStopped = false;
  /** What a callback or the data threw. */
  private failure: { readonly error: unknown } | undefined;

  constructor(net: Model, options: TrainInWorkerOptions, line: Callback | undefined) {
    const { callbacks = [], onEpochEnd, onBatchEnd } = options;
    this.net = net;
    this.options = options;
    this.callbacks = [
      ...callbacks,
      { ...(onEpochEnd && { onEpochEnd }), ...(onBatchEnd && { onTrainBatchEnd: onBatchEnd }) },
      ...(line ? [line] : []),
    ];
  }

  async run(x: Data, y: Arrays | undefined): Promise<History> {
    const { signal, worker = startWorker } = this.options;
    if (this.net.compileOptions?.runtime === "reference") await this.net.start(); // its weights are float64 once it runs
    const { value: message, transfer } = await this.order(x, y);
    const line = lineTo(worker());
    const stop = (): void => this.stop();
    this.line = line;
    try {
      const ended = this.followed(line);
      signal?.addEventListener("abort", stop);
      if (signal?.aborted) stop();
      line.post(message, transfer);
      return await ended;
    } finally {
      line.end();
      signal?.removeEventListener("abort", stop);
      for (const stream of this.streams.values()) await stream.close();
    }
  }

  /** What the worker is told to do. */
  private async order(x: Data, y: Arrays | undefined): Promise<Parcel<Extract<ToWorker, { type: "train" }>>> {
    const { net } = this;
    const { callbacks = [], validationData, sampleWeight, ...others } = this.options;
    const { signal, verbose, onEpochEnd, onBatchEnd, transfer: isMoved, worker, ...options } = others;
    const { runtime, threads } = net.compileOptions ?? {};
    const [validX, validY, validWeight] = (
      Array.isArray(validationData) ? validationData : [validationData]
    ) as [Data?, Arrays?, ArrayInput?];
    const train = this.sent("train", x, y, sampleWeight);
    const validation =
      validX === undefined ? undefined : this.sent("validation", validX, validY, validWeight);
    const state = parcelOfState(net.state.filter(({ role }) => role !== "metric"));
    return {
      value: {
        type: "train",
        model: {
          file: await net.toBytes(),
          state: state.value,
          seed: net.seed,
          ...(runtime && { runtime }),
          ...(threads !== undefined && { threads }),
        },
        train: train.value,
        validation: validation?.value,
        options,
        turns: {
          epochs: callbacks.length > 0,
          batches: callbacks.some((callback) => callback.onTrainBatchBegin),
        },
        watchesBatches: this.callbacks.some((callback) => callback.onTrainBatchEnd),
        watchesLoss: this.callbacks.some((callback) => callback.onNonFiniteLoss),
        wasmPaths: wasmPaths(),
      },
      transfer: [...new Set([...train.transfer, ...(validation?.transfer ?? []), ...state.transfer])],
    };
  }

  private sent(part: Part, x: Data, y: Arrays | undefined, weight: ArrayInput | undefined): Parcel<SentData> {
    if (isBatches(x)) {
      this.streams.set(part, new Stream(Dataset.from(x as Dataset<Example>)));
      return { value: { stream: true }, transfer: [] };
    }
    const where = part === "train" ? "fit" : "fit: validationData";
    const { value, transfer } = parcelOf(exampleOf(x, y, weight, where), this.options.transfer);
    return { value: { arrays: value }, transfer };
  }

  /** Resolves at the end of the training. Events come one after another, batches beside them. */
  private followed(line: WorkerLine): Promise<History> {
    return new Promise((resolve, reject) => {
      let queue: Promise<unknown> = Promise.resolve();
      line.fail(reject);
      line.listen((message) => {
        if (message.type === "next") {
          void this.answer(line, message);
          return;
        }
        queue = queue
          .then(() => (message.type === "end" ? this.end(message).then(resolve) : this.follow(line, message)))
          .catch(reject);
      });
    });
  }

  private async follow(
    line: WorkerLine,
    { events, waits, weights }: Extract<FromWorker, { type: "events" }>,
  ): Promise<void> {
    if (weights) this.net.writeState(revived(weights));
    await this.tell(events);
    if (waits) line.post({ type: "go", learningRate: this.net.optimizer.learningRate });
  }

  private async end({
    events,
    history,
    failure,
    state,
  }: Extract<FromWorker, { type: "end" }>): Promise<History> {
    this.net.writeState(revived(state));
    await this.tell(events);
    if (this.failure) throw this.failure.error;
    if (history === undefined) throw arrived(failure?.code, failure?.message ?? "");
    const { context } = this;
    if (context) for (const callback of this.callbacks) await callback.onTrainEnd?.(context);
    return history;
  }

  private async tell(events: readonly TrainEvent[]): Promise<void> {
    for (const event of events) {
      // Stopped, the worker begins nothing more; what it told before it knew is not so.
      if (
        this.failure ||
        (this.isStopped && (event.at === "onEpochBegin" || event.at === "onTrainBatchBegin"))
      )
        continue;
      try {
        const context = this.contextAt(event);
        for (const callback of this.callbacks) await call(callback, event, context);
        if (event.at === "onNonFiniteLoss" && !this.isStopped)
          throw arrived(event.failure.code, event.failure.message);
      } catch (error) {
        this.fail(error);
      }
    }
  }

  private contextAt(event: TrainEvent): CallbackContext {
    if (this.context) return this.context;
    if (event.at !== "onTrainBegin")
      throw new NeurogradError("worker_failed", `trainInWorker: ${event.at} came first`);
    const { epochs, steps, keys, runtime } = event;
    const asked = this.net.compileOptions?.runtime ?? "auto";
    if (asked === "auto" && runtime === "wasm" && isNode) noticeWasm();
    this.context = {
      model: this.net,
      epochs,
      steps: steps ?? this.streams.get("train")?.dataset.size,
      ...(keys && { keys }),
      stop: () => this.stop(),
    };
    return this.context;
  }

  private async answer(
    line: WorkerLine,
    { part, epoch }: Extract<FromWorker, { type: "next" }>,
  ): Promise<void> {
    try {
      const batch = await this.streams.get(part)?.next(epoch);
      const parcel = batch && parcelOf(batch);
      line.post({ type: "batch", part, batch: parcel?.value }, parcel?.transfer);
    } catch (error) {
      this.fail(error);
      line.post({ type: "batch", part, batch: undefined });
    }
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    this.stop();
  }

  private stop(): void {
    this.isStopped = true;
    this.line?.post({ type: "stop" });
  }
}

function call(callback: Callback, event: TrainEvent, context: CallbackContext): void | Promise<void> {
  switch (event.at) {
    case "onTrainBegin":
      return callback.onTrainBegin?.(context);
    case "onEpochBegin":
    case "onTrainBatchBegin":
      return callback[event.at]?.(event.index, context);
    case "onNonFiniteLoss":
      return callback.onNonFiniteLoss?.(arrived(event.failure.code, event.failure.message), context);
    default:
      return callback[event.at]?.(event.index, event.logs, context);
  }
}

/** The batches of a Dataset, made one at a time in the order they are asked for. */
class Stream {
  readonly dataset: Dataset<Example>;
  private batches: AsyncGenerator<Example, void, undefined> | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(dataset: Dataset<Example>) {
    this.dataset = dataset;
  }

  next(epoch: number | undefined): Promise<Example | undefined> {
    const made = this.last.then(async () => {
      if (epoch !== undefined) {
        await this.batches?.return();
        this.batches = this.dataset.epoch(epoch);
      }
      const { value } = (await this.batches?.next()) ?? {};
      return value ? toExample(value, "fit") : undefined;
    });
    this.last = made.catch(() => {}); // the one who asked for it is told
    return made;
  }

  async close(): Promise<void> {
    await this.last;
    await this.batches?.return();
  }
}

/** The error that a worker met, as it would have been here. */
function arrived(code: string | undefined, message: string): NeurogradError {
  if (code === undefined)
    return new NeurogradError(
      "worker_failed",
      `trainInWorker: the worker failed: ${message.replace(/\.$/, "")}`,
    );
  const hint =
    code === "unknown_kind"
      ? " (the worker loads it: pass that to serveTraining, in a worker of your own)"
      : "";
  return new NeurogradError(code, `${message.replace(`. (${code})`, "")}${hint}`);
}
