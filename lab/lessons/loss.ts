import type { Lesson } from "./lesson.js";
import { dataOf, layersOf, specOf } from "./spec-of.js";

const base = specOf({
  data: dataOf("circles"),
  layers: layersOf("tanh", 4),
  optimizer: { name: "sgd", learningRate: 0.5 },
});

export const loss: Lesson = {
  id: "loss",
  minutes: 5,
  question: { en: "Does it matter how wrongness is counted?", zh: "怎样计算“错误”要紧吗？" },
  before: [
    {
      en: "The network says p, the truth is y, 0 or 1. The mean squared error counts (p − y)². Cross-entropy counts −log of the probability that the network gave to the truth. Both are zero when it is right and sure.",
      zh: "网络说 p，真相 y 是 0 或 1。均方误差计 (p − y)²；交叉熵计网络给真相的概率的 −log。答对且有把握时两者都为零。",
    },
    {
      en: "Two networks with the same first weights, the same points, the same rate. Only the loss differs. Which one is right about more training points after 600 updates?",
      zh: "两个网络的初始权重、数据、学习率全都相同，只有损失不同。600 次更新后，谁答对的训练点更多？",
    },
  ],
  choices: [
    { en: "Squared error", zh: "均方误差" },
    { en: "Cross-entropy", zh: "交叉熵" },
    { en: "Both alike", zh: "一样" },
  ],
  runs: [
    {
      label: { en: "squared error", zh: "均方误差" },
      spec: { ...base, loss: "meanSquaredError" },
      steps: 600,
    },
    { label: { en: "cross-entropy", zh: "交叉熵" }, spec: base, steps: 600 },
  ],
  view: "boundary",
  outcome: ([squared, cross]) => {
    const lead = cross.frame.accuracy - squared.frame.accuracy;
    return Math.abs(lead) < 0.02 ? 2 : lead > 0 ? 1 : 0;
  },
  after: [
    {
      en: "Through a sigmoid the slope of the squared error is 2(p − y)·p(1 − p): where the network is surely wrong, p(1 − p) is near zero, and it hardly learns from its worst mistakes. Cross-entropy cancels that factor: its slope is p − y, largest where the mistake is.",
      zh: "经过 sigmoid，均方误差的斜率是 2(p − y)·p(1 − p)：错得最肯定之处 p(1 − p) 接近零，最糟的错误几乎学不到东西。交叉熵恰好消去这个因子：斜率是 p − y，错得越多越大。",
    },
    {
      en: "So: cross-entropy (log loss) for classes. Squared error for quantities, and where some measurements are wild, smooth L1 (Huber), which counts large errors in proportion instead of squared.",
      zh: "所以：分类用交叉熵（对数损失）；预测数量用均方误差；数据里有离群值时用平滑 L1（Huber），大误差按比例而不是按平方计。",
    },
  ],
  more: [
    {
      label: { en: "Squared error with Adam", zh: "均方误差加 Adam" },
      spec: { ...base, loss: "meanSquaredError", optimizer: { name: "adam", learningRate: 0.03 } },
    },
    {
      label: { en: "Cross-entropy with Adam", zh: "交叉熵加 Adam" },
      spec: { ...base, optimizer: { name: "adam", learningRate: 0.03 } },
    },
  ],
};
