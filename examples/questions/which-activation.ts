import { datasets, setSeed } from "neurograd";
import { isMain, type Lang, type Print, runAsProgram, speaker } from "../command-line.js";
import { digitsNetwork } from "./digits-network.js";

// Which activation? Three of them in a shallow and in a deep network, with the same steps.

export interface Options {
  readonly samples?: number;
  readonly epochs?: number;
  readonly seed?: number;
  readonly lang?: Lang;
  readonly print?: Print;
}

const depths = [1, 3, 8] as const;
const activations = ["sigmoid", "tanh", "relu"] as const;

export async function run(options: Options = {}): Promise<Record<string, number>> {
  const { samples = 20_000, epochs = 2, seed = 0, lang = "en", print = console.log } = options;
  const say = speaker(lang);
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist();

  print(
    say(
      `test accuracy on digits, ${samples} examples, ${epochs} epochs, hidden layers of 64`,
      `数字的测试准确率，${samples} 个样本，${epochs} 轮，每个隐藏层 64 个单元`,
    ),
  );
  print(
    say(
      `   hidden layers ${depths.map((d) => String(d).padStart(8)).join("")}`,
      `   隐藏层数     ${depths.map((d) => String(d).padStart(8)).join("")}`,
    ),
  );
  const accuracies: Record<string, number> = {};
  for (const activation of activations) {
    const cells: string[] = [];
    for (const depth of depths) {
      setSeed(seed);
      const net = digitsNetwork(new Array(depth).fill(64), activation);
      await net.fit(xTrain.slice(0, samples), yTrain.slice(0, samples), {
        batchSize: 128,
        epochs,
        verbose: 0,
      });
      const { accuracy } = await net.evaluate(xTest, yTest);
      accuracies[`${activation} ${depth}`] = accuracy;
      cells.push(accuracy.toFixed(4).padStart(8));
    }
    print(`   ${activation.padEnd(13)} ${cells.join("")}`);
  }
  return accuracies;
}

if (isMain(import.meta.url)) await runAsProgram(run, { samples: 20_000, epochs: 2, seed: 0 });
