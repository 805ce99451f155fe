import { simulate } from "../../engines/simulate.js";
import { askBoth, fitActivation, reluAsSpikes } from "../../mappings/index.js";
import { hodgkinHuxley, mccullochPitts } from "../../neurons/index.js";
import { fIPlot, membranePlot } from "../../plots/index.js";
import { fICurve } from "../../rates/f-i-curve.js";
import { siegertRate } from "../../rates/siegert-rate.js";
import { figureOf, inBoth, percent, plotSize, type Row, words } from "../row.js";

const range = (from: number, step: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => from + step * k);

/** Spikes that a constant current is given for: it must still fire in the last third to count as firing for good. */
const fires = { dt: 0.02, duration: 450, settle: 300 } as const;

/** A unit of a layer beside a cell. */
export const neuron: Row = {
  row: "neuron",
  title: words("The neuron", "神经元"),
  question: words("What does one cell make of what comes in?", "一个细胞怎样处理输入？"),
  published: [
    {
      name: words("short shock that makes the squid's axon fire", "使枪乌贼轴突发放的短电击"),
      value: "6–7 mV",
      source: "Hodgkin & Huxley (1952), J. Physiol. 117:500, figure 12",
      isConfirmed: false,
    },
    {
      name: words("current from which it fires for good; rate there", "持续发放的起始电流；该处的发放率"),
      value: "6.26–6.30 µA/cm²; 52.4 Hz",
      source: "Hodgkin & Huxley (1952), equations 26, 3–15, solved by Runge and Kutta's rule",
      isConfirmed: true,
    },
    {
      name: words("its rate at 10 µA/cm²", "10 µA/cm² 时的发放率"),
      value: "68.32 Hz",
      source: "Hodgkin & Huxley (1952), equations 26, 3–15, solved by Runge and Kutta's rule",
      isConfirmed: true,
    },
  ],
  analogy: words(
    "That a ReLU is the rate of an integrate-and-fire neuron is mathematics and holds exactly; that a living neuron's rate is all that it says is an assumption, and the squid's membrane, which starts at 50 Hz or not at all, is no ReLU.",
    "ReLU 等于积分发放神经元的发放率，这是数学，严格成立；而活的神经元只用发放率说话，这是假设：枪乌贼的膜要么不发放，要么一开始就约 50 Hz，并不像 ReLU。",
  ),
  measure: async () => {
    const [answer] = await askBoth(reluAsSpikes({ steps: 128 }), [0.37]);
    const shocks = range(5, 0.1, 31);
    const shocked = await simulate(hodgkinHuxley(), {
      n: shocks.length,
      initial: { v: shocks },
      dt: 0.01,
      duration: 12,
    });
    const shock = shocks[shocked.spikes.counts().findIndex((count) => count > 0)];
    const curve = await fICurve(hodgkinHuxley(), [...range(6.1, 0.05, 7), 8, 10, 15, 20, 30], fires);
    const first = curve.rates.findIndex((rate) => rate > 0);
    const inputs = range(0, 0.1, 41);
    const noisy = inputs.map((current) =>
      siegertRate({ mean: -70 + 10 * current, deviation: 6, tRefractory: 2 }),
    );
    const softplus = await fitActivation({ currents: inputs, rates: noisy }, "softplus");
    const squid = await fitActivation(curve, "softplus");
    const run = await simulate(hodgkinHuxley(), { current: 10, dt: 0.02, duration: 60, record: ["v"] });
    return {
      artificial: [
        figureOf("reluAnswer", words("a ReLU's answer to 0.37", "ReLU 对 0.37 的回答"), answer.activation),
        figureOf(
          "unitStates",
          words("numbers that a unit keeps until the next input", "单元为下一次输入保留的数的个数"),
          Object.keys(mccullochPitts().initialState).length,
        ),
      ],
      brain: [
        figureOf(
          "spikingAnswer",
          words(
            "an integrate-and-fire neuron's, spikes in 128 steps",
            "积分发放神经元的回答，128 步内的脉冲率",
          ),
          answer.rate,
        ),
        figureOf(
          "membraneStates",
          words("numbers that Hodgkin and Huxley's membrane keeps", "霍奇金-赫胥黎膜保留的数的个数"),
          Object.keys(hodgkinHuxley().initialState).length,
        ),
        figureOf("shock", words("shock from which it fires", "使其发放的最小电击"), shock, "mV"),
        figureOf(
          "onset",
          words("current from which it fires for good", "持续发放的起始电流"),
          curve.currents[first],
          "µA/cm²",
        ),
        figureOf("onsetRate", words("its rate there", "该处的发放率"), curve.rates[first], "Hz"),
        figureOf(
          "rateAt10",
          words("its rate at 10 µA/cm²", "10 µA/cm² 时的发放率"),
          curve.rates[curve.currents.indexOf(10)],
          "Hz",
        ),
        percent(
          "softplusError",
          words("how far a softplus is from a leaky neuron in noise", "softplus 与有噪声的漏积分神经元之差"),
          softplus.error,
        ),
        percent(
          "squidError",
          words("how far it is from the squid's membrane", "softplus 与枪乌贼膜之差"),
          squid.error,
        ),
      ],
      plots: [
        inBoth((lang) =>
          membranePlot(run, {
            ...plotSize,
            lang,
            title:
              lang === "en" ? "Hodgkin and Huxley's membrane at 10 µA/cm²" : "霍奇金-赫胥黎膜，10 µA/cm²",
          }),
        ),
        inBoth((lang) =>
          fIPlot(
            {
              [lang === "en" ? "squid" : "枪乌贼"]: curve,
              softplus: { currents: curve.currents, rates: squid.rates },
            },
            { ...plotSize, lang, unit: "µA/cm²" },
          ),
        ),
      ],
    };
  },
};
