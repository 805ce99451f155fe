import { words } from "../../text/lang.js";

export const neuronWords = words({
  title: { en: "One neuron", zh: "一个神经元" },
  intro: {
    en: "The unit of an artificial network is a brain cell reduced to one line. Here is the cell, then its simplest model, then the line.",
    zh: "人工网络的单元，是把脑细胞简化成了一条曲线。这里先看细胞，再看它最简单的模型，最后看那条曲线。",
  },
  parts: { en: "Three looks at it", zh: "三个角度" },
  membrane: { en: "1 · A living membrane", zh: "1 · 活的细胞膜" },
  spikes: { en: "2 · Charge, fire, reset", zh: "2 · 充电、放电、复位" },
  rate: { en: "3 · From spikes to a number", zh: "3 · 从脉冲到一个数" },
});

export const membraneWords = words({
  intro: {
    en: "This is the neuron of Hodgkin and Huxley (1952): the skin of a squid's nerve fiber, with doors for sodium and for potassium that open and close by the voltage across it. Hold the button, or try one of these:",
    zh: "这是霍奇金与赫胥黎（1952）的神经元：枪乌贼神经纤维的外膜，上面有钠和钾的通道，门随膜两侧的电压开合。按住按钮，或者试试这些：",
  },
  hold: { en: "Hold to inject current", zh: "按住，注入电流" },
  strength: { en: "Strength", zh: "强度" },
  keep: { en: "keep it on", zh: "一直注入" },
  play: { en: "Play", zh: "播放" },
  pause: { en: "Pause", zh: "暂停" },
  on: { en: "1 ms on", zh: "前进 1 毫秒" },
  reset: { en: "Back to rest", zh: "回到静息" },
  speed: { en: "Slowed down", zh: "放慢" },
  blockSodium: { en: "block Na⁺ (tetrodotoxin)", zh: "堵住 Na⁺（河豚毒素）" },
  blockPotassium: { en: "block K⁺ (TEA)", zh: "堵住 K⁺（TEA）" },
  potassiumBlocked: {
    en: "In this model the potassium channels also hold the membrane at rest. Without them it rises by itself, fires once, and cannot come back.",
    zh: "在这个模型里，钾通道也维持着静息。没有它们，膜电位自己升高，放电一次，再也回不来。",
  },
  sodiumBlocked: { en: "Without sodium channels no spike can begin.", zh: "没有钠通道，脉冲无从开始。" },
  tracesTitle: { en: "The last 60 ms", zh: "最近 60 毫秒" },
  planeTitle: { en: "The same, without time", zh: "同一过程，去掉时间" },
  planeText: {
    en: "V across, n upwards. Dashed: where n stands still. Dotted: where V stands still at this moment's current and h; as h closes, that line gives way, and the spike ends. Where the two cross, all could rest.",
    zh: "横轴是 V，纵轴是 n。虚线：n 不动之处。点线：在此刻的电流和 h 下 V 不动之处；h 一关，这条线就后退，脉冲随之结束。两线交点处，一切都可以静止。",
  },
  cartoonTitle: { en: "The doors", zh: "门" },
  outside: { en: "outside", zh: "膜外" },
  inside: { en: "inside", zh: "膜内" },
  cartoonLabel: {
    en: "A piece of membrane: the sodium channel with three doors m and a ball h that plugs it, the potassium channel with four doors n.",
    zh: "一小块膜：钠通道有三道门 m 和一个能塞住它的球 h，钾通道有四道门 n。",
  },
  current: { en: "injected", zh: "注入" },
  now: { en: "now", zh: "现在" },
  nAxis: { en: "n (potassium doors)", zh: "n（钾门）" },
  sodium: { en: "Sodium channels", zh: "钠通道" },
  potassium: { en: "Potassium channels", zh: "钾通道" },
  openShare: { en: "open", zh: "打开" },
  inflow: { en: "inward", zh: "流入" },
  outflow: { en: "outward", zh: "流出" },
  membraneAt: { en: "Membrane V", zh: "膜电位 V" },
  spikes: { en: "Spikes since the beginning", zh: "开始以来的脉冲数" },
  time: { en: "Time", zh: "时间" },
  legend: {
    en: "m: solid orange, opens fast. h: dotted orange, closes. n: dashed blue, opens late.",
    zh: "m：橙色实线，开得快。h：橙色点线，会关上。n：蓝色虚线，开得晚。",
  },
  honest: {
    en: "What is simplified: a real cell has thousands of channels of each kind, each wholly open or wholly shut by chance; m, h and n are shares of them. Doors and ball are a picture of the equations; more ions stream, and faster, where more current flows, but they are not to scale. Time is slowed down, as said beside the buttons. There is no axon, no synapse, and it is 6.3 °C, as in the experiment.",
    zh: "简化之处：真细胞每种通道有成千上万个，各自随机地全开或全关；m、h、n 是其中的比例。门和球是方程的图示；电流越大，画出的离子越多、越快，但不按比例。时间被放慢了，倍数写在按钮旁。没有轴突和突触，温度是实验时的 6.3 °C。",
  },
});
