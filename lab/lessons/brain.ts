import { addressOf } from "../place.js";
import type { Lesson } from "./lesson.js";
import { dataOf, layersOf, specOf } from "./spec-of.js";

const base = specOf({
  data: dataOf("xor"),
  layers: layersOf("tanh", 4),
  optimizer: { name: "sgd", learningRate: 0.1 },
});
const enough = 0.98;

export const brain: Lesson = {
  id: "brain",
  minutes: 7,
  question: {
    en: "How often must a network be shown what you see at once?",
    zh: "你一眼看懂的东西，网络要看多少遍？",
  },
  before: [
    {
      en: "You looked at exclusive or once and knew the rule: opposite corners. The network has four hidden neurons and learns by plain SGD from 140 points. One epoch shows it every point once.",
      zh: "“异或”你看一眼就懂了规律：对角同类。网络有四个隐藏神经元，用普通 SGD 从 140 个点学习。一轮就是每个点看一遍。",
    },
    {
      en: "After how many epochs is it right about 98 % of the points?",
      zh: "多少轮之后它能答对 98 % 的点？",
    },
  ],
  choices: [
    { en: "One to three", zh: "一到三轮" },
    { en: "Four to fifteen", zh: "四到十五轮" },
    { en: "More than fifteen", zh: "十五轮以上" },
  ],
  runs: [{ label: { en: "1,000 updates", zh: "1,000 次更新" }, spec: base, steps: 1000 }],
  view: "boundary",
  outcome: ([{ history }]) => {
    const perEpoch = 14;
    const reached = history.find(({ accuracy }) => accuracy >= enough);
    const epochs = (reached?.step ?? Number.POSITIVE_INFINITY) / perEpoch;
    return epochs <= 3 ? 0 : epochs <= 15 ? 1 : 2;
  },
  after: [
    {
      en: "What is alike: many simple units, weighted connections, learning by changing them. What is only analogy: a brain cell is no number but a membrane with a voltage, it speaks in spikes of a millisecond, and time is part of what it says. Nobody has found the brain sending exact slopes backward through its synapses; rules that are seen there, such as spike-timing-dependent plasticity, use only what is known at the synapse.",
      zh: "相像之处：许多简单单元、带权重的连接、靠改变连接来学习。只是类比之处：脑细胞不是一个数，而是带电压的膜，用约一毫秒的脉冲说话，时间本身就是内容。没有人发现大脑沿突触往回传送精确的斜率；在大脑里看到的规则，如脉冲时间依赖可塑性，只用突触当地已知的信息。",
    },
    {
      en: "And you did not begin with random weights: you knew corners, sides and “the same” from a life of looking. The network began with nothing. Compare both in the terminal: neurograd brain compare.",
      zh: "而且你不是从随机权重开始的：角、边和“相同”你早已见惯。网络却从零开始。在终端里可以对照两者：neurograd brain compare。",
    },
  ],
  more: [
    {
      label: { en: "With Adam", zh: "改用 Adam" },
      spec: { ...base, optimizer: { name: "adam", learningRate: 0.03 } },
    },
    {
      label: { en: "It is told xy: prior knowledge", zh: "告诉它 xy：先验知识" },
      spec: { ...base, features: ["x", "y", "xy"] },
    },
  ],
  elsewhere: [
    {
      label: { en: "What a unit leaves out: one living neuron", zh: "单元省去了什么：一个活的神经元" },
      address: addressOf("neuron"),
    },
    {
      label: { en: "Networks of spikes learn by the gradient too", zh: "脉冲网络也能靠梯度学习" },
      address: addressOf("brain"),
    },
    {
      label: { en: "Learning without a teacher: by timing", zh: "没有老师的学习：靠时间先后" },
      address: addressOf("brain", undefined, { panel: "timing" }),
    },
    {
      label: { en: "A memory found by a part of itself", zh: "由片段唤回的记忆" },
      address: addressOf("brain", undefined, { panel: "memory" }),
    },
    {
      label: { en: "A decision that takes its time", zh: "需要时间的决定" },
      address: addressOf("brain", undefined, { panel: "decision" }),
    },
  ],
};
