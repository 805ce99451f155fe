import { existsSync } from "node:fs";
import { nearestName } from "../core/errors.js";
import { tableEncodingKey } from "../data/index.js";
import { setSeed } from "../nn/seed.js";
import { join } from "../storage/files.js";
import { RunFolder } from "../storage/run-folder.js";
import { runFolder } from "../storage/run-folder-callback.js";
import { exitCodes, usageError } from "./command-error.js";
import { commandLine } from "./command-line.js";
import { watchInterrupt } from "./interrupt.js";
import type { Io } from "./io.js";
import { learningReport } from "./learning-report.js";
import type { Messages } from "./messages.js";
import { mnistTask } from "./mnist-task.js";
import { buildNetwork, type Network } from "./network.js";
import { paintFor } from "./paint.js";
import { parseOptions } from "./parse-options.js";
import { pickRuntime } from "./pick-runtime.js";
import { tableTask } from "./table-task.js";
import type { Task } from "./task.js";
import { type TrainValues, trainOptions } from "./train-options.js";
import { type OutputKind, printingCallbacks, secondsSince, TrainingWatch } from "./training-callbacks.js";

/** `neurograd train`. */
export async function train(args: readonly string[], io: Io, say: Messages): Promise<number> {
  const { values, positionals } = parseOptions(args, trainOptions, say);
  const source = sourceOf(positionals, say);
  const { seed = 1, json, quiet } = values;
  setSeed(seed);
  const task =
    source === "mnist" ? await mnistTask(values, seed, say) : await tableTask(source, values, seed, say);
  const runtime = await pickRuntime(values.runtime, values.threads, io, say);
  const network = buildNetwork(task, values, runtime, say);
  const { net } = network;
  if (task.encoding) net.metadata = { [tableEncodingKey]: JSON.stringify(task.encoding) };
  const folder = values.output ?? `runs/${task.name}`;
  const { batchSize, epochs } = plan(task, values);
  const initialEpoch = values.resume ? (await (await RunFolder.open(folder)).loadCheckpoint(net)).epoch : 0;

  const kind: OutputKind = json ? "json" : quiet ? "quiet" : "lines";
  const print = (...lines: readonly string[]): void => {
    for (const line of lines) if (kind === "lines") io.stdout.write(`${line}\n`);
  };
  print(...task.about);
  print(say.network(network.widths.join(" → "), network.activation, parametersOf(network)));
  print(say.settings(network.optimizer, batchSize, epochs, runtime, seed));
  if (values.resume) print(say.resumed(folder, initialEpoch, epochs));
  print("");

  const config = { command: commandLine(["train", ...args]) };
  const session = { network, task, batchSize, epochs, initialEpoch, kind, folder, config };
  const { steps, epoch, seconds, isStopped } = await learn(session, io, say);
  const model = join(folder, "model.onnx");
  const done = { event: "done", steps, seconds, runtime, model };
  const saved = say.saved(join(folder, ""), savedFiles);

  if (isStopped) {
    if (steps === 0) return exitCodes.interrupted; // nothing was learned, so nothing was saved
    print(say.stopped(epoch, epochs), saved);
    print(say.goOn(commandLine(["train", ...args.filter((arg) => arg !== "--resume"), "--resume"])));
    if (json) io.stdout.write(`${JSON.stringify({ ...done, stopped: true })}\n`);
    return exitCodes.done;
  }
  const report = await learningReport(task, net, paintFor(io.stdout, io.env), io.stdout.columns(), say);
  const run = await RunFolder.open(folder);
  await run.finish({ ...run.record.results, ...report.figures });
  if (steps > 0) print("", say.trained(seconds.toFixed(1), steps));
  print(...report.shown, "", saved);
  print(say.useIt(commandLine(["predict", model, ...(task.test ? ["--mnist", "7"] : [source])])));
  print(...report.baseline);
  io.stdout.write(`${json ? JSON.stringify({ ...done, ...report.figures }) : report.figure}\n`);
  return exitCodes.done;
}

const savedFiles = ["model.onnx", "checkpoint/", "history.jsonl", "run.json"] as const;

function sourceOf([source, ...extra]: readonly string[], say: Messages): string {
  if (source === undefined) throw usageError(say.missingArgument(say.whatToTrainOn, "neurograd train mnist"));
  if (extra.length > 0) throw usageError(say.tooManyArguments(extra));
  if (source !== "mnist" && nearestName(source, ["mnist"]) && !existsSync(source))
    throw usageError(say.noSuchFile(source, "mnist"));
  return source;
}

/** Steps that a table is trained for, unless the user says how many epochs. */
const wantedSteps = 2000;

function plan(task: Task, values: TrainValues): { readonly batchSize: number; readonly epochs: number } {
  const { batchSize = task.test ? 128 : 32 } = values;
  const steps = Math.ceil(task.train.x.shape[0] / batchSize);
  const enough = Math.min(200, Math.max(5, Math.ceil(wantedSteps / steps)));
  return { batchSize, epochs: values.epochs ?? (task.test ? 5 : enough) };
}

const parametersOf = ({ net }: Network): number =>
  net.trainableWeights.reduce((sum, { value }) => sum + value.size, 0);

interface Session {
  readonly network: Network;
  readonly task: Task;
  readonly batchSize: number;
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly kind: OutputKind;
  readonly folder: string;
  /** For run.json. */
  readonly config: Readonly<Record<string, unknown>>;
}

interface Learned {
  readonly steps: number;
  readonly epoch: number;
  readonly seconds: number;
  /** By Ctrl-C. */
  readonly isStopped: boolean;
}

/** Checkpoints that a run writes, at most; a table's epochs are short. */
const mostSaves = 20;

/** Trains to the end or to Ctrl-C, and keeps the run in its folder. */
async function learn(session: Session, io: Io, say: Messages): Promise<Learned> {
  const { network, task, batchSize, epochs, initialEpoch, kind, folder, config } = session;
  const { net, targets } = network;
  const { train: examples, validation } = task;
  const watch = new TrainingWatch();
  const keeper = runFolder({ path: folder, config, saveFreq: Math.ceil(epochs / mostSaves) });
  const interrupt = watchInterrupt(io, say);
  const began = io.now();
  try {
    await net.fit(examples.x, targets(examples), {
      batchSize,
      epochs,
      initialEpoch,
      verbose: 0,
      signal: interrupt.signal,
      callbacks: [watch, ...printingCallbacks(kind, io, say), keeper],
      ...(validation && { validationData: [validation.x, targets(validation)], validationBatchSize: 1000 }),
    });
  } finally {
    interrupt.off();
  }
  const isStopped = interrupt.signal.aborted;
  return { steps: watch.steps, epoch: watch.epoch, seconds: secondsSince(began, io), isStopped };
}
