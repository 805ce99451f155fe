import type { Lesson } from "./lesson.js";
import { dataOf, specOf } from "./spec-of.js";

const alone = specOf({ data: dataOf("groups"), layers: [], optimizer: { name: "sgd", learningRate: 0.3 } });

export const oneNeuron: Lesson = {
  id: "one-neuron",
  minutes: 4,
  question: { en: "What can a single neuron do?", zh: "一个神经元能做什么？" },
  before: [
    {
      en: "An artificial neuron multiplies each input by a weight, adds a bias, and squashes the sum into a number between 0 and 1: p = σ(w₁x + w₂y + b). That is all it has: three numbers.",
      zh: "人工神经元把每个输入乘以一个权重，加上偏置，再把总和压到 0 与 1 之间：p = σ(w₁x + w₂y + b)。它只有这三个数。",
    },
    {
      en: "Two groups of points lie in a square. Nobody tells the neuron where the border is; it only hears, point by point, how wrong it was.",
      zh: "正方形里有两团点。没有人告诉神经元边界在哪里；它只能逐点得知自己错了多少。",
    },
  ],
  choices: [
    { en: "It learns to tell the two groups apart", zh: "它能学会把两团点分开" },
    { en: "It stays near guessing: one neuron is too little", zh: "它和瞎猜差不多：一个神经元太少了" },
  ],
  runs: [{ label: { en: "one neuron", zh: "一个神经元" }, spec: alone, steps: 200 }],
  view: "boundary",
  outcome: ([{ frame }]) => (frame.accuracy > 0.95 ? 0 : 1),
  after: [
    {
      en: "A single neuron draws a straight line: where w₁x + w₂y + b = 0 it cannot decide, on one side it says 1, on the other 0. The weights turn the line, the bias shifts it. Whatever a straight line can part, it can learn.",
      zh: "一个神经元画出一条直线：在 w₁x + w₂y + b = 0 处它无法判断，一侧回答 1，另一侧回答 0。权重使直线转动，偏置使它平移。凡是直线分得开的，它都学得会。",
    },
    {
      en: "McCulloch and Pitts drew this neuron in 1943 after the cells of the brain: signals come in, are weighed and added, and if enough comes together the cell fires. What they left out, time above all, is in the lesson on the brain.",
      zh: "1943 年麦卡洛克与皮茨仿照脑细胞画出了这种神经元：信号进来，加权求和，够强就发放。他们略去的东西——首先是时间——见“大脑与网络”一课。",
    },
  ],
  more: [
    {
      label: { en: "More noise: the groups overlap", zh: "加大噪声：两团重叠" },
      spec: { ...alone, data: dataOf("groups", { noise: 0.4 }) },
    },
    {
      label: { en: "The same neuron on a circle", zh: "同一个神经元对付圆环" },
      spec: { ...alone, data: dataOf("circles") },
    },
    {
      label: { en: "A circle, with x² and y² as inputs", zh: "圆环，但输入 x² 与 y²" },
      spec: { ...alone, data: dataOf("circles"), features: ["x²", "y²"] },
    },
  ],
};
