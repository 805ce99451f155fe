import { Tensor } from "../../../core/tensor.js";
import { gatherRows } from "../../../data/gather-rows.js";
import { RandomSource } from "../../../data/random-source.js";
import { modernHopfield } from "../../memory/index.js";
import { curvePlot } from "../../plots/index.js";
import { digitSide } from "../draw-digit.js";
import { figureOf, inBoth, percent, plotSize, type Row, words } from "../row.js";
import { accuracyOf, type Workshop } from "../workshop.js";

const size = digitSide * digitSide;
const shots = [1, 2, 5, 10, 20, 50, 100];

/** The first `count` examples of each digit. */
function firstOfEach(labels: Tensor, count: number): number[] {
  const seen = new Array<number>(10).fill(0);
  return [...labels.toFloat64().entries()].flatMap(([row, label]) => (seen[label]++ < count ? row : []));
}

const withPixels = (x: Tensor, change: (v: number, at: number) => number): Tensor =>
  new Tensor(Float32Array.from(x.toFloat64(), change), x.shape, "float32");

/** Every image one pixel to the right. */
function moved(x: Tensor): Tensor {
  const numbers = x.toFloat64();
  return withPixels(x, (_, at) => (at % digitSide === 0 ? 0 : numbers[at - 1]));
}

/** Images as vectors of length 1. */
function directions(x: Tensor): Float64Array {
  const rows = Float64Array.from(x.toFloat64());
  for (let from = 0; from < rows.length; from += size) {
    const row = rows.subarray(from, from + size);
    const length = Math.hypot(...row) || 1;
    for (let i = 0; i < size; i++) row[i] /= length;
  }
  return rows;
}

/** A memory that keeps examples as they are, each after one look, and answers with the label of those that a question resembles. */
function remembering(x: Tensor, y: Tensor) {
  const memory = modernHopfield({
    patterns: new Tensor(directions(x), [x.shape[0], size], "float64"),
    beta: 60,
  });
  const labels = y.toFloat64();
  return (asked: Tensor, truth: Tensor): number => {
    const rows = directions(asked);
    const right = Array.from(truth.toFloat64(), (label, k) => {
      const votes = new Float64Array(10);
      for (const [i, share] of memory.shares(rows.subarray(k * size, (k + 1) * size)).entries())
        votes[labels[i]] += share;
      return Number(votes.indexOf(Math.max(...votes)) === label);
    });
    return right.reduce((a, b) => a + b, 0) / right.length;
  };
}

/** A network that learns from few examples, as long as those that learn from all. */
async function fewShots(
  workshop: Workshop,
  x: Tensor,
  y: Tensor,
  xTest: Tensor,
  yTest: Tensor,
): Promise<number> {
  const net = workshop.freshClassifier("few");
  await net.fit(x, y, { epochs: Math.ceil(400 / Math.ceil(x.shape[0] / 32)), batchSize: 32, verbose: 0 });
  return accuracyOf(net, xTest, yTest);
}

/** How many examples of each digit it takes, between those that were tried, to get 80 % right; NaN where none was enough. */
function neededFor(accuracies: readonly number[]): number {
  const k = accuracies.findIndex((accuracy) => accuracy >= 0.8);
  if (k <= 0) return k < 0 ? NaN : shots[0];
  const share = (0.8 - accuracies[k - 1]) / (accuracies[k] - accuracies[k - 1]);
  return shots[k - 1] + share * (shots[k] - shots[k - 1]);
}

/** What happens when the world changes, and how much it takes to learn something new. */
export const adaptability: Row = {
  row: "adaptability",
  title: words("Adaptability", "适应性"),
  question: words(
    "How much must it see, and what if things look different?",
    "需要看多少？样子变了又会怎样？",
  ),
  published: [
    {
      name: words(
        "people, Fashion-MNIST, without practice (another task)",
        "人，Fashion-MNIST，未经练习（另一任务）",
      ),
      value: "83.5 %",
      source: "Xiao, Rasul & Vollgraf (2017), arXiv:1708.07747",
      isConfirmed: true,
    },
    {
      name: words(
        "people, new characters after one example, of 20: wrong",
        "人，看一例后在 20 个新字符中选择：错误率",
      ),
      value: "4.5 %",
      source: "Lake, Salakhutdinov & Tenenbaum (2015), Science 350:1332",
      isConfirmed: false,
    },
  ],
  analogy: words(
    "That networks lose much on images moved by a pixel or inverted is measured; that a memory which keeps single events stands for the hippocampus is a description from afar, and people bring years of seeing to a new digit, so their figures, from other tasks, cannot be set against these.",
    "网络在移动一个像素或反色的图像上损失很大，这是测得的；以保存单个事件的记忆代表海马，只是粗略的描述；人带着多年的视觉经验看新数字，他们的数字来自别的任务，不能与这里的直接相比。",
  ),
  measure: async (workshop) => {
    const { xTrain, yTrain, xTest, yTest } = await workshop.digits();
    const net = await workshop.classifier();
    const random = new RandomSource(workshop.seedOf("noise"));
    const noisy = withPixels(xTest, (v) => v + 0.4 * random.normal());
    const inverted = (x: Tensor): Tensor => withPixels(x, (v) => 1 - v);
    const [networks, memories]: [number[], number[]] = [[], []];
    for (const count of shots) {
      const rows = firstOfEach(yTrain, count);
      const [x, y] = [gatherRows(xTrain, rows), gatherRows(yTrain, rows)];
      networks.push(await fewShots(workshop, x, y, xTest, yTest));
      memories.push(remembering(x, y)(xTest, yTest));
    }
    const lessons = firstOfEach(yTrain, 10);
    const relearned = workshop.freshClassifier("relearned");
    relearned.setWeights(net.getWeights());
    await relearned.fit(inverted(gatherRows(xTrain, lessons)), gatherRows(yTrain, lessons), {
      epochs: 150,
      batchSize: 32,
      verbose: 0,
    });
    const recent = firstOfEach(yTrain, 100);
    const keeps = remembering(gatherRows(xTrain, recent), gatherRows(yTrain, recent));
    const of = (x: Tensor): Promise<number> => accuracyOf(net, x, yTest);
    return {
      artificial: [
        percent("usual", words("digits right", "数字正确率"), await of(xTest)),
        percent("moved", words("moved by one pixel", "移动一个像素"), await of(moved(xTest))),
        percent("noisy", words("with noise", "加噪声"), await of(noisy)),
        percent("inverted", words("black on white", "黑白反转"), await of(inverted(xTest))),
        percent(
          "relearned",
          words("black on white, after 100 examples of it", "黑白反转，学 100 个例子之后"),
          await accuracyOf(relearned, inverted(xTest), yTest),
        ),
        percent(
          "lost",
          words("and white on black after that", "此后的白字黑底"),
          await accuracyOf(relearned, xTest, yTest),
        ),
        percent("oneShot", words("after one example of each digit", "每个数字只看一例之后"), networks[0]),
        figureOf(
          "needed",
          words("examples of each digit for 80 %", "达到 80 % 所需的每个数字的例数"),
          neededFor(networks),
        ),
      ],
      brain: [
        percent(
          "memory",
          words("a memory of single examples (1,000): right", "单例记忆（1000 个）：正确率"),
          keeps(xTest, yTest),
        ),
        percent("memoryMoved", words("moved by one pixel", "移动一个像素"), keeps(moved(xTest), yTest)),
        percent("memoryNoisy", words("with noise", "加噪声"), keeps(noisy, yTest)),
        percent(
          "spikingNoisy",
          words("spiking network, with noise", "脉冲网络，加噪声"),
          await accuracyOf(await workshop.spikingClassifier(), noisy, yTest),
        ),
        percent(
          "memoryOneShot",
          words("after one example of each digit", "每个数字只看一例之后"),
          memories[0],
        ),
        figureOf(
          "memoryNeeded",
          words("examples of each digit for 80 %", "达到 80 % 所需的每个数字的例数"),
          neededFor(memories),
        ),
      ],
      plots: [
        inBoth((lang) =>
          curvePlot(
            [
              { x: shots.map(Math.log10), y: networks, name: lang === "en" ? "network" : "网络" },
              { x: shots.map(Math.log10), y: memories, name: lang === "en" ? "memory" : "记忆" },
            ],
            {
              ...plotSize,
              lang,
              labels:
                lang === "en"
                  ? ["examples of each digit, as powers of ten", "right"]
                  : ["每个数字的例数（10 的幂）", "正确率"],
              title: lang === "en" ? "learning from few examples" : "从少量样本学习",
              y: [0, 1.15],
              dots: true,
            },
          ),
        ),
      ],
    };
  },
};
