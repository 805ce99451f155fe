import { datasets, input, layers, type Model, optimizers, schedules, sequential, setSeed } from "neurograd";
import { type SpikingReport, toSpiking } from "neurograd/brain";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";

// A trained convolutional network becomes one of 25,792 spiking neurons, with the same weights and without any further training: a firing rate takes the place of a number.
// The longer one waits, the nearer the rates are to the numbers, and the more spikes it has cost.

export interface Options {
  /** Training images used, of 60,000. */
  readonly samples?: number;
  /** Test images asked about, of 10,000. */
  readonly tested?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  /** After how many steps the spiking network is asked. */
  readonly steps?: readonly number[];
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  /** The network as it was trained. */
  readonly net: Model;
  readonly report: SpikingReport;
}

export async function run(options: Options = {}): Promise<Result> {
  const {
    samples = 60_000,
    tested = 10_000,
    epochs = 2,
    batchSize = 64,
    steps = [1, 2, 4, 8, 16, 32],
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  setSeed(seed);

  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist({ train: samples, test: tested });
  const block = () => [
    layers.conv2d({ filters: 32, kernelSize: 3 }),
    layers.batchNormalization({ momentum: 0.9 }),
    layers.reLU(),
    layers.averagePooling2d({ poolSize: 2 }),
  ];
  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.reshape({ targetShape: [28, 28, 1] }),
    ...block(), // [batch, 13, 13, 32]
    ...block(), // [batch, 5, 5, 32]
    ...block(), // [batch, 1, 1, 32]
    layers.flatten(),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  const totalSteps = epochs * Math.ceil(samples / batchSize);
  net.compile({
    optimizer: optimizers.adam({ learningRate: schedules.oneCycle({ maxLearningRate: 0.004, totalSteps }) }),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    runtime,
  });
  await net.fit(xTrain, yTrain, { batchSize, epochs, verbose: 0 });

  const spiking = await toSpiking(net, { samples: xTrain.slice(0, 500) });
  const report = await spiking.evaluate(xTest, yTest, { steps });

  print(
    say(
      `as trained: accuracy ${report.analogAccuracy.toFixed(4)}`,
      `训练所得：准确率 ${report.analogAccuracy.toFixed(4)}`,
    ),
  );
  for (const { steps: T, accuracy, spikes } of report.atSteps)
    print(
      say(
        `${T} steps: accuracy ${accuracy.toFixed(4)}, ${Math.round(spikes)} spikes an image`,
        `${T} 步：准确率 ${accuracy.toFixed(4)}，每张图像 ${Math.round(spikes)} 个脉冲`,
      ),
    );
  return { net, report };
}

if (isMain(import.meta.url))
  await runAsProgram(run, { samples: 60_000, tested: 10_000, epochs: 2, batchSize: 64, seed: 0 });
