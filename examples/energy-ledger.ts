import { datasets, input, layers, type Model, optimizers, sequential, setSeed } from "neurograd";
import {
  breakEven,
  constantCurrent,
  countWork,
  leakyLayer,
  ledger,
  stepAccuracy,
  stepCrossentropy,
  toSpiking,
} from "neurograd/brain";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";

// What does it cost to read a digit? Three networks of 784, 1000 and 10 units are asked: one of numbers, the same turned into spikes, and one trained with spikes from the beginning.
// Their work is counted and priced in two accounts, arithmetic only and with memory, because the answer differs.

export interface Options {
  /** Training images used, of 60,000. */
  readonly samples?: number;
  /** Test images asked about, of 10,000; spikes are counted on these too. */
  readonly tested?: number;
  readonly units?: number;
  readonly epochs?: number;
  /** Steps of time of the network trained with spikes. */
  readonly steps?: number;
  /** Steps of time of the converted network. */
  readonly convertedSteps?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

/** A network's accuracy and its energies of one inference [pJ]. */
export interface Cost {
  readonly name: string;
  readonly accuracy: number;
  readonly arithmetic: number;
  readonly withMemory: number;
  readonly spikes: number;
}

export async function run(options: Options = {}): Promise<readonly Cost[]> {
  const {
    samples = 60_000,
    tested = 1000,
    units = 1000,
    epochs = 1,
    steps = 25,
    convertedSteps = 32,
  } = options;
  const { batchSize = 128, seed = 0, runtime = "auto", lang = "en", print = console.log } = options;
  const say = speaker(lang);
  setSeed(seed);
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist({ train: samples, test: tested });
  const pixels = [
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
  ] as const;
  const accuracyOf = async (net: Model): Promise<number> => {
    await net.fit(xTrain, yTrain, { batchSize, epochs, verbose: 0 });
    const { accuracy } = await net.evaluate(xTest, yTest);
    return accuracy;
  };

  const ofNumbers = sequential([
    ...pixels,
    layers.dense({ units, activation: "relu" }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  ofNumbers.compile({
    optimizer: "adam",
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    runtime,
  });
  const accuracy = await accuracyOf(ofNumbers);

  const converted = await toSpiking(ofNumbers, { samples: xTrain.slice(0, Math.min(samples, 1000)) });
  const { atSteps } = await converted.evaluate(xTest, yTest, { steps: [convertedSteps] });

  const ofSpikes = sequential([
    ...pixels,
    layers.dense({ units }),
    constantCurrent({ steps }),
    leakyLayer({ beta: 0.95 }),
    layers.dense({ units: 10 }),
    leakyLayer({ beta: 0.95, output: "v" }),
  ]);
  ofSpikes.compile({
    optimizer: optimizers.adam({ learningRate: 5e-4 }),
    loss: stepCrossentropy(),
    metrics: [stepAccuracy({ name: "accuracy" })],
    runtime,
  });
  const spikingAccuracy = await accuracyOf(ofSpikes);

  const work = await countWork(ofNumbers);
  const names = {
    numbers: say("numbers", "数值"),
    bytes: say("numbers of 8 bits", "8 位数值"),
    converted: say(`converted, ${convertedSteps} steps`, `转换而来，${convertedSteps} 步`),
    trained: say(`trained with spikes, ${steps} steps`, `用脉冲训练，${steps} 步`),
  };
  const book = ledger({
    [names.numbers]: work,
    [names.bytes]: { work, precision: "int8" },
    [names.converted]: await countWork(converted.model({ steps: convertedSteps }), { samples: xTest }),
    [names.trained]: await countWork(ofSpikes, { samples: xTest }),
  });
  print(book.toString(lang));

  // Of 8 bits only the price is reckoned: the network is not quantized, and its accuracy is that in float32.
  const accuracies = [accuracy, accuracy, atSteps[0].accuracy, spikingAccuracy];
  const costs = book.accounts.map(({ name, total }, k) => {
    const { arithmetic, withMemory, spikes } = total;
    return { name, accuracy: accuracies[k], arithmetic, withMemory, spikes };
  });
  print("");
  for (const { name, accuracy, spikes } of costs) {
    if (name === names.bytes) continue;
    const each = (spikes / units).toFixed(2);
    const text = say(
      `${name}: accuracy ${accuracy.toFixed(4)}, ${each} spikes per hidden unit`,
      `${name}：准确率 ${accuracy.toFixed(4)}，每个隐藏单元 ${each} 个脉冲`,
    );
    print(text);
  }
  print(
    say(
      `spikes are cheaper arithmetic below ${breakEven().toFixed(2)} per unit`,
      `每个单元少于 ${breakEven().toFixed(2)} 个脉冲时，脉冲的算术更省`,
    ),
  );
  return costs;
}

if (isMain(import.meta.url))
  await runAsProgram(run, {
    samples: 60_000,
    tested: 1000,
    units: 1000,
    epochs: 1,
    steps: 25,
    convertedSteps: 32,
    batchSize: 128,
    seed: 0,
  });
