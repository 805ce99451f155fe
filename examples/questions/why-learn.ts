import { datasets, setSeed, tensor } from "neurograd";
import { isMain, type Lang, type Print, runAsProgram, speaker } from "../command-line.js";
import { uniforms } from "../seeds/xor-by-hand.js";
import { digitsNetwork } from "./digits-network.js";

// Why can a network learn? It can fit anything, even labels drawn by lot; that is not yet learning. It learns where what
// it fits holds for new examples too, and that depends on the data.

export interface Options {
  readonly samples?: number;
  readonly epochs?: number;
  readonly seed?: number;
  readonly lang?: Lang;
  readonly print?: Print;
}

export async function run(options: Options = {}): Promise<Record<string, number>> {
  const { samples = 1000, epochs = 100, seed = 0, lang = "en", print = console.log } = options;
  const say = speaker(lang);
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist();
  const random = uniforms(seed);
  const x = xTrain.slice(0, samples);
  const lots = tensor(Uint8Array.from({ length: samples }, () => Math.floor(10 * random())));

  print(
    say(
      `${samples} digits, ${epochs} epochs; accuracy on these, and on 10,000 new ones`,
      `${samples} 个数字，${epochs} 轮；在它们上与在 10,000 个新数字上的准确率`,
    ),
  );
  const accuracies: Record<string, number> = {};
  for (const [key, name, labels] of [
    ["true", say("their true labels", "真实标签"), yTrain.slice(0, samples)],
    ["lots", say("labels drawn by lot", "抽签得来的标签"), lots],
  ] as const) {
    setSeed(seed);
    const net = digitsNetwork([128, 128]);
    await net.fit(x, labels, { batchSize: 100, epochs, verbose: 0 });
    const known = await net.evaluate(x, labels);
    const fresh = await net.evaluate(xTest, yTest);
    accuracies[`${key} known`] = known.accuracy;
    accuracies[`${key} new`] = fresh.accuracy;
    print(`   ${known.accuracy.toFixed(4)}   ${fresh.accuracy.toFixed(4)}   ${name}`);
  }
  return accuracies;
}

if (isMain(import.meta.url)) await runAsProgram(run, { samples: 1000, epochs: 100, seed: 0 });
