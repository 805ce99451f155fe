import { datasets, setSeed } from "neurograd";
import { isMain, type Lang, type Print, runAsProgram, speaker } from "../command-line.js";
import { digitsNetwork } from "./digits-network.js";

// Why does training take long? Count the multiplications, and time them.

export interface Options {
  readonly samples?: number;
  readonly seed?: number;
  readonly lang?: Lang;
  readonly print?: Print;
}

const widths: readonly (readonly number[])[] = [
  [32, 32],
  [128, 128],
  [512, 512],
];

export async function run(options: Options = {}): Promise<Record<string, number>> {
  const { samples = 60_000, seed = 0, lang = "en", print = console.log } = options;
  const say = speaker(lang);
  const { xTrain, yTrain } = await datasets.mnist();
  const [x, y] = [xTrain.slice(0, samples), yTrain.slice(0, samples)];

  print(say(`one epoch of ${samples} digits, batches of 128`, `${samples} 个数字的一轮，批量 128`));
  print(
    say(
      "   network          weights   multiplications   seconds",
      "   网络             权重数    乘法次数          秒",
    ),
  );
  const figures: Record<string, number> = {};
  for (const hidden of widths) {
    setSeed(seed);
    const net = digitsNetwork(hidden);
    await net.fit(x.slice(0, 256), y.slice(0, 256), { batchSize: 128, epochs: 1, verbose: 0 }); // compiles
    const start = performance.now();
    await net.fit(x, y, { batchSize: 128, epochs: 1, verbose: 0 });
    const seconds = (performance.now() - start) / 1000;

    // Each weight of a dense layer multiplies once forward, once for its own gradient and, but in the first layer,
    // once for the gradient of what came before.
    const sizes = [784, ...hidden, 10];
    const perLayer = hidden.concat(10).map((units, i) => units * sizes[i]);
    const multiplications = samples * (3 * perLayer.reduce((a, b) => a + b, 0) - perLayer[0]);
    const name = sizes.join("-");
    figures[`multiplications ${name}`] = multiplications;
    figures[`seconds ${name}`] = seconds;
    const weights = perLayer.reduce((a, b) => a + b, 0) + hidden.concat(10).reduce((a, b) => a + b, 0);
    print(
      `   ${name.padEnd(15)} ${String(weights).padStart(8)}   ${multiplications.toExponential(2).padStart(15)}   ${seconds.toFixed(2).padStart(7)}`,
    );
  }
  return figures;
}

if (isMain(import.meta.url)) await runAsProgram(run, { samples: 60_000, seed: 0 });
