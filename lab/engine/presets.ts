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
