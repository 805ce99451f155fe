import type { Learning } from "../../../nn/learning.js";
import {
  feedbackAlignment,
  predictiveCoding,
  replaySpikes,
  stdp,
  tripletStdp,
} from "../../learning/index.js";
import { stdpPlot } from "../../plots/index.js";
import { figureOf, inBoth, percent, plotSize, type Row, words } from "../row.js";
import { accuracyOf, learn, type Workshop } from "../workshop.js";

/** Changes of a synapse by 60 pairs, the spike after 10 ms behind the one before. */
function pairedAt(hz: number): number {
  const pre = Array.from({ length: 60 }, (_, k) => (k * 1000) / hz);
  const post = pre.map((t) => t + 10);
  return replaySpikes(tripletStdp({ wMax: 10 }), { pre, post, weight: 5 }) - 5;
}

async function taught(workshop: Workshop, name: string, learning: Learning): Promise<number> {
  const digits = await workshop.digits();
  const net = workshop.freshClassifier(name, { learning });
  await learn(net, digits);
  return accuracyOf(net, digits.xTest, digits.yTest);
}

/** Backpropagation beside rules that a synapse could follow. */
export const learning: Row = {
  row: "learning",
  title: words("Learning", "学习"),
  question: words("How does a connection know how it should change?", "一个连接怎样知道自己该如何改变？"),
  published: [
    {
      name: words(
        "feedback alignment on MNIST, 784-1000-10: wrong",
        "MNIST 上的反馈对齐，784-1000-10：错误率",
      ),
      value: "2.1 %",
      source: "Lillicrap et al. (2016), Nat. Commun. 7:13276",
      isConfirmed: true,
    },
    {
      name: words("backpropagation there: wrong", "同一网络的反向传播：错误率"),
      value: "2.4 %",
      source: "Lillicrap et al. (2016), Nat. Commun. 7:13276",
      isConfirmed: false,
    },
    {
      name: words("windows of spike timing, hippocampal cells", "海马细胞的脉冲时序窗口"),
      value: "16.8 / 33.7 ms",
      source: "Bi & Poo (2001), Annu. Rev. Neurosci. 24:139",
      isConfirmed: true,
    },
    {
      name: words(
        "digits told apart by STDP alone, 6,400 neurons, MNIST",
        "仅靠 STDP 分辨 MNIST 数字，6400 个神经元",
      ),
      value: "95 %",
      source: "Diehl & Cook (2015), Front. Comput. Neurosci. 9:99",
      isConfirmed: true,
    },
  ],
  analogy: words(
    "That synapses change with the timing of spikes is measured, and predictive coding with fixed predictions is backpropagation exactly; that cortex computes gradients in any of these ways is an analogy that nobody has shown.",
    "突触随脉冲时序改变，这是实测的；预测固定的预测编码严格等于反向传播；而皮层以其中任何一种方式计算梯度，只是尚无人证实的类比。",
  ),
  measure: async (workshop) => {
    const { xTest, yTest } = await workshop.digits();
    const backpropagation = await accuracyOf(await workshop.classifier(), xTest, yTest);
    const alignment = await taught(
      workshop,
      "classifier",
      feedbackAlignment({ seed: workshop.seedOf("feedback") }),
    );
    const predictive = await taught(workshop, "classifier", predictiveCoding());
    const spiking = await accuracyOf(await workshop.spikingClassifier(), xTest, yTest);
    const rule = stdp({ tauPlus: 16.8, tauMinus: 33.7 });
    const change = (dt: number): number =>
      replaySpikes(rule, { pre: [200], post: [200 + dt], weight: 0.5 }) - 0.5;
    return {
      artificial: [
        percent(
          "backpropagation",
          words("digits right, by backpropagation", "反向传播：数字识别正确"),
          backpropagation,
        ),
      ],
      brain: [
        percent("feedbackAlignment", words("by feedback alignment", "反馈对齐"), alignment),
        percent("predictiveCoding", words("by predictive coding", "预测编码"), predictive),
        percent("spiking", words("spiking neurons, by surrogate gradients", "脉冲神经元，代理梯度"), spiking),
        figureOf(
          "causal",
          words(
            "synapse of 0.5, the spike before comes 10 ms earlier",
            "权重 0.5 的突触，突触前脉冲早 10 ms",
          ),
          change(10),
        ),
        figureOf("anticausal", words("comes 10 ms later", "突触前脉冲晚 10 ms"), change(-10)),
        figureOf(
          "slowPairs",
          words("60 pairs at 1 Hz, triplet rule", "60 对脉冲，1 Hz，三脉冲规则"),
          pairedAt(1),
        ),
        figureOf("fastPairs", words("60 pairs at 20 Hz", "60 对脉冲，20 Hz"), pairedAt(20)),
      ],
      plots: [inBoth((lang) => stdpPlot(change, { ...plotSize, lang }))],
    };
  },
};
