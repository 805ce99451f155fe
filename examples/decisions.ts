import { datasets, input, layers, optimizers, sequential, setSeed, trainTestSplit } from "neurograd";
import { decide } from "neurograd/brain";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";

// A classifier answers at once. Here its answer is a drift: the log-odds of three species of iris drive three noisy accumulators, and whoever first leads the next by a threshold is chosen. A low threshold is
// quick and careless, a high one slow and as right as the network itself: the trade-off that people show when they are hurried.

export interface Options {
  readonly thresholds?: readonly number[];
  readonly epochs?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

/** What a threshold brings, on flowers that were not trained on. */
export interface Trade {
  readonly threshold: number;
  readonly accuracy: number;
  /** Mean time of a decision [s]. */
  readonly time: number;
  /** Mean confidence of right decisions and of wrong ones. */
  readonly sureRight: number;
  readonly sureWrong: number;
}

export interface Result {
  /** Of the network itself. */
  readonly accuracy: number;
  readonly trades: readonly Trade[];
}

export async function run(options: Options = {}): Promise<Result> {
  const { thresholds = [0.25, 0.5, 1, 2, 4], epochs = 60, seed = 0, runtime = "auto" } = options;
  const { lang = "en", print = console.log } = options;
  const say = speaker(lang);
  setSeed(seed);

  const { x, y } = datasets.iris();
  const [xTrain, xTest, yTrain, yTest] = trainTestSplit([x, y], { testSize: 0.5, stratify: y, seed });
  const net = sequential([input({ shape: [4] }), layers.dense({ units: 3, activation: "softmax" })]);
  net.compile({
    optimizer: optimizers.adam({ learningRate: 0.05 }),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    runtime,
  });
  await net.fit(xTrain, yTrain, { epochs, batchSize: 15, verbose: 0 });
  const { accuracy } = await net.evaluate(xTest, yTest);
  const predictions = await net.predict(xTest);
  const truth = yTest.toFloat64();

  const trades = thresholds.map((threshold): Trade => {
    const { choices, times, confidences } = decide(predictions, { threshold, seed });
    const isRight = Array.from(choices, (choice, i) => choice === truth[i]);
    return {
      threshold,
      accuracy: mean(isRight.map(Number)),
      time: mean(Array.from(times)),
      sureRight: mean(Array.from(confidences).filter((_, i) => isRight[i])),
      sureWrong: mean(Array.from(confidences).filter((_, i) => !isRight[i])),
    };
  });
  for (const { threshold, accuracy: right, time, sureRight, sureWrong } of trades) {
    const [p, q] = [sureRight.toFixed(2), Number.isNaN(sureWrong) ? "–" : sureWrong.toFixed(2)];
    print(
      say(
        `threshold ${threshold}: ${(100 * right).toFixed(1)} % right in ${time.toFixed(2)} s, confidence ${p} when right, ${q} when wrong`,
        `阈值 ${threshold}：正确率 ${(100 * right).toFixed(1)} %，用时 ${time.toFixed(2)} s；答对时把握 ${p}，答错时 ${q}`,
      ),
    );
  }
  print(
    say(`the network itself: ${(100 * accuracy).toFixed(1)} %`, `网络本身：${(100 * accuracy).toFixed(1)} %`),
  );
  return { accuracy, trades };
}

const mean = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / x.length;

if (isMain(import.meta.url)) await runAsProgram(run, { epochs: 60, seed: 0 });
