import { datasets, input, layers, optimizers, sequential, setSeed } from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "../command-line.js";
import { heatMap, lineChart } from "../draw.js";

// Article 002: two inputs, two hidden layers of 10, one output between 0 and 1. The article has no data; here are two
// interlocking half moons, which no straight line divides.

export interface Options {
  readonly samples?: number;
  readonly noise?: number;
  readonly epochs?: number;
  readonly learningRate?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export async function run(
  options: Options = {},
): Promise<{ loss: number; testLoss: number; testAccuracy: number }> {
  const { samples = 1000, noise = 0.2, epochs = 100, learningRate = 0.001 } = options;
  const { seed = 0, runtime = "auto", lang = "en", print = console.log } = options;
  const say = speaker(lang);
  setSeed(seed);

  const train = datasets.moons({ samples, noise, seed });
  const test = datasets.moons({ samples, noise, seed: seed + 1 }); // points never trained on

  const net = sequential([
    input({ shape: [2] }),
    layers.dense({ units: 10, activation: "relu" }), // the first hidden layer, not the input
    layers.dense({ units: 10, activation: "relu" }),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ]);
  net.compile({
    optimizer: optimizers.adam({ learningRate }),
    loss: "binaryCrossentropy",
    metrics: ["accuracy"],
    runtime,
  });
  net.summary(print);
  const { history } = await net.fit(train.x, train.y, {
    batchSize: 32,
    epochs,
    validationData: [test.x, test.y],
    verbose: 0,
  });

  const curves = [
    { name: say("training loss", "训练损失"), values: history.loss },
    { name: say("test loss", "测试损失"), values: history.valLoss },
  ];
  print(lineChart(curves, { ends: ["1", `${epochs}`] }));

  const across = Array.from({ length: 33 }, (_, i) => -1.5 + (4 * i) / 32);
  const up = Array.from({ length: 17 }, (_, i) => 1.5 - (2.5 * i) / 16);
  const answers = await net.predict(up.flatMap((y) => across.map((x) => [x, y])));
  const rows = up.map((_, r) => [...answers.slice(r * across.length, (r + 1) * across.length).toFloat64()]);
  print(
    heatMap(rows, {
      title: say("\nprobability of the second moon", "\n属于第二个月牙的概率"),
      range: [0, 1],
    }),
  );

  const { loss: testLoss, accuracy: testAccuracy } = await net.evaluate(test.x, test.y);
  print(
    say(
      `\ntest loss ${testLoss.toFixed(4)}, test accuracy ${testAccuracy.toFixed(4)}`,
      `\n测试损失 ${testLoss.toFixed(4)}，测试准确率 ${testAccuracy.toFixed(4)}`,
    ),
  );
  return { loss: history.loss[epochs - 1], testLoss, testAccuracy };
}

if (isMain(import.meta.url)) {
  await runAsProgram(run, { samples: 1000, noise: 0.2, epochs: 100, learningRate: 0.001, seed: 0 });
}
