import type { Lesson } from "./lesson.js";
import { dataOf, layersOf, specOf } from "./spec-of.js";

const base = specOf({ data: dataOf("circles"), layers: layersOf("relu", 8, 8) });

export const inside: Lesson = {
  id: "inside",
  minutes: 6,
  question: { en: "A network that does not learn: can one see why?", zh: "网络学不会：看得出原因吗？" },
  before: [
    {
      en: "A ReLU neuron says nothing while its sum is negative: output 0, slope 0. If its weights are thrown so far that the sum is negative for every point, no gradient reaches it any more. It is dead.",
      zh: "总和为负时 ReLU 神经元不作声：输出 0，斜率 0。如果权重被甩得太远，对每个点总和都为负，就再也没有梯度能到达它：它坏死了。",
    },
    {
      en: "The same network is trained by plain SGD, once with rate 0.1, once with rate 10, 200 updates each. Open “Inside” afterwards and look at the share of dead units.",
      zh: "同一个网络用普通 SGD 训练，一次学习率 0.1，一次 10，各更新 200 次。之后打开“层内”，看坏死单元的比例。",
    },
  ],
  choices: [
    { en: "Rate 10 learns faster", zh: "学习率 10 学得更快" },
    { en: "Rate 10 ends no better than guessing", zh: "学习率 10 最后和瞎猜差不多" },
  ],
  runs: [
    {
      label: { en: "rate 0.1", zh: "学习率 0.1" },
      spec: { ...base, optimizer: { name: "sgd", learningRate: 0.1 } },
      steps: 200,
    },
    {
      label: { en: "rate 10", zh: "学习率 10" },
      spec: { ...base, optimizer: { name: "sgd", learningRate: 10 } },
      steps: 200,
    },
  ],
  view: "inside",
  outcome: ([, fast]) => (fast.frame.accuracy > 0.7 ? 0 : 1),
  after: [
    {
      en: "People call networks black boxes, but nothing in them is hidden: every activation, every slope, every change of a weight can be read. What is hard is to say what they mean together. So one looks for signs: units that never answer, slopes that fade from layer to layer, updates far above or below a thousandth of the weights.",
      zh: "人们说网络是黑箱，其实里面什么也没藏：每个激活、每个斜率、每次权重变化都能读出来。难的是说出它们合起来意味着什么。所以要找征兆：从不作答的单元、逐层变弱的斜率、远大于或远小于权重千分之一的更新。",
    },
    {
      en: "The doctor in “Inside” looks for such signs and names the evidence. Mend one thing at a time, and look again.",
      zh: "“层内”的诊断会寻找这些征兆并给出证据。一次只改一样，然后再看。",
    },
  ],
  more: [
    {
      label: { en: "Rate 10 with leaky ReLUs", zh: "学习率 10，改用 leaky ReLU" },
      spec: { ...base, layers: layersOf("leakyRelu", 8, 8), optimizer: { name: "sgd", learningRate: 10 } },
    },
    { label: { en: "Adam with rate 0.03", zh: "Adam，学习率 0.03" }, spec: base },
  ],
};
