import {
  type Callback,
  callbacks,
  datasets,
  input,
  layers,
  losses,
  type Model,
  optimizers,
  schedules,
  sequential,
  setSeed,
  type Tensor,
  tensor,
} from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";

// A convolutional network tells clothes apart, which is harder than digits: two convolutions, fewer than 100,000 weights.
// It learns from the images and their mirror images, moved by a pixel, and from labels that are not quite sure.

export interface Options {
  /** Training images used, of 60,000. */
  readonly samples?: number;
  /** Test images asked about, of 10,000. */
  readonly tested?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  /** A folder in which the training is kept after each epoch, so that it goes on there when run again. */
  readonly backup?: string;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  readonly parameters: number;
  readonly trainLoss: number;
  readonly testAccuracy: number;
}

function network(): Model {
  return sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.reshape({ targetShape: [28, 28, 1] }), // one channel: brightness
    layers.randomFlip({ mode: "horizontal" }), // in training only, as the next
    layers.randomTranslation({
      heightFactor: 1 / 28, // by up to one pixel
      widthFactor: 1 / 28,
      fillMode: "constant",
      interpolation: "nearest",
    }),
    layers.conv2d({ filters: 24, kernelSize: 5, useBias: false }), // [batch, 24, 24, 24]
    layers.maxPooling2d(), // [batch, 12, 12, 24]
    layers.batchNormalization({ momentum: 0.9 }), // after pooling: a quarter of the work
    layers.activation({ activation: "relu" }),
    layers.conv2d({ filters: 64, kernelSize: 5, useBias: false }), // [batch, 8, 8, 64]
    layers.maxPooling2d(), // [batch, 4, 4, 64]
    layers.batchNormalization({ momentum: 0.9 }),
    layers.activation({ activation: "relu" }),
    layers.flatten(), // [batch, 1024]
    layers.dense({ units: 56, activation: "relu" }),
    layers.dropout({ rate: 0.2 }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
}

/** Each label as a row of its own: 1 at the class, else 0. Labels are smoothed as such. */
function oneHot({ data, shape }: Tensor): Tensor {
  const rows = new Float32Array(shape[0] * 10);
  data.forEach((label, row) => {
    rows[row * 10 + Number(label)] = 1;
  });
  return tensor(rows, { shape: [shape[0], 10] });
}

export async function run(options: Options = {}): Promise<Result> {
  const {
    samples = 60_000,
    tested = 10_000,
    epochs = 28,
    batchSize = 128,
    seed = 0,
    backup = "",
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  setSeed(seed);
  const { xTrain, yTrain, xTest, yTest } = await datasets.fashionMnist({ train: samples, test: tested });
  const net = network();
  const totalSteps = epochs * Math.ceil(samples / batchSize);
  const learningRate = schedules.oneCycle({ maxLearningRate: 0.006, totalSteps });
  net.compile({
    optimizer: optimizers.adamW({ learningRate, weightDecay: 0.01 }),
    loss: losses.categoricalCrossentropy({ labelSmoothing: 0.1 }),
    metrics: ["accuracy"],
    runtime,
  });
  const parameters = net.trainableWeights.reduce((sum, { value }) => sum + value.size, 0);
  print(
    say(
      `${parameters} weights, ${samples} training images, ${totalSteps} steps`,
      `${parameters} 个权重，${samples} 张训练图像，${totalSteps} 步`,
    ),
  );

  const tell: Callback = {
    takesSeveralSteps: true,
    onEpochEnd: (epoch, { loss, accuracy }) =>
      print(
        say(
          `epoch ${epoch + 1}: loss ${loss.toFixed(4)}, accuracy ${accuracy.toFixed(4)}`,
          `第 ${epoch + 1} 轮：损失 ${loss.toFixed(4)}，准确率 ${accuracy.toFixed(4)}`,
        ),
      ),
  };
  const kept = backup === "" ? [] : [callbacks.backupAndRestore({ backupDir: backup })];
  const { history } = await net.fit(xTrain, oneHot(yTrain), {
    batchSize,
    epochs,
    verbose: 0,
    callbacks: [tell, ...kept],
  });

  const { accuracy: testAccuracy } = await net.evaluate(xTest, oneHot(yTest), { batchSize: 500 });
  print(say(`\ntest accuracy ${testAccuracy.toFixed(4)}`, `\n测试准确率 ${testAccuracy.toFixed(4)}`));
  return { parameters, trainLoss: history.loss.at(-1) ?? Number.NaN, testAccuracy };
}

if (isMain(import.meta.url))
  await runAsProgram(run, {
    samples: 60_000,
    tested: 10_000,
    epochs: 28,
    batchSize: 128,
    seed: 0,
    backup: "",
  });
