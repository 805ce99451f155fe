import type { Lesson } from "./lesson.js";
import { dataOf, layersOf, specOf } from "./spec-of.js";

const base = specOf({ data: dataOf("moons"), layers: layersOf("tanh", 8) });
const by = (name: "sgd" | "momentum" | "adam"): typeof base => ({
  ...base,
  optimizer: { name, learningRate: 0.03 },
});

export const optimizers: Lesson = {
  id: "optimizers",
  minutes: 6,
  question: { en: "Why is training slow, and who is fastest?", zh: "训练为什么慢？谁最快？" },
  before: [
    {
      en: "The gradient says which way is down, not how far. A step too small takes for ever; a step too large jumps over the valley. And the slope differs in every direction: steep across the valley, shallow along it.",
      zh: "梯度只说哪边是下坡，不说该走多远。步子太小走不到头，太大会越过谷底。而且各方向坡度不同：横着陡，顺着谷底缓。",
    },
    {
      en: "Three ways with the same rate 0.03: plain steps (SGD); steps that gather speed (momentum); steps measured for each weight by its own past slopes (Adam). 400 updates each.",
      zh: "三种走法，学习率同为 0.03：普通步子（SGD）；会积累速度的步子（动量）；按每个权重过去的斜率单独量步（Adam）。各更新 400 次。",
    },
  ],
  choices: [
    { en: "SGD has the lowest loss", zh: "SGD 的损失最低" },
    { en: "Momentum has", zh: "动量最低" },
    { en: "Adam has", zh: "Adam 最低" },
  ],
  runs: [
    { label: { en: "SGD", zh: "SGD" }, spec: by("sgd"), steps: 400 },
    { label: { en: "momentum", zh: "动量" }, spec: by("momentum"), steps: 400 },
    { label: { en: "Adam", zh: "Adam" }, spec: by("adam"), steps: 400 },
  ],
  view: "boundary",
  outcome: (endings) => {
    const losses = endings.map(({ frame }) => frame.loss);
    return losses.indexOf(Math.min(...losses));
  },
  after: [
    {
      en: "With one rate for all, Adam usually leads: it divides each weight's step by how large its slopes have been, so shallow directions get long steps. Momentum carries on through the long shallow valley; plain SGD crawls there.",
      zh: "学习率相同时 Adam 通常领先：它把每个权重的步长除以过去斜率的大小，平缓方向也能迈大步。动量能冲过长而缓的谷底；普通 SGD 只能慢慢爬。",
    },
    {
      en: "But “fastest” depends on the rate: give SGD ten times as much below and look again. Training is slow because each step is small and local, and there must be thousands; what helps is a good rate, a schedule that lowers it, inputs of one scale, and a fast engine.",
      zh: "但“最快”取决于学习率：在下面把 SGD 的学习率加大十倍再看。训练慢，是因为每一步又小又局部，而且要走成千上万步；好的学习率、逐渐降低它的计划、统一尺度的输入和快的引擎都有帮助。",
    },
  ],
  more: [
    {
      label: { en: "SGD with rate 0.3", zh: "SGD，学习率 0.3" },
      spec: { ...base, optimizer: { name: "sgd", learningRate: 0.3 } },
    },
    {
      label: { en: "Adam with rate 1: too large", zh: "Adam，学习率 1：太大" },
      spec: { ...base, optimizer: { name: "adam", learningRate: 1 } },
    },
    {
      label: { en: "RMSprop", zh: "RMSprop" },
      spec: { ...base, optimizer: { name: "rmsprop", learningRate: 0.03 } },
    },
  ],
};
