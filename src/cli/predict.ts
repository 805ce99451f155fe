import { datasets, type TableEncoding, tableEncodingKey } from "../data/index.js";
import { readOnnx } from "../onnx/read.js";
import { createExecutor } from "../runtime/create-executor.js";
import { CommandError, exitCodes, ofFile, usageError } from "./command-error.js";
import { drawDigit } from "./draw-digits.js";
import { fitInput } from "./fit-input.js";
import { inferenceOf } from "./inference.js";
import type { Io } from "./io.js";
import type { Messages } from "./messages.js";
import { paintFor } from "./paint.js";
import { parseOptions, type Values } from "./parse-options.js";
import { pickRuntime } from "./pick-runtime.js";
import { type PredictOptions, predictOptions } from "./predict-options.js";
import { predictionLines, predictionObjects } from "./predictions.js";
import { readNamedFile } from "./read-file.js";
import { type InputData, readInput } from "./read-input.js";

/** `neurograd predict`. */
export async function predict(args: readonly string[], io: Io, say: Messages): Promise<number> {
  const { values, positionals } = parseOptions(args, predictOptions, say);
  const [modelPath, inputPath, ...extra] = positionals;
  if (modelPath === undefined || (inputPath === undefined && values.mnist === undefined)) {
    const example = "neurograd predict runs/mnist/model.onnx --mnist 7";
    throw usageError(say.missingArgument(say.whatToPredict, example));
  }
  if (extra.length > 0) throw usageError(say.tooManyArguments(extra));
  if (inputPath !== undefined && values.mnist !== undefined)
    throw usageError(say.notBoth("--mnist", inputPath));

  const bytes = await readNamedFile(modelPath, say);
  const file = await ofFile(modelPath, () => readOnnx(bytes));
  const encoding = encodingIn(modelPath, file.metadata, say);
  const runtime = await pickRuntime(values.runtime, values.threads, io, say);
  const { threads } = values;
  const executor = await createExecutor({ runtime, ...(threads !== undefined && { threads }) });
  const inference = await inferenceOf(file, executor);
  const paint = paintFor(io.stdout, io.env);
  const { feeds, truth, picture } = await inputOf(inputPath, values, inference.inputs, encoding, say);
  if (picture && !values.json)
    for (const line of drawDigit(picture, paint)) io.stdout.write(`${line.trimEnd()}\n`);
  const outputs = await inference.run(feeds);
  const told = { outputs, truth, classes: encoding?.target?.classes, target: encoding?.target?.name };
  if (values.json)
    for (const object of predictionObjects(told)) io.stdout.write(`${JSON.stringify(object)}\n`);
  else for (const line of predictionLines(told, paint, say)) io.stdout.write(`${line}\n`);
  return exitCodes.done;
}

async function inputOf(
  path: string | undefined,
  { mnist }: Values<PredictOptions>,
  inputs: Parameters<typeof readInput>[1],
  encoding: TableEncoding | undefined,
  say: Messages,
): Promise<InputData & { readonly picture?: Float64Array }> {
  if (path !== undefined) return readInput(path, inputs, encoding, say);
  const row = mnist ?? 0; // one of the two is given
  const { xTest, yTest } = await datasets.mnist({ train: 1 });
  const image = xTest.slice(row, row + 1);
  const [input] = inputs;
  return {
    feeds: { [input.name ?? ""]: fitInput(`--mnist ${row}`, image, input, say) },
    truth: yTest.slice(row, row + 1).toFloat64(),
    picture: image.toFloat64(),
  };
}

/** How the columns of a table became the model's inputs, as `train` left it in the file. */
function encodingIn(
  path: string,
  metadata: Readonly<Record<string, string>>,
  say: Messages,
): TableEncoding | undefined {
  const text = metadata[tableEncodingKey];
  if (text === undefined) return undefined;
  try {
    const encoding = JSON.parse(text) as TableEncoding; // checked in the next lines as far as it is used
    const { features, target } = encoding;
    const isTarget = target === undefined || typeof target.name === "string";
    if (Array.isArray(features) && features.every(({ name }) => typeof name === "string") && isTarget)
      return encoding;
  } catch {
    // not JSON: said below
  }
  throw new CommandError(say.badMetadata(path, tableEncodingKey));
}
