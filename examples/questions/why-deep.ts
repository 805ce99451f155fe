import { datasets, input, layers, optimizers, sequential, setSeed } from "neurograd";
import { isMain, type Lang, type Print, runAsProgram, speaker } from "../command-line.js";

// Why "deep"? The same number of weights in one, two, three or no hidden layers, on two spirals wound into each other.

export interface Options {
  readonly samples?: number;
  readonly turns?: number;
  readonly epochs?: number;
  readonly seeds?: number;
  readonly lang?: Lang;
  readonly print?: Print;
}

const shapes: readonly (readonly number[])[] = [[], [64], [14, 14], [10, 10, 10]];

export async function run(options: Options = {}): Promise<Record<string, number>> {
  const { samples = 600, turns = 3, epochs = 200, seeds = 3, lang = "en", print = console.log } = options;
  const say = speaker(lang);
  const train = datasets.spirals({ samples, turns, noise: 0.02, seed: 0 });
  const test = datasets.spirals({ samples, turns, noise: 0.02, seed: 1 });
  print(say("two spirals: accuracy on new points", "双螺旋：在新点上的准确率"));

  const means: Record<string, number> = {};
  for (const hidden of shapes) {
    const accuracies: number[] = [];
    let weights = 0;
    for (let seed = 0; seed < seeds; seed++) {
      setSeed(seed);
      const net = sequential([
        input({ shape: [2] }),
        ...hidden.map((units) => layers.dense({ units, activation: "relu" })),
        layers.dense({ units: 1, activation: "sigmoid" }),
      ]);
      net.compile({
        optimizer: optimizers.adam({ learningRate: 0.01 }),
        loss: "binaryCrossentropy",
        metrics: ["accuracy"],
      });
      await net.fit(train.x, train.y, { batchSize: 32, epochs, verbose: 0 });
      accuracies.push((await net.evaluate(test.x, test.y)).accuracy);
      weights = net.weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    }
    const name = ["2", ...hidden, "1"].join("-");
    means[name] = accuracies.reduce((a, b) => a + b, 0) / seeds;
    const each = accuracies.map((a) => a.toFixed(3)).join("  ");
    print(
      say(
        `   ${name.padEnd(13)} ${String(weights).padStart(4)} weights   ${each}   mean ${means[name].toFixed(3)}`,
        `   ${name.padEnd(13)} ${String(weights).padStart(4)} 个权重   ${each}   平均 ${means[name].toFixed(3)}`,
      ),
    );
  }
  return means;
}

if (isMain(import.meta.url)) await runAsProgram(run, { samples: 600, turns: 3, epochs: 200, seeds: 3 });
