import type { Lesson } from "./lesson.js";
import { dataOf, layersOf, specOf } from "./spec-of.js";

const spec = specOf({
  data: dataOf("xor"),
  layers: layersOf("tanh", 4),
  optimizer: { name: "sgd", learningRate: 0.1 },
});

export const backward: Lesson = {
  id: "backward",
  minutes: 8,
  question: { en: "How does a weight know which way to go?", zh: "权重怎么知道该往哪边变？" },
  before: [
    {
      en: "Forward: inputs become sums, sums become activations, layer by layer, up to the answer; the loss says how wrong it is. Backward: from the loss, back through the same steps, each number learns how the loss would change if it were a little larger. That slope is its gradient.",
      zh: "前向：输入变成总和，总和变成激活，一层层直到答案；损失说明错了多少。反向：从损失出发沿同样的步骤往回走，每个数都得知：自己大一点点，损失会怎么变。这个斜率就是梯度。",
    },
    {
      en: "One update: each weight goes a small step against its gradient. We make 40 of them, each with ten points only; the loss of all points is measured before and after.",
      zh: "一次更新：每个权重逆着自己的梯度走一小步。我们做 40 次，每次只看十个点；前后各测一次全部点的损失。",
    },
  ],
  choices: [
    { en: "The loss goes down", zh: "损失下降" },
    { en: "The loss stays: ten points say too little", zh: "损失不变：十个点说明不了什么" },
    { en: "The loss goes up", zh: "损失上升" },
  ],
  runs: [{ label: { en: "40 updates", zh: "40 次更新" }, spec, steps: 40 }],
  view: "step",
  outcome: ([{ frame, history }]) => {
    const first = history[0].loss;
    if (Math.abs(frame.loss - first) < 0.001) return 1;
    return frame.loss < first ? 0 : 2;
  },
  after: [
    {
      en: "The chain rule is bookkeeping: the slope behind a neuron, times the slope of the neuron, times what came in. In the view “One update” you can follow every product, beside a check that needs no theory: change the weight a little and measure the loss again.",
      zh: "链式法则就是记账：神经元之后的斜率，乘以神经元自己的斜率，再乘以输入。在“一次更新”视图里可以跟踪每个乘积，旁边还有不需要理论的验证：把权重改一点点，再测一次损失。",
    },
    {
      en: "That is why a network can learn at all: not because it is told the right weights, but because for each of them the way down can be computed, for all at the cost of about two forward passes. What comes in must be kept for the way back, and that is why training needs more memory than asking.",
      zh: "网络之所以能学习，不是因为有人告诉它正确的权重，而是每个权重往下走的方向都能算出来，全部算完只需约两次前向的代价。往回走要用到前向的中间值，所以训练比使用更占内存。",
    },
  ],
  more: [
    {
      label: { en: "A rate ten times as large", zh: "学习率大十倍" },
      spec: { ...spec, optimizer: { name: "sgd", learningRate: 1 } },
    },
    {
      label: { en: "All weights zero at first: every neuron the same", zh: "权重全从零开始：神经元全都一样" },
      spec: { ...spec, initializer: "zeros" },
    },
    {
      label: { en: "Sigmoids: small slopes multiply", zh: "sigmoid：小斜率连乘" },
      spec: { ...spec, layers: layersOf("sigmoid", 4, 4, 4) },
    },
  ],
};
