import type { Lang, Text } from "../../text/lang.js";
import { words } from "../../text/lang.js";
import type { ActivationName, CurveKind } from "./rate-curves.js";

const texts = words({
  intro: {
    en: "Give a neuron a steady current and count its spikes: for each current one number. That curve is what an activation function stands for. Drag the mark along it.",
    zh: "给神经元恒定的电流，数它的脉冲：每个电流对应一个数。激活函数代表的就是这条曲线。拖动上面的标记看看。",
  },
  kinds: { en: "Neuron", zh: "神经元" },
  current: { en: "current", zh: "电流" },
  rate: { en: "rate", zh: "频率" },
  rateAxis: { en: "spikes per second [Hz]", zh: "每秒脉冲数 [Hz]" },
  place: { en: "Marked current", zh: "标记处的电流" },
  noise: { en: "Noise σ", zh: "噪声 σ" },
  refractory: { en: "Refractory period", zh: "不应期" },
  legend: {
    en: "Solid: the formula (where there is none, the dots joined). Dots: simulated. Dashed: the activation, scaled to fit.",
    zh: "实线：公式（没有公式时把点连起来）。圆点：模拟。虚线：缩放后的激活函数。",
  },
  laidOver: { en: "Laid over it", zh: "盖上激活函数" },
  activation: { en: "activation", zh: "激活函数" },
  leftOver: { en: "left over (rms)", zh: "剩余差别（均方根）" },
  neuron: { en: "The neuron takes its time", zh: "神经元慢慢说" },
  unit: { en: "The unit says it at once", zh: "单元一下说完" },
  left: { en: "What the unit leaves out", zh: "单元略去了什么" },
  analogy: { en: "What is mathematics, what is only analogy", zh: "哪些是数学，哪些只是类比" },
  toActivations: {
    en: "To the fourteen activation functions →",
    zh: "去看十四种激活函数 →",
  },
});

const lists = {
  leftItems: {
    en: [
      "When the spikes come: first ones, gaps, bursts. A rate is told only after waiting for several.",
      "What was before: real neurons tire and adapt; the same current is answered otherwise a moment later.",
      "Chance: at the same current, a cortical neuron's spikes come irregularly.",
      "Silence is nearly free for a neuron; a unit costs the same whatever it says.",
      "A unit's number may be below 0 or above any bound; a rate may not.",
    ],
    zh: [
      "脉冲何时到来：首个脉冲、间隔、成簇。要等上好几个，频率才说得出来。",
      "之前的事：真神经元会疲劳、会适应，同样的电流过一会儿反应就不同。",
      "偶然：同样的电流下，皮层神经元的脉冲时间并不规则。",
      "沉默对神经元几乎不花能量；单元说什么都花一样多。",
      "单元的数可以小于 0，也可以没有上限；频率不行。",
    ],
  },
  analogyItems: {
    en: [
      "Mathematics: a membrane without leak that keeps its surplus after each spike fires as a ReLU up to 1, to within one spike.",
      "A very good approximation: a leaky neuron in noise, with no refractory period, is a softplus to 0.1 % of its highest rate (at σ = 6 mV, up to 4 nA).",
      "Only analogy: that a unit's number is a rate at all. And no smooth activation describes the squid's membrane, which begins with a jump.",
      "Not from here: sigmoid and ReLU came into networks because they work in training, with the neuron as inspiration, not as measurement.",
    ],
    zh: [
      "数学：不漏电、放电后保留余额的膜，频率就是到 1 为止的 ReLU，误差不超过一个脉冲。",
      "极好的近似：没有不应期、处在噪声中的漏电神经元就是 softplus，相差只有最高频率的 0.1 %（σ = 6 mV，到 4 nA 为止）。",
      "只是类比：把单元的数当作频率，这本身就是假设。枪乌贼的膜一开始就跳上去，没有光滑的激活函数能描述它。",
      "并非由此而来：sigmoid 与 ReLU 进入网络，是因为训练时好用；神经元是灵感，不是测量结果。",
    ],
  },
} as const;

/** The texts of the panel, those with numbers in them too. */
export function rateWords(lang: Lang): ReturnType<typeof texts> & {
  readonly leftItems: readonly string[];
  readonly analogyItems: readonly string[];
  neuronSays(at: string, spikes: number, duration: number, rate: string): string;
  unitSays(unit: string, rate: string): string;
} {
  return {
    ...texts(lang),
    leftItems: lists.leftItems[lang],
    analogyItems: lists.analogyItems[lang],
    neuronSays: (at, spikes, duration, rate) =>
      lang === "zh"
        ? `${at}：${duration} 毫秒内 ${spikes} 个脉冲；曲线在此处是 ${rate} Hz。`
        : `${at}: ${spikes} ${spikes === 1 ? "spike" : "spikes"} in ${duration} ms; the curve is at ${rate} Hz here.`,
    unitSays: (unit, rate) =>
      lang === "zh" ? `一个数 ${unit}，放大后是 ${rate} Hz。` : `One number, ${unit}; scaled, ${rate} Hz.`,
  };
}

export const curveTexts: Readonly<
  Record<CurveKind, { readonly name: Text; readonly text: Text; readonly nearest: ActivationName }>
> = {
  integrateAndFire: {
    name: { en: "Without leak", zh: "不漏电" },
    text: {
      en: "A membrane that only adds up and keeps what is above the threshold. Its curve is a ReLU, exactly, up to the ceiling of one spike a step (here 1 ms).",
      zh: "只累加、放电后保留余额的膜。它的曲线就是 ReLU，分毫不差，直到上限：每步（这里 1 毫秒）一个脉冲。",
    },
    nearest: "relu",
  },
  noisyLif: {
    name: { en: "Leaky, in noise", zh: "漏电，有噪声" },
    text: {
      en: "In noise the threshold has no edge: below it the neuron fires now and then. It is a softplus, nearly. Turn the noise down, and the edge of the ReLU comes back; lengthen the refractory period, and the top bends: then a sigmoid is nearer.",
      zh: "有噪声时阈值没有棱角：低于阈值也会偶尔放电，几乎就是 softplus。把噪声调小，ReLU 的棱角又出来了；把不应期调长，上端弯下来，就更像 sigmoid。",
    },
    nearest: "softplus",
  },
  lif: {
    name: { en: "Leaky, no noise", zh: "漏电，无噪声" },
    text: {
      en: "Silent up to the threshold, then steep at once, then flatter, the more so the longer it rests after a spike: none of the three has quite this shape.",
      zh: "到阈值之前沉默，随即陡升，然后变平，不应期越长越平：三种激活函数都不正好是这个形状。",
    },
    nearest: "relu",
  },
  hodgkinHuxley: {
    name: { en: "Hodgkin and Huxley", zh: "霍奇金与赫胥黎" },
    text: {
      en: "The membrane of the first part: nothing, then more than 50 Hz at once. It cannot fire slowly, so no smooth activation describes it.",
      zh: "第一部分的那块膜：先是没有，随即一下子超过 50 Hz。它不会慢慢放电，所以没有光滑的激活函数能描述它。",
    },
    nearest: "sigmoid",
  },
};
