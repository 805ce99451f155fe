import type { NirGraph } from "../brain/nir/index.js";
import { sizeOf, type Tensor } from "../core/tensor.js";
import { datasets, type TableEncoding, tableEncodingKey } from "../data/index.js";
import { loadModel } from "../index.js";
import type { Model } from "../nn/model.js";
import { type BrainConvertOptions, brainConvertOptions } from "./brain-convert-options.js";
import { exitCodes, ofFile, usageError } from "./command-error.js";
import { fitInput } from "./fit-input.js";
import type { Io } from "./io.js";
import type { Messages } from "./messages.js";
import { parseOptions, type Values } from "./parse-options.js";
import { pickRuntime } from "./pick-runtime.js";
import { readNamedFile } from "./read-file.js";
import { readInput } from "./read-input.js";

/** What the command says of what it did. */
export interface Conversion {
  readonly model: string;
  readonly file: string;
  readonly bytes: number;
  readonly nodes: Readonly<Record<string, number>>;
  readonly neurons: number;
  readonly weights: number;
  /** On test images of MNIST, where the samples are MNIST's. */
  readonly accuracy?: {
    readonly images: number;
    readonly analog: number;
    readonly steps: number;
    readonly spiking: number;
  };
}

/** `neurograd brain convert`: a trained network to spikes to a NIR file. */
export async function brainConvert(args: readonly string[], io: Io, say: Messages): Promise<number> {
  const { values, positionals } = parseOptions(args, brainConvertOptions, say);
  const [modelPath, outPath, ...extra] = positionals;
  if (modelPath === undefined || outPath === undefined)
    throw usageError(
      say.missingArgument(say.whatToConvert, "neurograd brain convert model.onnx network.nir"),
    );
  if (extra.length > 0) throw usageError(say.tooManyArguments(extra));
  const bytes = await readNamedFile(modelPath, say);
  const net = await ofFile(modelPath, () => loadModel(bytes));
  const runtime = await pickRuntime(values.runtime, 1, io, say);
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime });
  const from = values.samples ?? (sizeOf(numbersOf(net)) === 784 ? "mnist" : undefined);
  if (from === undefined) throw usageError(say.samplesNeeded(modelPath));
  const samples = await samplesOf(from, net, say);

  // Loaded when asked for: other commands need nothing of the brain.
  const [{ toSpiking }, { toNir, writeNir }] = await Promise.all([
    import("../brain/conversion/index.js"),
    import("../brain/nir/index.js"),
  ]);
  const { normalization, dt = 1 } = values;
  // Membranes from 0: a file has no first state.
  const spiking = await toSpiking(net, {
    samples,
    startAtHalf: false,
    ...(normalization && { normalization }),
  });
  const graph = toNir(spiking, { dt });
  const written = await writeNir(graph, outPath);
  const accuracy = from === "mnist" ? await accuracyOf(spiking, net, values, say) : undefined;
  const done: Conversion = {
    model: modelPath,
    file: outPath,
    bytes: written.length,
    ...countsOf(graph),
    ...(accuracy && { accuracy }),
  };
  if (values.json) io.stdout.write(`${JSON.stringify(done)}\n`);
  else for (const line of linesOf(done, say)) io.stdout.write(`${line}\n`);
  return exitCodes.done;
}

/** The shape of one example, as far as it is known. */
const numbersOf = (net: Model): readonly number[] =>
  net.inputs[0].shape.slice(1).map((size) => (typeof size === "number" ? size : 0));

async function samplesOf(from: string, net: Model, say: Messages): Promise<Tensor> {
  const [input] = net.inputs;
  if (from === "mnist") {
    const { xTrain } = await datasets.mnist({ train: 500, test: 1 });
    return fitInput("--samples mnist", xTrain, input, say);
  }
  const text = net.metadata[tableEncodingKey];
  const encoding = text === undefined ? undefined : (JSON.parse(text) as TableEncoding); // as train wrote it
  const { feeds } = await readInput(from, net.inputs, encoding, say);
  return feeds[input.name ?? ""];
}

async function accuracyOf(
  spiking: Awaited<ReturnType<typeof import("../brain/conversion/index.js").toSpiking>>,
  net: Model,
  { test = 500, steps = 32 }: Values<BrainConvertOptions>,
  say: Messages,
): Promise<Conversion["accuracy"]> {
  if (test === 0) return undefined;
  const { xTest, yTest } = await datasets.mnist({ train: 1, test });
  const x = fitInput("--samples mnist", xTest, net.inputs[0], say);
  const { analogAccuracy, atSteps } = await spiking.evaluate(x, yTest, { steps: [steps] });
  return { images: test, analog: analogAccuracy, steps, spiking: atSteps[0].accuracy };
}

function countsOf({ nodes }: NirGraph): Pick<Conversion, "nodes" | "neurons" | "weights"> {
  const counts: Record<string, number> = {};
  let [neurons, weights] = [0, 0];
  for (const node of Object.values(nodes)) {
    counts[node.type] = (counts[node.type] ?? 0) + 1;
    if (node.type === "IF") neurons += node.vThreshold.size;
    if ("weight" in node) weights += node.weight.size;
  }
  return { nodes: counts, neurons, weights };
}

function linesOf(
  { model, file, bytes, nodes, neurons, weights, accuracy }: Conversion,
  say: Messages,
): string[] {
  const kinds = Object.entries(nodes).map(([type, count]) => (count === 1 ? type : `${count} ${type}`));
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [
    say.converted(model, file, bytes),
    say.convertedHolds(kinds.join(", "), neurons, weights),
    ...(accuracy
      ? [
          say.convertedAccuracy(
            accuracy.images,
            percent(accuracy.analog),
            accuracy.steps,
            percent(accuracy.spiking),
          ),
        ]
      : []),
    say.convertedRun,
  ];
}
