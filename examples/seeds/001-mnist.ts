import { datasets, input, layers, sequential, setSeed } from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "../command-line.js";
import { drawImage } from "../draw.js";

// Article 001: two hidden layers of 128 on the handwritten digits of MNIST.
// The article fed 28 × 28 images to a layer of 784 inputs, and gave ten kinds of digit two outputs.

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

export async function run(
  options: Options = {},
): Promise<{ testLoss: number; testAccuracy: number; mistakes: number }> {
  const {
    samples = 60_000,
    tested = 10_000,
    epochs = 10,
    batchSize = 128,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  setSeed(seed);

  const { xTrain, yTrain, ...rest } = await datasets.mnist();
  const [xTest, yTest] = [rest.xTest.slice(0, tested), rest.yTest.slice(0, tested)];
  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(), // [batch, 28, 28] to [batch, 784]
    layers.dense({ units: 128, activation: "relu" }),
    layers.dense({ units: 128, activation: "relu" }),
    layers.dense({ units: 10, activation: "softmax" }), // one output for each digit
  ]);
  net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"], runtime });

  print(say(`${samples} training images, ${epochs} epochs`, `${samples} 张训练图像，${epochs} 轮`));
  const { history } = await net.fit(xTrain.slice(0, samples), yTrain.slice(0, samples), {
    batchSize,
    epochs,
    verbose: 0,
  });
  for (const [epoch, loss] of history.loss.entries()) {
    const accuracy = history.accuracy[epoch].toFixed(4);
    print(
      say(
        `epoch ${epoch + 1}: loss ${loss.toFixed(4)}, accuracy ${accuracy}`,
        `第 ${epoch + 1} 轮：损失 ${loss.toFixed(4)}，准确率 ${accuracy}`,
      ),
    );
  }
  const { loss, accuracy } = await net.evaluate(xTest, yTest);

  const probabilities = await net.predict(xTest);
  const guesses = mostProbable(probabilities.toFloat64(), 10);
  const truth = yTest.toFloat64();
  const wrong = guesses.flatMap((guess, i) => (guess === truth[i] ? [] : [i]));
  print(
    say(
      `\n${wrong.length} of ${guesses.length} test digits are read wrongly, for example`,
      `\n${guesses.length} 个测试数字中读错 ${wrong.length} 个，例如`,
    ),
  );
  for (const i of wrong.slice(0, 2)) {
    print(say(`\nread as ${guesses[i]}, is ${truth[i]}`, `\n读作 ${guesses[i]}，其实是 ${truth[i]}`));
    print(drawImage(xTest.slice(i, i + 1).toFloat64(), 28));
  }
  print(say(`\ntest accuracy ${accuracy.toFixed(4)}`, `\n测试准确率 ${accuracy.toFixed(4)}`));
  return { testLoss: loss, testAccuracy: accuracy, mistakes: wrong.length };
}

function mostProbable(probabilities: Float64Array, classes: number): number[] {
  return Array.from({ length: probabilities.length / classes }, (_, row) => {
    const each = probabilities.subarray(row * classes, (row + 1) * classes);
    return each.indexOf(Math.max(...each));
  });
}

if (isMain(import.meta.url))
  await runAsProgram(run, { samples: 60_000, tested: 10_000, epochs: 10, batchSize: 128, seed: 0 });
