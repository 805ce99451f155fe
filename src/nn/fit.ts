import { NeurogradError } from "../core/errors.js";
import { combineKeys, hashPath } from "../core/random-bits.js";
import type { ArrayInput } from "../data/array-input.js";
import { applyEma } from "./apply-ema.js";
import { type Arrays, type Batch, type BatchSource, batchSource, type Data } from "./batches.js";
import type { Callback, CallbackContext } from "./callback.js";
import { progress } from "./callbacks/progress.js";
import type { ClassWeight } from "./class-weight.js";
import { checkOptionNames } from "./config.js";
import { groupBatches, stepsPerRun } from "./group-batches.js";
import { type History, type Logs, valKey } from "./history.js";
import type { Model } from "./model.js";
import type { LiveModel } from "./model-state.js";
import { checkPositiveInteger, checkWholeNumber } from "./options.js";
import type { StepSpec } from "./step-spec.js";
import {
  checkBatch,
  checkSource,
  keptMetrics,
  readLogs,
  resetMetrics,
  runTrainStep,
  runTrainSteps,
} from "./train-batch.js";
import { Yielder } from "./yielder.js";

/** Options of `fit`, with Keras's names and defaults. */
export interface FitOptions {
  /** Examples a step. Default 32; Datasets bring their own. */
  readonly batchSize?: number;
  readonly epochs?: number;
  readonly initialEpoch?: number;
  /** The first batch of the first epoch, to go on within it: metrics go on, too. Default 0. */
  readonly initialStep?: number;
  /** Draw a progress line: by default where the output is a terminal. */
  readonly verbose?: boolean | "auto" | 0 | 1 | 2;
  readonly callbacks?: readonly Callback[];
  /** Share of the arrays, taken from the end before shuffling, kept for validation. */
  readonly validationSplit?: number;
  readonly validationData?: readonly [x: Data, y?: Arrays, sampleWeight?: ArrayInput] | Data;
  readonly validationBatchSize?: number;
  readonly validationSteps?: number;
  /** Validate every so many epochs. */
  readonly validationFreq?: number;
  /** How much each example counts in the loss and in weighted metrics: [n], or [n, steps]. Batches bring their own. */
  readonly sampleWeight?: ArrayInput;
  /** How much examples count by their class; the others count 1. */
  readonly classWeight?: ClassWeight;
  /** A new order of the arrays each epoch. Default true. */
  readonly shuffle?: boolean;
  readonly stepsPerEpoch?: number;
  /** Stops training after the running step; what was learned stays. */
  readonly signal?: AbortSignal;
}

export const fitOptionNames: readonly (keyof FitOptions)[] = [
  "batchSize",
  "epochs",
  "initialEpoch",
  "initialStep",
  "verbose",
  "callbacks",
  "validationSplit",
  "validationData",
  "validationBatchSize",
  "validationSteps",
  "validationFreq",
  "sampleWeight",
  "classWeight",
  "shuffle",
  "stepsPerEpoch",
  "signal",
];

function checkOptions(options: FitOptions): void {
  checkOptionNames("fit", options, fitOptionNames);
  const counts = [
    "epochs",
    "batchSize",
    "validationBatchSize",
    "validationSteps",
    "validationFreq",
    "stepsPerEpoch",
  ] as const;
  for (const name of counts)
    if (options[name] !== undefined) checkPositiveInteger("fit", name, options[name]);
  for (const name of ["initialEpoch", "initialStep"] as const)
    if (options[name] !== undefined) checkWholeNumber("fit", name, options[name]);
}

/** `net.fit`. */
export async function fit(
  model: Model,
  x: Data,
  y: Arrays | undefined,
  options: FitOptions,
): Promise<History> {
  model.checkIdle("fit");
  const spec = model.compiled("fit");
  checkOptions(options);
  model.values.claim("fit");
  model.values.isFitting = true;
  try {
    const open = (): Promise<Sources> => sources(model, spec, x, y, options);
    const data = await open(); // what is wrong with them is said before anything is started
    const line = await progress(options.verbose ?? "auto");
    return await new Training(model, spec, await model.start(), data, options, line).run(open);
  } finally {
    model.values.isFitting = false;
    if (!goesOn(options)) model.fits++;
  }
}

/** A training that goes on is part of the one before. */
const goesOn = ({ initialEpoch = 0, initialStep = 0 }: FitOptions): boolean => initialEpoch + initialStep > 0;

/** What tells the order of a training begun anew from that of the first. */
function fitNumber(model: Model, options: FitOptions): readonly number[] {
  const number = goesOn(options) ? model.fits - 1 : model.fits;
  return number > 0 ? [number] : [];
}

interface Sources {
  readonly train: BatchSource;
  readonly validation: BatchSource | undefined;
}

async function sources(
  model: Model,
  spec: StepSpec,
  x: Data,
  y: Arrays | undefined,
  options: FitOptions,
): Promise<Sources> {
  const {
    batchSize = 32,
    validationSplit,
    validationData,
    validationBatchSize = batchSize,
    shuffle = true,
    sampleWeight,
    classWeight,
  } = options;
  const names = { inputNames: model.inputNames, targetNames: model.targetNames };
  let [trainX, trainY] = [x, y];
  let weights = sampleWeight;
  let held: readonly [Data, (Arrays | undefined)?, (ArrayInput | undefined)?] | undefined;
  if (validationData !== undefined)
    held = Array.isArray(validationData)
      ? (validationData as unknown as readonly [Data, Arrays?, ArrayInput?]) // a list is x, y and weights, never rows
      : [validationData as Data];
  else if (validationSplit) {
    const { splitArrays } = await import("./on-demand.js");
    const split = splitArrays(x, y, validationSplit, sampleWeight);
    [trainX, trainY, weights] = split.train;
    held = split.validation;
  }
  const seed = shuffle
    ? combineKeys(model.seed, hashPath("shuffle"), ...fitNumber(model, options))
    : undefined;
  const weighting = { sampleWeight: weights, classWeight };
  const train = await batchSource(trainX, trainY, {
    batchSize,
    shuffle: seed,
    where: "fit",
    ...names,
    ...weighting,
  });
  checkSource(spec, train, "fit", { option: "stepsPerEpoch", given: options.stepsPerEpoch });
  if (held === undefined) return { train, validation: undefined };
  const where = validationWhere;
  const [valX, valY, valWeight] = held;
  const validation = await batchSource(valX, valY, {
    batchSize: validationBatchSize,
    where,
    ...names,
    sampleWeight: valWeight,
  });
  checkSource(spec, validation, where, { option: "validationSteps", given: options.validationSteps });
  return { train, validation };
}

const validationWhere = "fit: validationData";

/**
 * A momentum of 0.9 takes 200 steps from `tiny` to the subnormal numbers. Below it nothing is lost: it is 1e18 times
 * smaller than what changes a float32 weight.
 */
const settleEvery = 128;
const tiny = 1e-25;

/** One run of `fit`. */
class Training {
  private readonly model: Model;
  private readonly spec: StepSpec;
  private readonly live: LiveModel;
  private train: BatchSource;
  private readonly validation: BatchSource | undefined;
  private readonly options: FitOptions;
  private readonly callbacks: readonly Callback[];
  private readonly stepsPerRun: number;
  private readonly yielder = new Yielder();
  private isStopped = false;

  constructor(
    model: Model,
    spec: StepSpec,
    live: LiveModel,
    { train, validation }: Sources,
    options: FitOptions,
    line: Callback | undefined,
  ) {
    this.model = model;
    this.spec = spec;
    this.live = live;
    this.train = train;
    this.validation = validation;
    this.options = options;
    const own = options.callbacks ?? [];
    this.callbacks = [...own, ...(line ? [line] : [])];
    const { batchSize = 32, epochs = 1 } = options;
    const { runtime } = live.executor;
    this.stepsPerRun = stepsPerRun(spec, train, own, { batchSize, epochs, runtime });
  }

  /** `open` gives the data in the order of the model's seed. */
  async run(open: () => Promise<Sources>): Promise<History> {
    const { options } = this;
    const { seed } = this.model;
    const { epochs = 1, initialEpoch = 0, initialStep = 0 } = options;
    const begin = { epoch: initialEpoch, step: initialStep };
    const steps = options.stepsPerEpoch ?? this.train.steps;
    const context: CallbackContext = {
      model: this.model,
      epochs,
      steps,
      keys: this.keys(),
      stop: () => this.stop(),
      resumeAt: (epoch, step = 0) => void Object.assign(begin, { epoch, step }),
    };
    const history: { epoch: number[]; history: Record<string, number[]> } = { epoch: [], history: {} };
    for (const callback of this.callbacks) await callback.onTrainBegin?.(context);
    if (this.model.seed !== seed) this.train = (await open()).train; // a backup brought its own
    if (begin.step > 0 && steps !== undefined && begin.step >= steps)
      Object.assign(begin, { epoch: begin.epoch + 1, step: 0 }); // the epoch was whole
    for (let epoch = begin.epoch; epoch < epochs && !this.isDone(); epoch++) {
      for (const callback of this.callbacks) await callback.onEpochBegin?.(epoch, context);
      const start = epoch === begin.epoch ? begin.step : 0;
      if (start === 0) resetMetrics(this.live, this.spec);
      const done = await this.epoch(epoch, start, context);
      if (done === 0) break;
      const logs = { ...readLogs(this.live, this.spec), ...(await this.validate(epoch)) };
      history.epoch.push(epoch);
      for (const [key, value] of Object.entries(logs)) {
        history.history[key] ??= [];
        history.history[key].push(value);
      }
      for (const callback of this.callbacks) await callback.onEpochEnd?.(epoch, logs, context);
    }
    applyEma(this.live.state, this.spec);
    for (const callback of this.callbacks) await callback.onTrainEnd?.(context);
    return history;
  }

  private stop(): void {
    this.isStopped = true;
  }

  private keys(): readonly string[] {
    const keys = ["loss", ...keptMetrics(this.spec).map(({ name }) => name)];
    return this.validation === undefined ? keys : [...keys, ...keys.map(valKey)];
  }

  private isDone(): boolean {
    return this.isStopped || this.options.signal?.aborted === true;
  }

  /** The steps of one epoch; how many were done. */
  private async epoch(epoch: number, start: number, context: CallbackContext): Promise<number> {
    const limit = this.options.stepsPerEpoch ?? Infinity;
    const starters = this.callbacks.filter((callback) => callback.onTrainBatchBegin);
    const watchers = this.callbacks.filter((callback) => callback.onTrainBatchEnd);
    let step = start;
    if (this.isDone()) return 0;
    const groups = { epoch, start, count: this.stepsPerRun, limit };
    for await (const batches of groupBatches(this.train, groups)) {
      if (this.train.examples === undefined)
        for (const [i, batch] of batches.entries())
          checkBatch(this.spec, batch, `fit: batch ${step + i + 1}`);
      for (const callback of starters) await callback.onTrainBatchBegin?.(step, context);
      const losses = await runTrainSteps(this.live, this.spec, batches, console.warn);
      this.model.values.changed();
      if (!losses.every(Number.isFinite)) {
        await this.explain(batches, epoch, step, context);
        return step + 1; // stopped by a callback
      }
      step += batches.length;
      if (watchers.length > 0) {
        const logs = lazyLogs(() => readLogs(this.live, this.spec));
        for (const callback of watchers) await callback.onTrainBatchEnd?.(step - 1, logs, context);
      }
      if (step % settleEvery < batches.length) this.settle();
      await this.yielder.pause();
      if (this.isDone()) break;
    }
    this.settle();
    if (step === 0)
      throw new NeurogradError("empty_data", "fit: the data have no batch; give at least one example");
    return step;
  }

  /** Keeps the optimizer's averages out of the subnormal numbers. */
  private settle(): void {
    if (this.live.executor.isExact) return;
    const slots = this.spec.training.filter(({ role }) => role === "slot").map(({ path }) => path);
    this.live.state.settle(slots, tiny);
  }

  /** The run is taken back and its steps done one by one, up to the one whose loss is not finite. */
  private async explain(
    batches: readonly Batch[],
    epoch: number,
    first: number,
    context: CallbackContext,
  ): Promise<void> {
    this.live.state.rollback();
    for (const [i, batch] of batches.entries()) {
      const loss = await runTrainStep(this.live, this.spec, batch, console.warn);
      if (Number.isFinite(loss)) continue;
      const what = `fit: the loss is ${loss} at epoch ${epoch + 1}, step ${first + i + 1}`;
      const { explainNonFinite } = await import("./on-demand.js");
      const error = await explainNonFinite(this.live, this.spec, batch, what);
      for (const callback of this.callbacks) await callback.onNonFiniteLoss?.(error, context);
      if (!this.isStopped) throw error;
      return;
    }
  }

  private async validate(epoch: number): Promise<Logs> {
    const { validationFreq = 1, validationSteps } = this.options;
    const isDue = (epoch + 1) % validationFreq === 0 && this.options.signal?.aborted !== true;
    if (this.validation === undefined || !isDue) return {};
    const kept = Object.fromEntries(
      this.spec.training
        .filter(({ role }) => role === "metric")
        .map(({ path }) => [path, this.live.state.read(path)]),
    );
    const options = { steps: validationSteps, signal: this.options.signal };
    const { runEvaluation } = await import("./on-demand.js");
    const logs = await runEvaluation(this.live, this.spec, this.validation, options, validationWhere);
    this.live.state.write(kept);
    return Object.fromEntries(Object.entries(logs).map(([key, value]) => [valKey(key), value]));
  }
}

/** Logs that are read from the state only if somebody looks. */
function lazyLogs(read: () => Logs): Logs {
  let known: Logs | undefined;
  const get = (): Logs => {
    known ??= read();
    return known;
  };
  return new Proxy({} as Logs, {
    get: (_target, key) => (typeof key === "string" ? get()[key] : undefined),
    ownKeys: () => Object.keys(get()),
    has: (_target, key) => key in get(),
    getOwnPropertyDescriptor: (_target, key) => ({
      value: get()[key as string],
      enumerable: true,
      configurable: true,
    }),
  });
}
