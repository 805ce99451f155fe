import { words } from "../../text/lang.js";

export const brainWords = words({
  panels: { en: "Four looks at a brain", zh: "看大脑的四个角度" },
  spikes: { en: "1 · Learn with spikes", zh: "1 · 用脉冲学习" },
  timing: { en: "2 · Learn by timing", zh: "2 · 靠时间先后学习" },
  memory: { en: "3 · Remember", zh: "3 · 回忆" },
  decision: { en: "4 · Decide", zh: "4 · 决定" },
  neuron: { en: "The single cell: One neuron", zh: "单个细胞：见“一个神经元”" },
  play: { en: "Play", zh: "播放" },
  pause: { en: "Pause", zh: "暂停" },
  oneStep: { en: "One step", zh: "一步" },
  reset: { en: "Begin anew", zh: "重来" },
  tries: { en: "Try:", zh: "试试：" },
  honestTitle: { en: "What is simplified, and what is only analogy.", zh: "哪些简化了，哪些只是类比。" },
});
