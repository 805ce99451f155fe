import { datasets, setSeed } from "neurograd";
import { isMain, type Lang, type Print, runAsProgram, speaker } from "../command-line.js";
import { digitsNetwork } from "./digits-network.js";

// Does a network need much data? The same network takes the same number of steps on more and more digits.

export interface Options {
  readonly steps?: number;
  /** The largest number of digits tried. */
  readonly most?: number;
  readonly seed?: number;
  readonly lang?: Lang;
  readonly print?: Print;
}

export async function run(options: Options = {}): Promise<Record<string, number>> {
  const { steps = 2000, most = 60_000, seed = 0, lang = "en", print = console.log } = options;
  const say = speaker(lang);
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist();
  const sizes = [100, 1_000, 10_000, 60_000].filter((size) => size <= most);

  print(
    say(
      `${steps} steps each; accuracy on what was learned, and on 10,000 new digits`,
      `各走 ${steps} 步；在学过的数字上与在 10,000 个新数字上的准确率`,
    ),
  );
  const accuracies: Record<string, number> = {};
  for (const size of sizes) {
    setSeed(seed);
    const net = digitsNetwork([128, 128]);
    const batchSize = Math.min(size, 100);
    const epochs = Math.ceil((steps * batchSize) / size);
    await net.fit(xTrain.slice(0, size), yTrain.slice(0, size), { batchSize, epochs, verbose: 0 });
    const known = await net.evaluate(xTrain.slice(0, size), yTrain.slice(0, size));
    const fresh = await net.evaluate(xTest, yTest);
    accuracies[`known ${size}`] = known.accuracy;
    accuracies[`new ${size}`] = fresh.accuracy;
    const [a, b] = [known.accuracy.toFixed(4), fresh.accuracy.toFixed(4)];
    print(
      say(
        `   ${String(size).padStart(6)} digits   ${a}   ${b}`,
        `   ${String(size).padStart(6)} 个数字   ${a}   ${b}`,
      ),
    );
  }
  return accuracies;
}

if (isMain(import.meta.url)) await runAsProgram(run, { steps: 2000, most: 60_000, seed: 0 });
