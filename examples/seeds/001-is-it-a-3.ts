import { datasets, input, layers, sequential, setSeed, tensor } from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "../command-line.js";
import { drawImage } from "../draw.js";

// Article 001 asks a question with two answers ("is it a cat?") of a data set with ten kinds of digit. Here is the
// question that MNIST can answer: "is it a 3?", with the two-way softmax that the article wrote.

export interface Options {
  readonly digit?: number;
  /** Training images used, of 60,000. */
  readonly samples?: number;
  readonly epochs?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  readonly testAccuracy: number;
  /** Accuracy of answering "no" always. */
  readonly alwaysNo: number;
  /** Of the images said to be the digit, the share that are. */
  readonly precision: number;
  /** Of the images that are the digit, the share that were found. */
  readonly recall: number;
}

export async function run(options: Options = {}): Promise<Result> {
  const {
    digit = 3,
    samples = 60_000,
    epochs = 5,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  setSeed(seed);

  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist();
  const isDigit = (labels: Float64Array): Uint8Array =>
    Uint8Array.from(labels, (label) => Number(label === digit));
  const wanted = isDigit(yTest.toFloat64());

  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
    layers.dense({ units: 128, activation: "relu" }),
    layers.dense({ units: 128, activation: "relu" }),
    layers.dense({ units: 2, activation: "softmax" }), // no, yes
  ]);
  net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"], runtime });
  const labels = tensor(isDigit(yTrain.slice(0, samples).toFloat64()));
  await net.fit(xTrain.slice(0, samples), labels, { batchSize: 128, epochs, verbose: 0 });

  const probabilities = (await net.predict(xTest)).toFloat64();
  const count = { right: 0, said: 0, is: 0, found: 0 };
  for (const [i, yes] of wanted.entries()) {
    const said = Number(probabilities[2 * i + 1] > 0.5);
    count.right += Number(said === yes);
    count.said += said;
    count.is += yes;
    count.found += said & yes;
  }
  const result = {
    testAccuracy: count.right / wanted.length,
    alwaysNo: 1 - count.is / wanted.length,
    precision: count.found / Math.max(1, count.said),
    recall: count.found / count.is,
  };

  for (const i of [wanted.indexOf(1), wanted.indexOf(0)]) {
    const yes = (100 * probabilities[2 * i + 1]).toFixed(2);
    print(drawImage(xTest.slice(i, i + 1).toFloat64(), 28));
    print(say(`Is it a ${digit}? ${yes} % yes\n`, `这是 ${digit} 吗？${yes} % 是\n`));
  }
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  print(
    say(
      `right answers        ${percent(result.testAccuracy)}`,
      `答对         ${percent(result.testAccuracy)}`,
    ),
  );
  print(say(`always saying no     ${percent(result.alwaysNo)}`, `总是说“不是” ${percent(result.alwaysNo)}`));
  print(
    say(`precision            ${percent(result.precision)}`, `精确率       ${percent(result.precision)}`),
  );
  print(say(`recall               ${percent(result.recall)}`, `召回率       ${percent(result.recall)}`));
  return result;
}

if (isMain(import.meta.url)) await runAsProgram(run, { digit: 3, samples: 60_000, epochs: 5, seed: 0 });
