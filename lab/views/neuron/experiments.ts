import type { Text } from "../../text/lang.js";
import type { Blocked, Pulse } from "./squid-run.js";

/** Something telling to do to the membrane: from rest, with these currents. */
export interface Experiment {
  readonly id: string;
  readonly title: Text;
  /** What to look at. */
  readonly look: Text;
  readonly pulses: readonly Pulse[];
  readonly blocked: Blocked;
}

const free: Blocked = { sodium: false, potassium: false };
const pulse = (from: number, length: number, current: number): Pulse => ({
  from,
  to: from + length,
  current,
});

export const experiments: readonly Experiment[] = [
  {
    id: "small",
    title: { en: "A kick of 6", zh: "踢一下：6" },
    look: {
      en: "1 ms of 6 µA/cm²: V rises a little and falls back. The doors hardly moved. Now try 7.",
      zh: "6 µA/cm²，持续 1 毫秒：V 略升，又落回。门几乎没动。再试 7。",
    },
    pulses: [pulse(5, 1, 6)],
    blocked: free,
  },
  {
    id: "spike",
    title: { en: "A kick of 7", zh: "踢一下：7" },
    look: {
      en: "One sixth more, and a whole spike: all or nothing. m opens and lets Na⁺ in, which lifts V, which opens more m. Then h closes, n opens, and K⁺ brings V down.",
      zh: "只多六分之一，就是一个完整的脉冲：全或无。m 打开放入 Na⁺，V 升高，又打开更多 m。随后 h 关、n 开，K⁺ 流出把 V 拉下来。",
    },
    pulses: [pulse(5, 1, 7)],
    blocked: free,
  },
  {
    id: "twice",
    title: { en: "Two kicks", zh: "踢两下" },
    look: {
      en: "20 µA/cm² twice, 9 ms apart: the second fails. h is still closed and n still open: the neuron is refractory.",
      zh: "20 µA/cm²，相隔 9 毫秒踢两下：第二下没有脉冲。h 还关着，n 还开着：神经元处于不应期。",
    },
    pulses: [pulse(5, 1, 20), pulse(14, 1, 20)],
    blocked: free,
  },
  {
    id: "train",
    title: { en: "Hold 10", zh: "一直注入 10" },
    look: {
      en: "A steady current, a steady train: 68 spikes a second. In the plane, the path never comes to rest; it goes round.",
      zh: "恒定的电流，规则的脉冲序列：每秒 68 个。在相平面上，轨迹停不下来，一圈圈地转。",
    },
    pulses: [pulse(5, 1e9, 10)],
    blocked: free,
  },
  {
    id: "rebound",
    title: { en: "Let go of −10", zh: "松开 −10" },
    look: {
      en: "Held down for 20 ms, then let go: it fires though nobody pushed it up. Being held down opened h and closed n.",
      zh: "压住 20 毫秒再松开：没有人往上推，它却放电了。压住时 h 打开了，n 关上了。",
    },
    pulses: [pulse(5, 20, -10)],
    blocked: free,
  },
  {
    id: "poison",
    title: { en: "Pufferfish poison", zh: "河豚毒素" },
    look: {
      en: "Tetrodotoxin blocks the sodium channels. 20 µA/cm² now lift V a little, and no spike comes, however long you wait.",
      zh: "河豚毒素堵住钠通道。20 µA/cm² 只能把 V 抬高一点，等多久都没有脉冲。",
    },
    pulses: [pulse(5, 1e9, 20)],
    blocked: { sodium: true, potassium: false },
  },
];
