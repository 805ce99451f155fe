import { NeurogradError } from "../core/errors.js";
import type { Tensor } from "../core/tensor.js";
import { Dataset } from "../data/dataset.js";
import type { Example } from "../data/example.js";
import type { Arrays, Data } from "../nn/batches.js";
import type { Callback } from "../nn/callback.js";
import type { Model } from "../nn/model.js";
import { leaveNoticeToProgram } from "../runtime/notice.js";
import { setWasmPaths } from "../runtime/wasm-paths.js";
import {
  type Failure,
  type FromWorker,
  type Part,
  parcelOfState,
  revived,
  type SentData,
  type SentModel,
  type ToWorker,
  type TrainEvent,
  type WhereToRun,
} from "./messages.js";
import type { Line } from "./thread.js";

type TrainMessage = Extract<ToWorker, { readonly type: "train" }>;
type ProgramLine = Line<FromWorker, ToWorker>;

/** A model from its file, that will run where it is told to. */
export type LoadModel = (file: Uint8Array, where: WhereToRun) => Promise<Model>;

/** Waits for the program's `train`, does it, and tells what happens and how it ended. */
export function serve(line: ProgramLine, loadModel: LoadModel): void {
  const control = new AbortController();
  const batches = new Batches(line);
  const reporter = new Reporter(line);
  line.listen((message) => {
    if (message.type === "train") void train(message);
    else if (message.type === "go") reporter.go(message.learningRate);
    else if (message.type === "batch") batches.receive(message.part, revived(message.batch));
    else control.abort();
  });

  async function train(message: TrainMessage): Promise<void> {
    let model: Model | undefined;
    let outcome: Pick<Extract<FromWorker, { type: "end" }>, "history" | "failure">;
    try {
      setWasmPaths(message.wasmPaths);
      leaveNoticeToProgram();
      model = await modelOf(message.model, loadModel);
      const [x, y, sampleWeight] = argumentsOf(message.train, "train", batches);
      const validationData = message.validation && argumentsOf(message.validation, "validation", batches);
      const history = await model.fit(x, y, {
        ...message.options,
        ...(validationData && { validationData }),
        ...(sampleWeight && { sampleWeight }),
        callbacks: [reporter.callback(model, message)],
        signal: control.signal,
        verbose: 0,
      });
      outcome = { history };
    } catch (error) {
      outcome = { failure: failureOf(error) };
    }
    const kept = model?.state.filter(({ role }) => role !== "metric") ?? [];
    const { value: state, transfer } = parcelOfState(kept);
    line.post({ type: "end", ...outcome, events: reporter.take(), state }, transfer);
  }
}

async function modelOf({ file, state, seed, ...where }: SentModel, load: LoadModel): Promise<Model> {
  const model = await load(file, where);
  model.seed = seed;
  model.writeState(revived(state));
  return model;
}

function argumentsOf(
  data: SentData,
  part: Part,
  batches: Batches,
): readonly [x: Data, y?: Arrays, sampleWeight?: Tensor] {
  if ("stream" in data) return [batches.dataset(part)];
  const example = revived(data.arrays) as Tensor | readonly [Tensor, Tensor, Tensor?]; // or records of them
  return Array.isArray(example) ? (example as readonly [Tensor, Tensor, Tensor?]) : [example as Tensor];
}

function failureOf(error: unknown): Failure {
  const { message } = error instanceof Error ? error : new Error(String(error));
  return { code: error instanceof NeurogradError ? error.code : undefined, message };
}

/** Longest time, in ms, that an event waits to be told. */
const longest = 16;

/** Tells events: together, or in turn with the program where its callbacks may change the course. */
class Reporter {
  private readonly line: ProgramLine;
  private pending: TrainEvent[] = [];
  private told = 0;
  private resume: ((learningRate: number) => void) | undefined;

  constructor(line: ProgramLine) {
    this.line = line;
  }

  go(learningRate: number): void {
    this.resume?.(learningRate);
  }

  /** The events that are not told yet. */
  take(): readonly TrainEvent[] {
    const events = this.pending;
    this.pending = [];
    return events;
  }

  callback(model: Model, { turns, watchesBatches, watchesLoss }: TrainMessage): Callback {
    const keep = (event: TrainEvent): void => void this.pending.push(event);
    const tell = (event: TrainEvent): void => {
      keep(event);
      if (performance.now() - this.told < longest) return;
      this.told = performance.now();
      this.line.post({ type: "events", events: this.take(), waits: false });
    };
    return {
      onTrainBegin: async ({ epochs, steps, keys }) => {
        const { runtime } = (await model.start()).executor;
        tell({ at: "onTrainBegin", epochs, steps, keys, runtime });
      },
      onEpochBegin: (index) => {
        keep({ at: "onEpochBegin", index });
        return turns.epochs ? this.turn(model, model.weights) : undefined;
      },
      // Where turns are taken it is told at the next one, or at the end, with the weights.
      onEpochEnd: (index, logs) => (turns.epochs ? keep : tell)({ at: "onEpochEnd", index, logs }),
      ...(watchesLoss && {
        // The program decides whether it is thrown; either way nothing more is learned.
        onNonFiniteLoss: (error, context) => {
          keep({ at: "onNonFiniteLoss", failure: failureOf(error) });
          context.stop();
        },
      }),
      ...(turns.batches && {
        onTrainBatchBegin: (index) => {
          keep({ at: "onTrainBatchBegin", index });
          return this.turn(model);
        },
      }),
      ...(watchesBatches && {
        onTrainBatchEnd: (index, logs) => tell({ at: "onTrainBatchEnd", index, logs: { ...logs } }),
      }),
    };
  }

  private async turn(model: Model, weights?: Model["weights"]): Promise<void> {
    const parcel = weights && parcelOfState(weights.map(({ name, value }) => ({ path: name, value })));
    const learningRate = await new Promise<number>((resolve) => {
      this.resume = resolve;
      const events = this.take();
      this.line.post(
        { type: "events", events, waits: true, ...(parcel && { weights: parcel.value }) },
        parcel?.transfer,
      );
    });
    if (model.compiled("train").optimizer.schedule === null) model.optimizer.learningRate = learningRate;
  }
}

/** Batches that the program makes, asked for one ahead. */
class Batches {
  private readonly line: ProgramLine;
  private readonly waiting: Record<Part, ((batch: Example | undefined) => void)[]> = {
    train: [],
    validation: [],
  };

  constructor(line: ProgramLine) {
    this.line = line;
  }

  receive(part: Part, batch: Example | undefined): void {
    this.waiting[part].shift()?.(batch);
  }

  dataset(part: Part): Dataset<Example> {
    const ask = (epoch?: number): Promise<Example | undefined> =>
      new Promise((resolve) => {
        this.waiting[part].push(resolve);
        this.line.post({ type: "next", part, epoch });
      });
    return Dataset.from(async function* (epoch) {
      for (let next = ask(epoch); ; ) {
        const batch = await next;
        if (batch === undefined) return;
        next = ask();
        yield batch;
      }
    });
  }
}
