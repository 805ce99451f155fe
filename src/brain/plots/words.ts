/** Languages of the words in a picture. */
export type Lang = "en" | "zh";

export type Word =
  | "time"
  | "seconds"
  | "neuron"
  | "membrane"
  | "current"
  | "rate"
  | "timing"
  | "change"
  | "evidence"
  | "energy"
  | "raster"
  | "trace"
  | "fI"
  | "window"
  | "plane"
  | "landscape"
  | "decisions"
  | "sweep"
  | "descent"
  | "filters";

/** Every word that a picture shows, in both languages. */
const words: Readonly<Record<Word, Readonly<Record<Lang, string>>>> = {
  time: { en: "time [ms]", zh: "时间 [ms]" },
  seconds: { en: "time [s]", zh: "时间 [s]" },
  neuron: { en: "neuron", zh: "神经元" },
  membrane: { en: "membrane potential [mV]", zh: "膜电位 [mV]" },
  current: { en: "input current", zh: "输入电流" },
  rate: { en: "firing rate [Hz]", zh: "发放率 [Hz]" },
  timing: { en: "spike after − spike before [ms]", zh: "突触后脉冲 − 突触前脉冲 [ms]" },
  change: { en: "change of the weight", zh: "权重变化" },
  evidence: { en: "evidence", zh: "证据" },
  energy: { en: "energy", zh: "能量" },
  raster: { en: "spikes", zh: "脉冲栅格图" },
  trace: { en: "membrane potential", zh: "膜电位" },
  fI: { en: "f–I curve", zh: "f–I 曲线" },
  window: { en: "STDP window", zh: "STDP 窗口" },
  plane: { en: "phase plane", zh: "相平面" },
  landscape: { en: "energy landscape", zh: "能量地形" },
  decisions: { en: "decisions", zh: "决策过程" },
  sweep: { en: "sweep", zh: "轮次" },
  filters: { en: "filters", zh: "滤波器" },
  descent: { en: "energy during recall", zh: "回忆过程中的能量" },
};

export const say = (word: Word, lang: Lang): string => words[word][lang];
