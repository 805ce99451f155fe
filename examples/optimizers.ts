import { datasets, input, layers, optimizers, sequential, setSeed } from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { lineChart, padColumns } from "./draw.js";

// Article 004 names four ways to descend and gives one formula. Here each trains the same network on the same two moons
// from the same weights; only the rule for a step differs.

export interface Options {
  readonly samples?: number;
  readonly epochs?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

const rules = {
  "gradient descent": {
    chinese: "梯度下降",
    optimizer: () => optimizers.sgd({ learningRate: 0.1 }),
    wholeBatch: true,
    formula: "w ← w − η ∇L,  η = 0.1",
  },
  "stochastic (SGD)": {
    chinese: "随机梯度下降",
    optimizer: () => optimizers.sgd({ learningRate: 0.1 }),
    wholeBatch: false,
    formula: "w ← w − η ∇L,  η = 0.1",
  },
  momentum: {
    chinese: "动量法",
    optimizer: () => optimizers.sgd({ learningRate: 0.1, momentum: 0.9 }),
    wholeBatch: false,
    formula: "v ← 0.9 v − η ∇L,  w ← w + v,  η = 0.1",
  },
  AdaGrad: {
    chinese: "AdaGrad",
    optimizer: () => optimizers.adagrad({ learningRate: 0.1 }),
    wholeBatch: false,
    formula: "s ← s + (∇L)²,  w ← w − η ∇L / √s,  η = 0.1",
  },
  RMSProp: {
    chinese: "RMSProp",
    optimizer: () => optimizers.rmsprop({ learningRate: 0.01 }),
    wholeBatch: false,
    formula: "s ← 0.9 s + 0.1 (∇L)²,  w ← w − η ∇L / √s,  η = 0.01",
  },
  Adam: {
    chinese: "Adam",
    optimizer: () => optimizers.adam({ learningRate: 0.01 }),
    wholeBatch: false,
    formula: "m ← 0.9 m + 0.1 ∇L,  s ← 0.999 s + 0.001 (∇L)²,  w ← w − η m̂ / √ŝ,  η = 0.01",
  },
} as const;

export async function run(options: Options = {}): Promise<Record<string, number>> {
  const {
    samples = 512,
    epochs = 60,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  const moons = datasets.moons({ samples, noise: 0.2, seed });

  const finals: Record<string, number> = {};
  const curves: { name: string; values: readonly number[] }[] = [];
  for (const [name, { chinese, optimizer, wholeBatch }] of Object.entries(rules)) {
    setSeed(seed); // the same first weights and the same order of examples
    const net = sequential([
      input({ shape: [2] }),
      layers.dense({ units: 10, activation: "tanh" }),
      layers.dense({ units: 10, activation: "tanh" }),
      layers.dense({ units: 1, activation: "sigmoid" }),
    ]);
    net.compile({ optimizer: optimizer(), loss: "binaryCrossentropy", runtime });
    const start = await net.evaluate(moons.x, moons.y);
    const { history } = await net.fit(moons.x, moons.y, {
      epochs,
      batchSize: wholeBatch ? samples : 32,
      verbose: 0,
    });
    const end = await net.evaluate(moons.x, moons.y);
    curves.push({ name: say(name, chinese), values: [start.loss, ...history.loss] });
    finals[name] = end.loss;
    finals.start = start.loss;
  }

  const title = say("training loss on two moons", "双月数据上的训练损失");
  print(
    lineChart(curves, { title, log: true, height: 18, ends: ["0", say(`${epochs} epochs`, `${epochs} 轮`)] }),
  );
  print(say("\nloss at the end, steps taken, rule", "\n最后的损失，步数，规则"));
  for (const [name, { chinese, formula, wholeBatch }] of Object.entries(rules)) {
    const steps = epochs * (wholeBatch ? 1 : Math.ceil(samples / 32));
    print(
      `   ${padColumns(say(name, chinese), 17)} ${finals[name].toFixed(4)}  ${String(steps).padStart(5)}   ${formula}`,
    );
  }
  print(
    say(
      [
        `\nAll begin at ${finals.start.toFixed(4)}. Gradient descent looks at all ${samples} examples before each step; SGD takes a step`,
        `after every 32, ${Math.ceil(samples / 32)} times as many for the same reading of the data. Momentum keeps going where steps agree.`,
        "The adaptive rules divide by the usual size of each weight's gradient. (m̂ and ŝ: corrected for starting at 0.)",
        "The rates are common ones, not the best for each; another problem would give another order.",
      ].join("\n"),
      [
        `\n起点都是 ${finals.start.toFixed(4)}。梯度下降看完全部 ${samples} 个样本才走一步；随机梯度下降每 32 个样本走一步，`,
        `读同样多的数据，步数是 ${Math.ceil(samples / 32)} 倍。动量法在各步方向一致时越走越快。`,
        "自适应规则把每个权重的步子除以它的梯度平常的大小。（m̂ 与 ŝ：已校正从 0 起步的偏差。）",
        "这里的学习率是常用值，并非各自最好的；换一个问题，名次也会变。",
      ].join("\n"),
    ),
  );
  return finals;
}

if (isMain(import.meta.url)) await runAsProgram(run, { samples: 512, epochs: 60, seed: 0 });
