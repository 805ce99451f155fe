import type { Text } from "../text/lang.js";
import { defaultSpec, type LabSpec } from "./spec.js";

/** A set-up to begin with, and why it is worth a look. */
export interface Preset {
  readonly id: string;
  readonly name: Text;
  readonly why: Text;
  readonly spec: LabSpec;
}

const withLayers = (count: number, units: number, activation: LabSpec["layers"][number]["activation"]) =>
  Array.from({ length: count }, () => ({ units, activation }));

/** Networks with something wrong, for the doctor; the last is well. */
export const sickPresets: readonly Preset[] = [
  {
    id: "vanishing",
    name: { en: "Six layers of sigmoid", zh: "六层 sigmoid" },
    why: {
      en: "Each layer's slope is at most 1/4: after six of them almost nothing of the gradient is left.",
      zh: "每层的斜率最多 1/4：乘上六次，梯度几乎不剩。",
    },
    spec: {
      ...defaultSpec,
      layers: withLayers(6, 6, "sigmoid"),
      optimizer: { name: "sgd", learningRate: 0.1 },
    },
  },
  {
    id: "too-fast",
    name: { en: "A learning rate of 30", zh: "学习率 30" },
    why: {
      en: "Every step jumps over the valley; the loss goes up and down and never settles.",
      zh: "每一步都跳过山谷；损失上上下下，安定不下来。",
    },
    spec: {
      ...defaultSpec,
      data: { ...defaultSpec.data, name: "circles" },
      layers: withLayers(1, 8, "tanh"),
      optimizer: { name: "sgd", learningRate: 30 },
    },
  },
  {
    id: "too-slow",
    name: { en: "A learning rate of a millionth", zh: "学习率百万分之一" },
    why: {
      en: "The way is right, but nobody will live to see the end of it.",
      zh: "方向没错，只是走不到头。",
    },
    spec: {
      ...defaultSpec,
      data: { ...defaultSpec.data, name: "circles" },
      layers: withLayers(1, 8, "tanh"),
      optimizer: { name: "sgd", learningRate: 1e-6 },
    },
  },
  {
    id: "identical",
    name: { en: "All weights begin at 0", zh: "权重全从 0 开始" },
    why: {
      en: "Units that begin alike stay alike: eight of them can do no more than one.",
      zh: "开始时一样的单元永远一样：八个只抵一个。",
    },
    spec: { ...defaultSpec, layers: withLayers(2, 8, "tanh"), initializer: "zeros" },
  },
  {
    id: "healthy",
    name: { en: "A healthy network", zh: "健康的网络" },
    why: {
      en: "For comparison: steps of about a thousandth of the weights, and nothing flat or dead.",
      zh: "作对照：每步约为权重的千分之几，没有饱和，也没有坏死。",
    },
    spec: {
      ...defaultSpec,
      data: { ...defaultSpec.data, name: "circles" },
      layers: withLayers(2, 8, "tanh"),
      optimizer: { name: "adam", learningRate: 0.01 },
    },
  },
];

const circles = { ...defaultSpec.data, name: "circles" } as const;
const spirals = { ...defaultSpec.data, name: "spirals", samples: 300 } as const;

/** Networks for the workbench: four that do well, and five that do not, each for a reason. */
export const workbenchPresets: readonly (Preset & { readonly isGood: boolean })[] = [
  {
    id: "fence",
    isGood: true,
    name: { en: "Three neurons fence a circle", zh: "三个神经元围住圆" },
    why: {
      en: "Each hidden neuron draws one line; three lines make a fence. Point at them to see it.",
      zh: "每个隐藏神经元画一条线，三条线就围成一圈。把指针移到它们上面看看。",
    },
    spec: { ...defaultSpec, data: { ...circles, noise: 0.05 }, layers: withLayers(1, 3, "tanh") },
  },
  {
    id: "inputs",
    isGood: true,
    name: { en: "The right inputs, no hidden layer", zh: "选对输入，不要隐藏层" },
    why: {
      en: "Given x² and y², a circle is a straight line: one neuron is enough. Good features save layers.",
      zh: "有了 x² 和 y²，圆就成了直线，一个神经元足够。好的特征省下许多层。",
    },
    spec: { ...defaultSpec, data: circles, features: ["x²", "y²"], layers: [] },
  },
  {
    id: "spiral",
    isGood: true,
    name: { en: "A spiral unrolled by two layers", zh: "两层解开螺旋" },
    why: {
      en: "The first layer draws lines, the second joins them to bands. For 1,500 steps next to nothing seems to happen: wait.",
      zh: "第一层画线，第二层把线拼成带。前 1500 步几乎看不出变化：请等一等。",
    },
    spec: {
      ...defaultSpec,
      data: { ...spirals, noise: 0 },
      layers: withLayers(2, 8, "tanh"),
    },
  },
  {
    id: "waves",
    isGood: true,
    name: { en: "A wave, followed", zh: "跟上一条波浪" },
    why: {
      en: "The border is y = 0.6 sin πx. Six neurons bend a line often enough to follow it; see it straight through the hidden layer.",
      zh: "边界是 y = 0.6 sin πx。六个神经元把线弯得够多次，就能跟上；透过隐藏层看，它变直了。",
    },
    spec: {
      ...defaultSpec,
      data: { ...defaultSpec.data, name: "above", curve: "sine", samples: 400, noise: 0 },
      layers: withLayers(1, 6, "tanh"),
    },
  },
  {
    id: "no-hidden",
    isGood: false,
    name: { en: "XOR without a hidden layer", zh: "没有隐藏层的异或" },
    why: {
      en: "One neuron draws one straight line, and no line parts the corners of XOR. Longer training cannot help.",
      zh: "一个神经元只画一条直线，而没有直线能分开异或的四角。训练再久也没用。",
    },
    spec: { ...defaultSpec, layers: [] },
  },
  {
    id: "too-high",
    isGood: false,
    name: { en: "A learning rate far too high", zh: "学习率过大" },
    why: {
      en: "Every step jumps over the valley: the loss goes up and down and never settles. Try 0.3 instead.",
      zh: "每一步都跳过谷底：损失上上下下，安定不下来。改成 0.3 试试。",
    },
    spec: {
      ...defaultSpec,
      data: circles,
      layers: withLayers(1, 8, "tanh"),
      optimizer: { name: "sgd", learningRate: 30 },
    },
  },
  {
    id: "too-small",
    isGood: false,
    name: { en: "Too small for the spiral", zh: "对螺旋来说太小" },
    why: {
      en: "Two neurons draw two lines: too few for a spiral. The loss stops high, in training as in testing: underfitting.",
      zh: "两个神经元只画两条线，对螺旋太少。训练与测试的损失都停在高处：欠拟合。",
    },
    spec: { ...defaultSpec, data: { ...spirals, noise: 0 }, layers: withLayers(1, 2, "tanh") },
  },
  {
    id: "overfitting",
    isGood: false,
    name: { en: "Learning the noise by heart", zh: "把噪声也背下来" },
    why: {
      en: "Thirty noisy points and hundreds of weights: a border that winds around single points, right in training, wrong in testing. Try a penalty, or more points.",
      zh: "三十个带噪声的点，几百个权重：边界绕着单个点转，训练全对，测试出错。试试正则化，或更多的点。",
    },
    spec: {
      ...defaultSpec,
      data: { ...defaultSpec.data, name: "moons", samples: 60, noise: 0.4, testShare: 0.5 },
      layers: withLayers(2, 16, "tanh"),
    },
  },
  {
    id: "zeros",
    isGood: false,
    name: { en: "All weights begin at 0", zh: "权重全从 0 开始" },
    why: {
      en: "Neurons that begin alike get the same gradient, here 0: nothing moves but the last bias. Chance at the beginning breaks the tie.",
      zh: "开始时一样的神经元得到同样的梯度，这里是 0：除了最后的偏置，什么都不动。随机的开端才能打破对称。",
    },
    spec: { ...defaultSpec, initializer: "zeros" },
  },
];
