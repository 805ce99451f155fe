import { Tensor } from "../../../core/tensor.js";
import { RandomSource } from "../../../data/random-source.js";
import { poissonCode } from "../../codes/index.js";
import { clockDriven } from "../../engines/clock-driven.js";
import { randomConnections } from "../../engines/connections.js";
import { eventDriven } from "../../engines/event-driven.js";
import type { Network } from "../../engines/network.js";
import { hopfield, overlap } from "../../memory/index.js";
import { lif } from "../../neurons/index.js";
import { curvePlot } from "../../plots/index.js";
import { figureOf, inBoth, percent, plotSize, type Row, words } from "../row.js";
import { accuracyOf, type Workshop } from "../workshop.js";

const cut = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const duration = 300;

/** A hundred neurons that excite and inhibit each other. */
function cortex(seed: number): Network {
  const neuron = lif({
    tauMembrane: 20,
    resistance: 1,
    vRest: 0,
    vThreshold: 20,
    vReset: 10,
    tRefractory: 2,
  });
  const join = (weight: number, part: number) =>
    randomConnections({ probability: 0.1, weight, seed: seed + part });
  return {
    populations: {
      outside: { spikes: poissonCode({ duration, seed }).encode(new Array<number>(200).fill(50)) },
      e: { neuron, n: 80, current: 12 },
      i: { neuron, n: 20, current: 12 },
    },
    projections: [
      { from: "outside", to: "e", connect: join(0.9, 1), delay: 1.5 },
      { from: "e", to: "i", connect: join(1.5, 2), delay: 1.5 },
      { from: "i", to: "e", connect: join(-3, 3), delay: 1.5 },
    ],
  };
}

/** Digits right when a share of the weights is cut, for each share. */
async function cutClassifier(workshop: Workshop): Promise<number[]> {
  const { xTest, yTest } = await workshop.digits();
  const whole = (await workshop.classifier()).getWeights();
  const net = workshop.freshClassifier("cut");
  const accuracies: number[] = [];
  for (const share of cut) {
    const random = new RandomSource(workshop.seedOf("cut"));
    net.setWeights(
      whole.map((weight) =>
        weight.shape.length < 2
          ? weight
          : new Tensor(
              Float32Array.from(weight.toFloat64(), (w) => (random.uniform() < share ? 0 : w)),
              weight.shape,
              "float32",
            ),
      ),
    );
    accuracies.push(await accuracyOf(net, xTest, yTest));
  }
  return accuracies;
}

const [units, stored] = [200, 10];

/** A Hopfield network, what it stores, and how well it recalls when a share of its synapses is cut; and how many cues come to rest when all units move at once. */
function cutMemory(seed: number) {
  const random = new RandomSource(seed);
  const sign = (): number => (random.uniform() < 0.5 ? 1 : -1);
  const patterns = Array.from({ length: stored }, () => Array.from({ length: units }, sign));
  const cues = patterns.map((pattern) => pattern.map((s) => (random.uniform() < 0.1 ? -s : s)));
  const overlaps = cut.map((share) => {
    const memory = hopfield({ patterns });
    const draw = new RandomSource(seed, 1);
    for (let i = 0; i < units; i++)
      for (let j = 0; j < i; j++)
        if (draw.uniform() < share) memory.weights[i * units + j] = memory.weights[j * units + i] = 0;
    const found = cues.map((cue, k) => overlap(memory.recall(cue, { seed }).state, patterns[k]));
    return found.reduce((a, b) => a + b, 0) / stored;
  });
  const full = hopfield({ patterns });
  const strangers = Array.from({ length: 100 }, () => Array.from({ length: units }, sign));
  const rests = (update: "async" | "sync"): number =>
    strangers.filter((cue) => full.recall(cue, { update, seed }).settled).length / strangers.length;
  return { overlaps, async: rests("async"), sync: rests("sync") };
}

/** Layers in step beside cells without a clock. */
export const parallelism: Row = {
  row: "parallelism",
  title: words("Working in parallel", "并行工作"),
  question: words(
    "What can happen at the same time, without a clock, and with parts missing?",
    "什么能同时发生、不需时钟、缺了部分也行？",
  ),
  published: [
    {
      name: words("neurons of a human brain, all at work at once", "人脑中同时工作的神经元"),
      value: "86 × 10⁹",
      source: "Azevedo et al. (2009), J. Comp. Neurol. 513:532",
      isConfirmed: false,
    },
  ],
  analogy: words(
    "That events give the same spikes as a clock, and that units which move one after another come to rest, is exact; that both kinds of network go on with connections cut is measured here; but our cells take turns on a few processors, while a brain's neurons need not, and no layer of ours repairs itself.",
    "事件驱动与时钟驱动给出相同的脉冲、逐个更新的单元必然停下，这些严格成立；两种网络在切断连接后仍能工作，是这里测得的；但我们的细胞在几个处理器上轮流计算，大脑的神经元却不必，我们的层也不会自我修复。",
  ),
  measure: async (workshop) => {
    const net = await workshop.classifier();
    const widths = net
      .getWeights()
      .filter(({ shape }) => shape.length === 2)
      .map(({ size }) => size);
    const accuracies = await cutClassifier(workshop);
    const network = cortex(workshop.seed);
    const clock = await clockDriven(network, { dt: 0.1, duration });
    const events = eventDriven(network, { dt: 0.1, duration });
    const same = ["e", "i"].every((name) => {
      const [a, b] = [clock.spikes[name], events.spikes[name]];
      return (
        a.length === b.length && a.byNeuron().every((times, k) => times.every((t, i) => t === b.of(k)[i]))
      );
    });
    const memory = cutMemory(workshop.seedOf("cut memory"));
    const half = cut.indexOf(0.5);
    return {
      artificial: [
        figureOf(
          "depth",
          words("layers that must wait for one another", "必须依次等待的层数"),
          widths.length,
        ),
        percent(
          "together",
          words("products of an image that could be made at once", "一张图像中可以同时进行的乘法"),
          Math.max(...widths) / widths.reduce((a, b) => a + b, 0),
        ),
        percent(
          "cutHalf",
          words("digits right with half of the weights cut", "切断一半权重后的数字正确率"),
          accuracies[half],
        ),
        percent("cutNone", words("with none cut", "不切断时"), accuracies[0]),
      ],
      brain: [
        figureOf(
          "sameSpikes",
          words("spikes that events and clock give alike", "事件驱动与时钟驱动相同的脉冲数"),
          same ? clock.spikes.e.length + clock.spikes.i.length : 0,
        ),
        percent(
          "looks",
          words(
            "looks at a neuron that events need, of the clock's",
            "事件驱动查看神经元的次数，占时钟驱动的",
          ),
          events.updates / ((100 * duration) / 0.1),
        ),
        percent(
          "asyncRests",
          words(
            "Hopfield network, unit after unit: cues that come to rest",
            "Hopfield 网络逐个更新：停下的初态",
          ),
          memory.async,
        ),
        percent("syncRests", words("all units at once", "全部同时更新"), memory.sync),
        figureOf(
          "cutMemory",
          words("overlap after recall with half of the synapses cut", "切断一半突触后回忆的重叠"),
          memory.overlaps[half],
        ),
      ],
      plots: [
        inBoth((lang) =>
          curvePlot(
            [
              { x: cut, y: accuracies, name: lang === "en" ? "network: digits right" : "网络：数字正确率" },
              { x: cut, y: memory.overlaps, name: lang === "en" ? "Hopfield: overlap" : "Hopfield：重叠" },
            ],
            {
              ...plotSize,
              lang,
              labels:
                lang === "en" ? ["share of connections cut", "what is left"] : ["切断的连接比例", "剩余能力"],
              title: lang === "en" ? "with connections cut" : "切断连接之后",
              y: [0, 1.3],
              dots: true,
            },
          ),
        ),
      ],
    };
  },
};
