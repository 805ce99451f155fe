import { type Text, words } from "../../text/lang.js";
import type { FiringSettings, NeuronKind } from "./firing.js";

export const spikesWords = words({
  intro: {
    en: "Forget the channels: let the membrane only charge and leak, and say where it fires. That is leaky integrate-and-fire, the neuron of most brain simulations. Move the sliders; all five neurons are computed anew.",
    zh: "不管通道了：让膜只充电、漏电，再规定到哪里放电。这就是漏电积分放电神经元，多数大脑模拟都用它。移动滑块，五个神经元会重新计算。",
  },
  kinds: { en: "Kind of neuron", zh: "神经元类型" },
  current: { en: "Current of the first", zh: "第一个的电流" },
  threshold: { en: "Threshold", zh: "阈值" },
  tauMembrane: { en: "Leak: time constant τ", zh: "漏电的时间常数 τ" },
  tRefractory: { en: "Refractory period", zh: "不应期" },
  b: { en: "Tires by, per spike (b)", zh: "每个脉冲的疲劳 b" },
  tauW: { en: "Recovers in (τw)", zh: "恢复时间 τw" },
  vReset: { en: "Reset to", zh: "复位到" },
  differing: { en: "The five differ in", zh: "五个神经元的差别" },
  byCurrent: { en: "current", zh: "电流" },
  byNoise: { en: "noise", zh: "噪声" },
  membrane: { en: "The membrane of the chosen one", zh: "所选神经元的膜电位" },
  raster: { en: "The spikes of all five", zh: "五个神经元的脉冲" },
  input: { en: "Current", zh: "电流" },
  spikesHead: { en: "Spikes", zh: "脉冲" },
  spikesOf: { en: "Spikes", zh: "脉冲数" },
  rate: { en: "Hz, counted", zh: "赫兹，计数" },
  exact: { en: "Hz, formula", zh: "赫兹，公式" },
  noise: { en: "Noise σ", zh: "噪声 σ" },
  honest: {
    en: "What is simplified: the integrate-and-fire neuron has no spike, only its time; the strokes above the threshold are drawn in. Counts of some tenths of a second differ from the formula, which is for ever. The patterns of Izhikevich were fitted to the look of cortical cells, not derived from their channels; his current has no unit.",
    zh: "简化之处：积分放电神经元没有脉冲的形状，只有时刻；阈值以上的竖线是画上去的。零点几秒内的计数与公式（无限长时间）会有出入。Izhikevich 的各种模式是照着皮层细胞的样子拟合的，不是由通道推出来的；他的电流没有单位。",
  },
});

export const kindTexts: Readonly<
  Record<NeuronKind, { readonly name: Text; readonly text: Text; readonly equation: string }>
> = {
  lif: {
    name: { en: "Leaky integrate-and-fire", zh: "漏电积分放电" },
    text: {
      en: "A bucket with a hole: current fills it, the leak empties it, at the threshold it is tipped out.",
      zh: "一只漏水的桶：电流注入，漏孔流出，满到阈值就倒空。",
    },
    equation: "τ dV/dt = −(V − V₀) + R I;  V ≥ θ → V₀",
  },
  adex: {
    name: { en: "Adaptive (AdEx)", zh: "适应型（AdEx）" },
    text: {
      en: "Each spike adds b to a tiredness w, which pulls the membrane down until it has worn off: the neuron answers to change, and gets used to what stays.",
      zh: "每个脉冲给疲劳 w 加上 b，把膜往下拉，直到消退：它对变化有反应，对不变的渐渐习惯。",
    },
    equation: "C dV/dt = −g (V − E) + g Δ e^((V − θ)/Δ) − w + I;  V ≥ 20 → V₀, w + b",
  },
  regularSpiking: {
    name: { en: "Regular spiking", zh: "规则发放" },
    text: {
      en: "The commonest cell of the cortex: quick at first, then slower.",
      zh: "皮层里最常见的细胞：起初快，后来慢。",
    },
    equation: "dv/dt = 0.04 v² + 5 v + 140 − u + I;  du/dt = a (b v − u);  v ≥ 30 → c, u + d",
  },
  intrinsicallyBursting: {
    name: { en: "Bursting", zh: "簇发放" },
    text: { en: "A burst to begin with, then single spikes.", zh: "先来一簇，然后是单个脉冲。" },
    equation: "dv/dt = 0.04 v² + 5 v + 140 − u + I;  du/dt = a (b v − u);  v ≥ 30 → c, u + d",
  },
  chattering: {
    name: { en: "Chattering", zh: "颤发放" },
    text: { en: "Burst after burst.", zh: "一簇接一簇。" },
    equation: "dv/dt = 0.04 v² + 5 v + 140 − u + I;  du/dt = a (b v − u);  v ≥ 30 → c, u + d",
  },
  fastSpiking: {
    name: { en: "Fast spiking", zh: "快速发放" },
    text: {
      en: "An inhibitory cell: many spikes, hardly tired.",
      zh: "一种抑制性细胞：脉冲多，几乎不疲劳。",
    },
    equation: "dv/dt = 0.04 v² + 5 v + 140 − u + I;  du/dt = a (b v − u);  v ≥ 30 → c, u + d",
  },
  lowThresholdSpiking: {
    name: { en: "Low threshold", zh: "低阈值" },
    text: {
      en: "An inhibitory cell that is easily woken and gets used to it.",
      zh: "一种抑制性细胞：容易唤起，又会习惯。",
    },
    equation: "dv/dt = 0.04 v² + 5 v + 140 − u + I;  du/dt = a (b v − u);  v ≥ 30 → c, u + d",
  },
};

/** Something telling to set up. */
export interface Invitation {
  readonly title: Text;
  readonly look: Text;
  readonly set: Partial<FiringSettings>;
  /** Which of the five to look at. */
  readonly row: number;
}

export const invitations: readonly Invitation[] = [
  {
    title: { en: "Just too little", zh: "差一点点" },
    look: {
      en: "The first two get stuck below the threshold for ever: the leak takes away as much as comes in. The third is just above it.",
      zh: "前两个永远卡在阈值以下：漏掉的和流入的一样多。第三个刚好超过。",
    },
    set: { kind: "lif", current: 1.55 },
    row: 1,
  },
  {
    title: { en: "Noise wakes it", zh: "噪声唤醒它" },
    look: {
      en: "All five get the same 1.9 nA, too little to fire. The more the current trembles, the more often it crosses the threshold, irregularly, as in a living cortex.",
      zh: "五个都是 1.9 nA，本不足以放电。电流抖得越厉害，越常越过阈值，时间不规则，就像活的皮层。",
    },
    set: { kind: "lif", current: 1.9, differing: "noise" },
    row: 3,
  },
  {
    title: { en: "It gets used to it", zh: "习惯了" },
    look: {
      en: "The current stays the same, the gaps grow. Slide b to 0 and the tiredness is gone; slide “Reset to” up to −46 and it bursts.",
      zh: "电流不变，间隔却越来越长。把 b 滑到 0，疲劳就没了；把“复位到”调到 −46，它会成簇发放。",
    },
    set: { kind: "adex", current: 600 },
    row: 2,
  },
  {
    title: { en: "Bursts", zh: "成簇" },
    look: {
      en: "Two equations, four numbers: the same neuron chatters, bursts, ticks or races. A rate alone does not tell these apart.",
      zh: "两个方程、四个数：同一种神经元可以颤发、簇发、规则或快速发放。只看频率分不出来。",
    },
    set: { kind: "chattering", current: 6 },
    row: 2,
  },
];
