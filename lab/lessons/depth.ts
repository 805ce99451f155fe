import type { Lesson } from "./lesson.js";
import { dataOf, layersOf, specOf } from "./spec-of.js";

const base = specOf({
  data: dataOf("spirals", { samples: 300, noise: 0.05, testShare: 0.2 }),
  optimizer: { name: "adam", learningRate: 0.02 },
});

export const depth: Lesson = {
  id: "depth",
  minutes: 7,
  question: { en: "Wide or deep: where do 109 numbers do more?", zh: "宽还是深：109 个数怎样用更好？" },
  before: [
    {
      en: "Two spirals are wound into each other. One network has a single hidden layer of 27 neurons, the other three layers of 6: each has exactly 109 weights and biases.",
      zh: "两条螺旋缠在一起。一个网络只有一个 27 个神经元的隐藏层，另一个有三层各 6 个：两者都恰好有 109 个权重和偏置。",
    },
    { en: "Each gets 2,000 updates of Adam.", zh: "各用 Adam 更新 2,000 次。" },
  ],
  choices: [
    { en: "The wide one separates the spirals better", zh: "宽的把螺旋分得更好" },
    { en: "The deep one does", zh: "深的更好" },
    { en: "No difference", zh: "没有差别" },
  ],
  runs: [
    { label: { en: "wide: 27", zh: "宽：27" }, spec: { ...base, layers: layersOf("tanh", 27) }, steps: 2000 },
    {
      label: { en: "deep: 6, 6, 6", zh: "深：6、6、6" },
      spec: { ...base, layers: layersOf("tanh", 6, 6, 6) },
      steps: 2000,
    },
  ],
  view: "boundary",
  outcome: ([wide, deep]) => {
    const lead = deep.frame.accuracy - wide.frame.accuracy;
    return Math.abs(lead) < 0.03 ? 2 : lead > 0 ? 1 : 0;
  },
  after: [
    {
      en: "One layer can only add up bent lines, each across the whole square. A second layer bends what the first has already bent: with every layer the number of pieces into which the plane can be cut multiplies, instead of growing by a few. Move over the small pictures: the first layer has stripes, the last has spirals.",
      zh: "一层只能把若干弯曲的线相加，每条都横贯整个正方形。第二层弯曲的是第一层已经弯曲过的东西：每加一层，平面能切成的块数成倍增长，而不是多几块。把鼠标移到小图上：第一层是条纹，最后一层已成螺旋。",
    },
    {
      en: "It is no law: a wide layer can do everything if it is wide enough, and very deep ones are hard to train, since slopes are multiplied from layer to layer and vanish or explode. Residual paths and normalization were found against that.",
      zh: "这不是定律：足够宽的一层什么都能做；而太深又难训练，因为斜率逐层相乘，会消失或爆炸。残差连接与规范化就是为此发明的。",
    },
  ],
  more: [
    {
      label: {
        en: "Very deep, with sigmoids: nothing arrives at the front",
        zh: "很深的 sigmoid：前面什么也收不到",
      },
      spec: { ...base, layers: layersOf("sigmoid", 6, 6, 6, 6, 6, 6) },
    },
    {
      label: { en: "One layer, with sin x and sin y as inputs", zh: "一层，但输入 sin x 与 sin y" },
      spec: { ...base, layers: layersOf("tanh", 16), features: ["x", "y", "x²", "y²", "sin x", "sin y"] },
    },
  ],
};
