import { grad, ops, program, tensor, tensorType } from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "../command-line.js";
import { lineChart } from "../draw.js";
import { initialWeights, isSolved } from "./xor-by-hand.js";

// Article 000: a network of two inputs, two hidden units and one output learns XOR.
// It wrote the backward pass by hand, and uphill. Here the loss is written, and `grad` differentiates it.

export interface Options {
  readonly learningRate?: number;
  readonly epochs?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export async function run(
  options: Options = {},
): Promise<{ loss: number; solved: number; firstLoss: number }> {
  const {
    learningRate = 1,
    epochs = 10_000,
    seed = 1,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);

  const start = initialWeights(2, seed, "normal");
  const step = await program(
    {
      x: tensorType([4, 2]),
      y: tensorType([4, 1]),
      w1: tensorType([2, 2]),
      b1: tensorType([2]),
      w2: tensorType([2, 1]),
      b2: tensorType([1]),
    },
    ({ x, y, w1, b1, w2, b2 }) => {
      const a1 = ops.sigmoid(ops.add(ops.matmul(x, w1), b1)); // [4, 2]
      const a2 = ops.sigmoid(ops.add(ops.matmul(a1, w2), b2)); // [4, 1]
      const loss = ops.mean(ops.square(ops.subtract(a2, y)));
      const gradients = grad(loss, [w1, b1, w2, b2]);
      const [stepW1, stepB1, stepW2, stepB2] = gradients.map((g) => ops.multiply(g, learningRate));
      return {
        loss,
        a2,
        w1: ops.subtract(w1, stepW1), // the article added
        b1: ops.subtract(b1, stepB1),
        w2: ops.subtract(w2, stepW2),
        b2: ops.subtract(b2, stepB2),
      };
    },
    { state: start, runtime }, // what a run returns as w1, b1, w2, b2 is what the next run begins with
  );

  // biome-ignore format: the truth table reads as one line
  const x = tensor([[0, 0], [0, 1], [1, 0], [1, 1]]);
  const y = tensor([[0], [1], [1], [0]]);

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
    const { loss, a2 } = await step.run({ x, y }); // of the weights before this step
    losses.push(loss.item());
    outputs = [...a2.toFloat64()];
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

if (isMain(import.meta.url)) await runAsProgram(run, { learningRate: 1, epochs: 10_000, seed: 1 });
