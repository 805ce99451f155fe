import { existsSync } from "node:fs";
import { nearestName } from "../core/errors.js";
import { setSeed } from "../nn/seed.js";
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
import { encodingKey, type Task } from "./task.js";
import { type TrainValues, trainOptions } from "./train-options.js";
import { printingCallbacks, secondsSince, TrainingWatch } from "./training-callbacks.js";

/** `neurograd train`. */
export async function train(args: readonly string[], io: Io, say: Messages): Promise<number> {
  const { values, positionals } = parseOptions(args, trainOptions, say);
  const [source, ...extra] = positionals;
  if (source === undefined) throw usageError(say.missingArgument(say.whatToTrainOn, "neurograd train mnist"));
  if (extra.length > 0) throw usageError(say.tooManyArguments(extra));
  if (source !== "mnist" && nearestName(source, ["mnist"]) && !existsSync(source))
    throw usageError(say.noSuchFile(source, "mnist"));
  const { seed = 0 } = values;
  setSeed(seed);
  const task =
    source === "mnist" ? await mnistTask(values, seed, say) : await tableTask(source, values, seed, say);
  const runtime = await pickRuntime(values.runtime, values.threads, io, say);
  const network = buildNetwork(task, values, runtime, say);
  const { net } = network;
  if (task.encoding) net.metadata = { [encodingKey]: JSON.stringify(task.encoding) };
  const { batchSize, epochs } = plan(task, values);
  const folder = values.output ?? `runs/${task.name}`;
  const model = `${folder.replace(/[\\/]+$/, "")}/model.onnx`;

  const kind = values.json ? "json" : values.quiet ? "quiet" : "lines";
  const print = (...lines: readonly string[]): void => {
    for (const line of lines) if (kind === "lines") io.stdout.write(`${line}\n`);
  };
  print(...task.about);
  print(say.network(network.widths.join(" → "), network.activation, parametersOf(network)));
  print(say.settings(network.optimizer, batchSize, epochs, runtime, seed), "");

  const watch = new TrainingWatch();
  const interrupt = watchInterrupt(io, say);
  const began = io.now();
  const { train: examples, validation } = task;
  await net.fit(examples.x, network.targets(examples), {
    batchSize,
    epochs,
    verbose: 0,
    signal: interrupt.signal,
    callbacks: [watch, ...printingCallbacks(kind, io, say)],
    ...(validation && {
      validationData: [validation.x, network.targets(validation)],
      validationBatchSize: 1000,
    }),
  });
  const seconds = secondsSince(began, io);
  await net.save(model);
  interrupt.off();
  const done = { event: "done", steps: watch.steps, seconds, runtime, model };

  if (interrupt.signal.aborted) {
    print(say.stopped(watch.epoch, epochs), say.saved(`${folder}/`, savedFiles));
    print(say.goOn(commandLine(["train", ...args.filter((arg) => arg !== "--resume"), "--resume"])));
    if (kind === "json") io.stdout.write(`${JSON.stringify({ ...done, stopped: true })}\n`);
    return exitCodes.done;
  }
  const report = await learningReport(task, net, paintFor(io.stdout, io.env), io.stdout.columns(), say);
  print("", say.trained(seconds.toFixed(1), watch.steps), ...report.shown);
  print(
    "",
    say.saved(`${folder}/`, savedFiles),
    say.useIt(commandLine(["predict", model, ...(task.test ? ["--mnist", "7"] : [source])])),
  );
  print(...report.baseline);
  if (kind === "json") io.stdout.write(`${JSON.stringify({ ...done, ...report.figures })}\n`);
  else io.stdout.write(`${report.figure}\n`);
  return exitCodes.done;
}

const savedFiles = ["model.onnx", "checkpoint/", "history.jsonl", "run.json"] as const;

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
