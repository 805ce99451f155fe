import { grad, ops, program, type Tensor, type TensorType, tensor, tensorType, type Value } from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "../command-line.js";
import { heatMap } from "../draw.js";
import { initialWeights } from "./xor-by-hand.js";

// Article 004: one sigmoid neuron is trained on XOR. With the sign of its gradient put right it still fails, and must:
// it divides the plane by one straight line. AND and OR need no more; XOR needs a hidden layer.

export interface Options {
  readonly learningRate?: number;
  readonly epochs?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

const tables = { and: [0, 0, 0, 1], or: [0, 1, 1, 1], xor: [0, 1, 1, 0] };
// biome-ignore format: the truth table reads as one line
const corners = [[0, 0], [0, 1], [1, 0], [1, 1]];

interface Trained {
  readonly loss: number;
  readonly correct: number;
  readonly outputs: readonly number[];
  /** What the network answers at any points of the plane. */
  readonly answer: (points: number[][]) => Promise<number[]>;
}

export async function run(options: Options = {}): Promise<Record<string, number>> {
  const {
    learningRate = 1,
    epochs = 10_000,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  const settings = { learningRate, epochs, seed, runtime };

  print(say("One neuron, σ(w₁x₁ + w₂x₂ + b):\n", "一个神经元，σ(w₁x₁ + w₂x₂ + b)：\n"));
  const neuron = {
    and: await train(tables.and, 0, settings),
    or: await train(tables.or, 0, settings),
    xor: await train(tables.xor, 0, settings),
  };
  for (const [name, result] of Object.entries(neuron))
    print(line(name.toUpperCase(), say("loss", "损失"), result));

  print(
    say(
      [
        "\nWhy XOR fails. The neuron says yes where w₁x₁ + w₂x₂ + b > 0. XOR would need",
        "   (0,0) no    b < 0",
        "   (0,1) yes   w₂ + b > 0",
        "   (1,0) yes   w₁ + b > 0",
        "   (1,1) no    w₁ + w₂ + b < 0",
        "Add the two in the middle: w₁ + w₂ + 2b > 0, so w₁ + w₂ + b > −b > 0. That contradicts the last line.",
        "\nA hidden layer of three units mends it:\n",
      ].join("\n"),
      [
        "\n异或为什么失败：神经元在 w₁x₁ + w₂x₂ + b > 0 处回答“是”。异或要求",
        "   (0,0) 否   b < 0",
        "   (0,1) 是   w₂ + b > 0",
        "   (1,0) 是   w₁ + b > 0",
        "   (1,1) 否   w₁ + w₂ + b < 0",
        "中间两式相加：w₁ + w₂ + 2b > 0，于是 w₁ + w₂ + b > −b > 0，与最后一式矛盾。",
        "\n加一个有三个单元的隐藏层就行了：\n",
      ].join("\n"),
    ),
  );
  const hidden = await train(tables.xor, 3, settings);
  print(line("XOR", say("loss", "损失"), hidden));

  const steps = Array.from({ length: 13 }, (_, i) => i / 12);
  for (const [title, network] of [
    [say("one neuron on OR: one straight border", "一个神经元学“或”：一条直的边界"), neuron.or],
    [say("hidden layer on XOR: two borders", "隐藏层学异或：两条边界"), hidden],
  ] as const) {
    const rows = await Promise.all(
      steps.map(async (up) => network.answer(steps.map((right) => [right, 1 - up]))),
    );
    print(heatMap(rows, { title: `\n${title}`, range: [0, 1] }));
  }
  return {
    andCorrect: neuron.and.correct,
    orCorrect: neuron.or.correct,
    xorCorrect: neuron.xor.correct,
    xorLoss: neuron.xor.loss,
    hiddenCorrect: hidden.correct,
    hiddenLoss: hidden.loss,
  };
}

function line(name: string, lossName: string, { outputs, correct, loss }: Trained): string {
  const answers = outputs.map((a) => a.toFixed(3)).join("  ");
  return `   ${name.padEnd(4)}${answers}   ${correct}/4   ${lossName} ${loss.toFixed(4)}`;
}

/** Full-batch gradient descent of the mean squared error; `hidden` 0 is a single neuron. */
async function train(
  truth: readonly number[],
  hidden: number,
  {
    learningRate,
    epochs,
    seed,
    runtime,
  }: Required<Pick<Options, "learningRate" | "epochs" | "seed" | "runtime">>,
): Promise<Trained> {
  const { w1, b1, w2, b2 } = initialWeights(Math.max(1, hidden), seed, "zero");
  const first: Record<string, Tensor> = { w1: tensor(w1), b1: tensor(b1) };
  if (hidden > 0) Object.assign(first, { w2: tensor(w2), b2: tensor(b2) });
  const names = Object.keys(first);
  const types: Record<string, TensorType> = Object.fromEntries(
    names.map((name) => [name, tensorType(first[name].shape)]),
  );

  const forward = ({ x, w1, b1, w2, b2 }: Record<string, Value>): Value => {
    const a1 = ops.sigmoid(ops.add(ops.matmul(x, w1), b1));
    return hidden === 0 ? a1 : ops.sigmoid(ops.add(ops.matmul(a1, w2), b2));
  };
  const step = await program<Record<string, TensorType>>(
    { x: tensorType([4, 2]), y: tensorType([4, 1]), ...types },
    (values) => {
      const loss = ops.mean(ops.square(ops.subtract(forward(values), values.y)));
      const weights = names.map((name) => values[name]);
      const gradients = grad(loss, weights);
      const next = weights.map((weight, k) => ops.subtract(weight, ops.multiply(learningRate, gradients[k])));
      return { loss, ...Object.fromEntries(names.map((name, k) => [name, next[k]])) };
    },
    { state: first, runtime },
  );
  const x = tensor(corners);
  const y = tensor(truth.map((t) => [t]));
  for (let epoch = 0; epoch < epochs; epoch++) await step.run({ x, y });

  const weights = Object.fromEntries(names.map((name) => [name, step.read(name)]));
  const ask = await program<Record<string, TensorType>>(
    { x: tensorType(["points", 2]), ...types },
    (values) => ({
      a: forward(values),
    }),
  );
  const answer = async (points: number[][]): Promise<number[]> => {
    const { a } = await ask.run({ x: points, ...weights });
    return [...a.toFloat64()];
  };
  const outputs = await answer(corners);
  return {
    outputs,
    answer,
    loss: outputs.reduce((sum, a, i) => sum + (a - truth[i]) ** 2, 0) / 4,
    correct: outputs.filter((a, i) => a > 0.5 === (truth[i] === 1)).length,
  };
}

if (isMain(import.meta.url)) await runAsProgram(run, { learningRate: 1, epochs: 10_000, seed: 0 });
