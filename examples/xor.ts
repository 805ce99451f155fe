import { input, layers, optimizers, sequential, setSeed } from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";

// A first network: exclusive or, the smallest problem that one neuron cannot solve.

export interface Options {
  readonly epochs?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export async function run({
  epochs = 2000,
  seed = 0,
  runtime = "auto",
  lang = "en",
  print = console.log,
}: Options = {}): Promise<{
  loss: number;
  correct: number;
}> {
  const say = speaker(lang);
  setSeed(seed);

  // biome-ignore format: the truth table reads as one line
  const x = [[0, 0], [0, 1], [1, 0], [1, 1]];
  const y = [[0], [1], [1], [0]];

  const net = sequential([
    input({ shape: [2] }),
    layers.dense({ units: 8, activation: "tanh" }),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ]);
  net.compile({ optimizer: optimizers.adam({ learningRate: 0.05 }), loss: "meanSquaredError", runtime });
  await net.fit(x, y, { epochs, batchSize: 4, verbose: 0 });

  const answers = await net.predict(x);
  const { loss } = await net.evaluate(x, y);
  let correct = 0;
  print(say("inputs   answer   truth", "输入     回答     真值"));
  for (const [i, answer] of answers.toFloat64().entries()) {
    print(`${x[i].join(", ")}     ${answer.toFixed(4)}   ${y[i][0]}`);
    if (answer > 0.5 === (y[i][0] === 1)) correct++;
  }
  print(
    say(
      `loss ${loss.toExponential(2)} after ${epochs} steps`,
      `${epochs} 步之后损失 ${loss.toExponential(2)}`,
    ),
  );
  return { loss, correct };
}

if (isMain(import.meta.url)) await runAsProgram(run, { epochs: 2000, seed: 0 });
