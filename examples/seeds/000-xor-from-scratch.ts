import { grad, ops, program, tensor, tensorType } from "neurograd";
import { commandLine, isMain, type Lang, type Print, speaker } from "../command-line.js";
import { lineChart } from "../draw.js";
import { initialWeights, isSolved } from "./xor-by-hand.js";

// Article 000: a network of two inputs, two hidden units and one output learns XOR.
// It wrote the backward pass by hand, and uphill. Here the loss is written, and `grad` differentiates it.

export interface Options {
  readonly learningRate?: number;
  readonly epochs?: number;
  readonly seed?: number;
  readonly lang?: Lang;
  readonly print?: Print;
}

export async function run(
  options: Options = {},
): Promise<{ loss: number; solved: number; firstLoss: number }> {
  const { learningRate = 1, epochs = 10_000, seed = 1, lang = "en", print = console.log } = options;
  const say = speaker(lang);

  const step = await program(
    {
      x: tensorType([4, 2]),
      y: tensorType([4, 1]),
      w1: tensorType([2, 2]),
      b1: tensorType([2]),
      w2: tensorType([2, 1]),
      b2: tensorType([1]),
      learningRate: tensorType([]),
    },
    ({ x, y, w1, b1, w2, b2, learningRate }) => {
      const a1 = ops.sigmoid(ops.add(ops.matmul(x, w1), b1)); // [4, 2]
      const a2 = ops.sigmoid(ops.add(ops.matmul(a1, w2), b2)); // [4, 1]
      const loss = ops.mean(ops.square(ops.subtract(a2, y)));
      const weights = [w1, b1, w2, b2];
      const [nextW1, nextB1, nextW2, nextB2] = grad(loss, weights).map((g, k) =>
        ops.subtract(weights[k], ops.multiply(learningRate, g)),
      );
      return { loss, a2, w1: nextW1, b1: nextB1, w2: nextW2, b2: nextB2 };
    },
  );

  // biome-ignore format: the truth table reads as one line
  const x = tensor([[0, 0], [0, 1], [1, 0], [1, 1]]);
  const y = tensor([[0], [1], [1], [0]]);
  const rate = tensor(learningRate);
  const start = initialWeights(2, seed, "normal");
  let weights = { w1: tensor(start.w1), b1: tensor(start.b1), w2: tensor(start.w2), b2: tensor(start.b2) };

  print(
    say(
      `2-2-1 network, XOR, rate ${learningRate}, ${epochs} epochs, seed ${seed}`,
      `2-2-1 网络，异或，学习率 ${learningRate}，${epochs} 轮，种子 ${seed}`,
    ),
  );
  print(
    say(
      "(the article's rate 0.1 and 1,000 epochs solve none of 20 seeds)\n",
      "（文章的学习率 0.1、1,000 轮，20 个种子一个也解不出）\n",
    ),
  );
  const losses: number[] = [];
  let outputs: number[] = [];
  for (let epoch = 0; epoch <= epochs; epoch++) {
    const { loss, a2, w1, b1, w2, b2 } = await step.run({ x, y, learningRate: rate, ...weights });
    weights = { w1, b1, w2, b2 };
    losses.push(loss.item());
    outputs = [...a2.toFloat64()]; // of the weights before this step
  }

  const loss = losses[epochs];
  const solved = isSolved(outputs, loss);
  print(
    lineChart([{ name: say("mean squared error", "均方误差"), values: losses }], {
      ends: ["0", `${epochs}`],
    }),
  );
  print(say("\ninputs   answer   truth", "\n输入     回答     真值"));
  for (const [i, inputs] of ["0, 0", "0, 1", "1, 0", "1, 1"].entries()) {
    print(`${inputs}     ${outputs[i].toFixed(4)}   ${y.data[i]}`);
  }
  print(
    solved
      ? say(
          `solved: loss ${losses[0].toFixed(4)} → ${loss.toFixed(4)}`,
          `解出：损失 ${losses[0].toFixed(4)} → ${loss.toFixed(4)}`,
        )
      : say(
          `not solved: loss ${loss.toFixed(4)}; try another --seed`,
          `没有解出：损失 ${loss.toFixed(4)}；换一个 --seed 试试`,
        ),
  );
  return { loss, solved: Number(solved), firstLoss: losses[0] };
}

if (isMain(import.meta.url)) await run(commandLine({ learningRate: 1, epochs: 10_000, seed: 1 }));
