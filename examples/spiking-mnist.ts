import { datasets, input, layers, optimizers, sequential, setSeed } from "neurograd";
import { constantCurrent, leakyLayer, stepAccuracy, stepCrossentropy } from "neurograd/brain";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";

// A network of 1,010 leaky neurons reads handwritten digits. A pixel is a current that flows for 25 steps; what the neurons hand on are spikes, 0 or 1. It is
// trained as any other network is: only the derivative of firing, which is 0 almost everywhere, is replaced by a smooth one.

export interface Options {
  /** Training images used, of 60,000. */
  readonly samples?: number;
  /** Test images asked about, of 10,000. */
  readonly tested?: number;
  readonly epochs?: number;
  /** Steps of time. */
  readonly steps?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  readonly parameters: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
}

export async function run(options: Options = {}): Promise<Result> {
  const {
    samples = 60_000,
    tested = 10_000,
    epochs = 1,
    steps = 25,
    batchSize = 128,
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
    layers.flatten(),
    layers.dense({ units: 1000 }), // what each hidden neuron gets from all pixels …
    constantCurrent({ steps }), // … at every step: [batch, 25, 1000]
    leakyLayer({ beta: 0.95 }), // spikes
    layers.dense({ units: 10 }),
    leakyLayer({ beta: 0.95, output: "v" }), // the membranes of ten neurons, one for each digit
  ]);
  net.compile({
    optimizer: optimizers.adam({ learningRate: 5e-4 }),
    loss: stepCrossentropy(), // at every step the right membrane is to be the highest
    metrics: [stepAccuracy({ name: "accuracy" })],
    runtime,
  });
  const parameters = net.weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const updates = epochs * Math.ceil(samples / batchSize);
  print(
    say(
      `${parameters} weights, ${samples} training images, ${updates} updates, ${steps} steps of time in each`,
      `${parameters} 个权重，${samples} 张训练图像，${updates} 次更新，每次 ${steps} 个时间步`,
    ),
  );
  await net.fit(xTrain, yTrain, { batchSize, epochs, verbose: 0 });
  const { loss, accuracy } = await net.evaluate(xTest, yTest);
  print(say(`test accuracy ${accuracy.toFixed(4)}`, `测试准确率 ${accuracy.toFixed(4)}`));
  return { parameters, testLoss: loss, testAccuracy: accuracy };
}

if (isMain(import.meta.url))
  await runAsProgram(run, { samples: 60_000, tested: 10_000, epochs: 1, steps: 25, batchSize: 128, seed: 0 });
