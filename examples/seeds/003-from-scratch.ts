import { grad, ops, program, type Tensor, tensor, tensorType, type Value } from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "../command-line.js";
import { lineChart } from "../draw.js";
import { initialWeights, isSolved, trainByHand } from "./xor-by-hand.js";

// Article 003: a 2-3-1 network from scratch, piece by piece as the article builds it: activation, loss, forward pass,
// backward pass, update. Its backward pass stopped at a matrix that was not transposed. `grad` does not forget one.

export interface Options {
  readonly learningRate?: number;
  readonly epochs?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

/** σ(z) = 1 / (1 + e⁻ᶻ) */
const sigmoid = (z: Value): Value => ops.divide(1, ops.add(1, ops.exp(ops.negative(z))));

/** mean of (yTrue − yPred)² */
const meanSquaredError = (yTrue: Value, yPred: Value): Value =>
  ops.mean(ops.square(ops.subtract(yTrue, yPred)));

/** x W + b */
const linear = (x: Value, w: Value, b: Value): Value => ops.add(ops.matmul(x, w), b);

const [inputSize, hiddenSize, outputSize] = [2, 3, 1];

export async function run(
  options: Options = {},
): Promise<{ loss: number; solved: number; farthestFromHand: number }> {
  const {
    learningRate = 1,
    epochs = 10_000,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);

  const start = initialWeights(hiddenSize, seed, "zero");
  const step = await program(
    {
      x: tensorType([4, inputSize]),
      y: tensorType([4, outputSize]),
      w1: tensorType([inputSize, hiddenSize]),
      b1: tensorType([hiddenSize]),
      w2: tensorType([hiddenSize, outputSize]),
      b2: tensorType([outputSize]),
    },
    ({ x, y, w1, b1, w2, b2 }) => {
      const hidden = sigmoid(linear(x, w1, b1)); // [4, 3]
      const output = sigmoid(linear(hidden, w2, b2)); // [4, 1]
      const loss = meanSquaredError(y, output);
      const weights = [w1, b1, w2, b2];
      const gradients = grad(loss, weights);
      const [nextW1, nextB1, nextW2, nextB2] = weights.map((w, k) =>
        ops.subtract(w, ops.multiply(learningRate, gradients[k])),
      );
      return { loss, output, w1: nextW1, b1: nextB1, w2: nextW2, b2: nextB2 };
    },
    { state: start, runtime },
  );

  // biome-ignore format: the truth table reads as one line
  const inputData = tensor([[0, 0], [0, 1], [1, 0], [1, 1]]);
  const targetData = tensor([[0], [1], [1], [0]]);
  print(
    say(
      `2-3-1 network, XOR, rate ${learningRate}, ${epochs} epochs, seed ${seed}\n`,
      `2-3-1 网络，异或，学习率 ${learningRate}，${epochs} 轮，种子 ${seed}\n`,
    ),
  );
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const { loss } = await step.run({ x: inputData, y: targetData });
    losses.push(loss.item());
  }
  const trained = ["w1", "b1", "w2", "b2"].map((name) => [name, step.read(name)] as const);
  const last = await step.run({ x: inputData, y: targetData }); // answers and loss of the trained weights
  const outputs = [...last.output.toFloat64()];
  losses.push(last.loss.item());

  const loss = losses[epochs];
  print(
    lineChart([{ name: say("mean squared error", "均方误差"), values: losses }], {
      ends: ["0", `${epochs}`],
    }),
  );
  print("");
  for (const [name, value] of trained) print(`${name} = ${JSON.stringify(rounded(value))}`);
  print(say("\ninputs   answer   truth", "\n输入     回答     真值"));
  for (const [i, inputs] of ["0, 0", "0, 1", "1, 0", "1, 1"].entries()) {
    print(`${inputs}     ${outputs[i].toFixed(4)}   ${targetData.data[i]}`);
  }

  const hand = trainByHand(start, { loss: "squared", over: "mean", learningRate, epochs });
  const farthestFromHand = Math.max(...outputs.map((a, i) => Math.abs(a - hand.outputs[i])));
  print(say(`\nloss ${loss.toExponential(2)}`, `\n损失 ${loss.toExponential(2)}`));
  print(
    say(
      `The same network trained by gradients derived by hand answers the same, to ${farthestFromHand.toExponential(0)}.`,
      `用手工推导的梯度训练同一个网络，回答相同，相差不过 ${farthestFromHand.toExponential(0)}。`,
    ),
  );
  return { loss, solved: Number(isSolved(outputs, loss)), farthestFromHand };
}

const rounded = (x: Tensor): number[] => [...x.toFloat64()].map((v) => Number(v.toFixed(3)));

if (isMain(import.meta.url)) await runAsProgram(run, { learningRate: 1, epochs: 10_000, seed: 0 });
