/** A figure about the brain, and whether we found it in its source. */
export interface BudgetFigure {
  readonly what: Readonly<Record<"en" | "zh", string>>;
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  /** False: written down from memory, not looked up in its source. */
  readonly isConfirmed: boolean;
}

const levy = "Levy & Calvert (2021), PNAS 118:e2008173118";
const attwell = "Attwell & Laughlin (2001), J. Cereb. Blood Flow Metab. 21:1133";
const howarth = "Howarth, Gleeson & Attwell (2012), J. Cereb. Blood Flow Metab. 32:1222";

const share = (source: string, value: number, en: string, zh: string): BudgetFigure => ({
  what: { en, zh },
  value,
  unit: "%",
  source,
  isConfirmed: true,
});

/** What the brain spends, and on what. */
export const brainBudget: readonly BudgetFigure[] = [
  {
    what: { en: "computation in the cortex (ATP)", zh: "皮层中的计算（ATP）" },
    value: 0.1,
    unit: "W",
    source: levy,
    isConfirmed: true,
  },
  {
    what: { en: "communication, as a multiple of computation", zh: "通信，为计算的倍数" },
    value: 35,
    unit: "×",
    source: levy,
    isConfirmed: true,
  },
  {
    what: { en: "the whole brain", zh: "整个大脑" },
    value: 20,
    unit: "W",
    source: "Clarke & Sokoloff (1999)",
    isConfirmed: false,
  },
  {
    what: { en: "neurons of a human brain", zh: "人脑的神经元" },
    value: 86e9,
    unit: "",
    source: "Azevedo et al. (2009)",
    isConfirmed: false,
  },
  share(attwell, 47, "signalling in rodent cortex: action potentials", "啮齿类皮层信号：动作电位"),
  share(attwell, 34, "… postsynaptic currents", "……突触后电流"),
  share(attwell, 13, "… resting potentials", "……静息电位"),
  share(attwell, 3, "… glutamate recycling", "……谷氨酸循环"),
  share(howarth, 50, "the same, revised: postsynaptic currents", "同上，修订后：突触后电流"),
  share(howarth, 21, "… action potentials", "……动作电位"),
  share(howarth, 20, "… resting potentials", "……静息电位"),
  share(howarth, 5, "… transmitter release", "……递质释放"),
  share(howarth, 4, "… transmitter recycling", "……递质循环"),
];

/** What is wrong with such figures, to be read beside them. */
export const criticism: Readonly<Record<"en" | "zh", readonly string[]>> = {
  en: [
    "Arithmetic alone flatters spikes: a weight must be fetched for each of them, and fetching costs five to fifty times what adding does. One measurement finds that such figures are too low by a factor of about 700 (spyx, pull request 76).",
    "A network of T steps carries ⌈log₂(T + 1)⌉ bits a neuron. Against an ordinary network quantized to as many bits, memory included, spikes win only below a rate of 5.7 % at T = 5 (arXiv:2409.08290, version 4; earlier versions said 6.4 %); spyx measured the crossing at 5.99 %.",
    "All energies are of one chip technology of 2014 (45 nm, 0.9 V), with memories on the chip and no wires, no control and no idle current. They are for comparing, not for a bill.",
    "A processor multiplies zeros as well: without hardware made for events the additions that spikes save are not saved.",
  ],
  zh: [
    "只算算术会美化脉冲：每个脉冲都要取一次权重，而取数的代价是加法的五到五十倍。有一项测量发现，这类数字低估了约 700 倍（spyx，拉取请求 76）。",
    "T 步的网络中每个神经元携带 ⌈log₂(T + 1)⌉ 比特。与量化到同样比特数的普通网络相比，计入存储后，T = 5 时发放率低于 5.7 % 脉冲才占优（arXiv:2409.08290 第 4 版；早期版本为 6.4 %）；spyx 测得的交叉点为 5.99 %。",
    "所有能量都属于 2014 年的一种芯片工艺（45 nm，0.9 V），存储器都在片上，不计导线、控制与空闲电流。它们用于比较，不是账单。",
    "通用处理器也会乘零：没有为事件而造的硬件，脉冲省下的加法并没有真正省下。",
  ],
};
