import {
  datasets,
  input,
  layers,
  type Model,
  model,
  optimizers,
  schedules,
  setSeed,
  type Value,
} from "neurograd";
import { residualBlock } from "./blocks.js";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";

// A residual network tells clothes apart: each block adds what it has found to what came in, so that even the first layers
// learn. Seven convolutions in a row, 19,810 weights, learned from a sixth of Fashion-MNIST.

export interface Options {
  /** Training images used, of 60,000. */
  readonly samples?: number;
  /** Test images asked about, of 10,000. */
  readonly tested?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  readonly parameters: number;
  readonly trainLoss: number;
  readonly testAccuracy: number;
}

/** ResNet-8: a convolution, three blocks of two, of which each halves the image and doubles the channels, and the mean. */
export function resnet(): Model {
  const x = input({ shape: [28, 28], dtype: "uint8" });
  const image = layers
    .reshape({ targetShape: [28, 28, 1] })
    .apply(layers.rescaling({ scale: 1 / 255 }).apply(x));
  const stem = layers
    .conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: "same", useBias: false })
    .apply(image);
  let found: Value = layers
    .activation({ activation: "relu" })
    .apply(layers.batchNormalization({ momentum: 0.9 }).apply(stem));
  found = residualBlock(found, 8); // [batch, 14, 14, 8]
  found = residualBlock(found, 16, 2); // [batch, 7, 7, 16]
  found = residualBlock(found, 32, 2); // [batch, 4, 4, 32]
  const pooled = layers.globalAveragePooling2d().apply(found); // [batch, 32]
  return model({ inputs: x, outputs: layers.dense({ units: 10, activation: "softmax" }).apply(pooled) });
}

export async function run(options: Options = {}): Promise<Result> {
  const {
    samples = 10_000,
    tested = 10_000,
    epochs = 8,
    batchSize = 64,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  setSeed(seed);
  const { xTrain, yTrain, xTest, yTest } = await datasets.fashionMnist({ train: samples, test: tested });
  const net = resnet();
  const totalSteps = epochs * Math.ceil(samples / batchSize);
  net.compile({
    optimizer: optimizers.adam({
      learningRate: schedules.cosineDecay({ initialLearningRate: 0.005, decaySteps: totalSteps }),
    }),
    loss: "sparseCategoricalCrossentropy",
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
  const { history } = await net.fit(xTrain, yTrain, { batchSize, epochs, verbose: 0 });
  for (const [k, loss] of history.loss.entries()) {
    const accuracy = history.accuracy[k].toFixed(4);
    print(
      say(
        `epoch ${k + 1}: loss ${loss.toFixed(4)}, accuracy ${accuracy}`,
        `第 ${k + 1} 轮：损失 ${loss.toFixed(4)}，准确率 ${accuracy}`,
      ),
    );
  }
  const { accuracy } = await net.evaluate(xTest, yTest, { batchSize: 500 });
  print(say(`\ntest accuracy ${accuracy.toFixed(4)}`, `\n测试准确率 ${accuracy.toFixed(4)}`));
  return { parameters, trainLoss: history.loss[epochs - 1], testAccuracy: accuracy };
}

if (isMain(import.meta.url))
  await runAsProgram(run, { samples: 10_000, tested: 10_000, epochs: 8, batchSize: 64, seed: 0 });
