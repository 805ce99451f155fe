import {
  type Callback,
  datasets,
  input,
  layers,
  metrics,
  optimizers,
  schedules,
  sequential,
  setSeed,
} from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";

// A convolutional network reads handwritten digits: two convolutions, 80,202 weights, and after three epochs 99 of
// 100 digits are read rightly.

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
  readonly testLoss: number;
  readonly testAccuracy: number;
}

export async function run(options: Options = {}): Promise<Result> {
  const {
    samples = 60_000,
    tested = 10_000,
    epochs = 3,
    batchSize = 64,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  setSeed(seed);

  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist({ train: samples, test: tested });
  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.reshape({ targetShape: [28, 28, 1] }), // one channel: brightness
    layers.conv2d({ filters: 16, kernelSize: 5, activation: "relu" }), // [batch, 24, 24, 16]
    layers.maxPooling2d(), // [batch, 12, 12, 16]
    layers.conv2d({ filters: 32, kernelSize: 5, activation: "relu" }), // [batch, 8, 8, 32]
    layers.maxPooling2d(), // [batch, 4, 4, 32]
    layers.flatten(), // [batch, 512]
    layers.dense({ units: 128, activation: "relu" }),
    layers.dropout({ rate: 0.25 }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  // The rate rises for three tenths of the steps and then falls to almost nothing: few epochs, no tail of noise.
  const totalSteps = epochs * Math.ceil(samples / batchSize);
  net.compile({
    optimizer: optimizers.adam({ learningRate: schedules.oneCycle({ maxLearningRate: 0.004, totalSteps }) }),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy", metrics.confusionMatrix()],
    runtime,
  });
  const parameters = net.weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
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
  const { history } = await net.fit(xTrain, yTrain, { batchSize, epochs, verbose: 0, callbacks: [tell] });
  const { loss, accuracy } = await net.evaluate(xTest, yTest);

  const mistaken = mostMistaken(net.reports.confusionMatrix.matrix.toFloat64(), 10).slice(0, 5);
  print(say("\nmost often mistaken, of the test digits", "\n测试数字中最常读错的"));
  for (const { truth, guess, count } of mistaken) {
    print(say(`   ${truth} read as ${guess}: ${count}`, `   ${truth} 读作 ${guess}：${count} 次`));
  }
  print(say(`\ntest accuracy ${accuracy.toFixed(4)}`, `\n测试准确率 ${accuracy.toFixed(4)}`));
  return { parameters, trainLoss: history.loss[epochs - 1], testLoss: loss, testAccuracy: accuracy };
}

/** The entries of a confusion matrix beside its diagonal, the largest first. */
function mostMistaken(
  matrix: Float64Array,
  classes: number,
): readonly { readonly truth: number; readonly guess: number; readonly count: number }[] {
  return [...matrix]
    .map((count, i) => ({ truth: Math.floor(i / classes), guess: i % classes, count }))
    .filter(({ truth, guess, count }) => truth !== guess && count > 0)
    .sort((a, b) => b.count - a.count);
}

if (isMain(import.meta.url))
  await runAsProgram(run, { samples: 60_000, tested: 10_000, epochs: 3, batchSize: 64, seed: 0 });
