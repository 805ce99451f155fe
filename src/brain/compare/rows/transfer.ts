import type { Tensor } from "../../../core/tensor.js";
import * as layers from "../../../nn/layers/index.js";
import type { Model } from "../../../nn/model.js";
import { hodgkinHuxleyAxon } from "../../axon/hodgkin-huxley-axon.js";
import { constantCurrent, leakyLayer } from "../../layers/index.js";
import { curvePlot } from "../../plots/index.js";
import { figureOf, inBoth, percent, plotSize, type Row, words } from "../row.js";
import { hiddenUnits, spikingSteps, type Workshop } from "../workshop.js";

/** Instants at which the axon is drawn [ms]. */
const every = 0.5;

/** How signals travel: layer by layer, and along axons as spikes. */
export const transfer: Row = {
  row: "transfer",
  title: words("How signals travel", "信号怎样传递"),
  question: words(
    "How fast does information move, and how much of it moves at all?",
    "信息传得多快？真正传递的有多少？",
  ),
  published: [
    {
      name: words("squid's axon at 18.5 °C, computed", "枪乌贼轴突，18.5 °C，计算值"),
      value: "18.8 m/s",
      source: "Hodgkin & Huxley (1952), J. Physiol. 117:500, part III",
      isConfirmed: true,
    },
    {
      name: words("the same, measured", "同上，测量值"),
      value: "21.2 m/s",
      source: "Hodgkin & Huxley (1952), J. Physiol. 117:500, part III",
      isConfirmed: false,
    },
    {
      name: words("human nerve fibers", "人的神经纤维"),
      value: "0.5–120 m/s",
      source: "Kandel et al., Principles of Neural Science",
      isConfirmed: false,
    },
    {
      name: words(
        "energy of communication against computation, human cortex",
        "人类皮层中通信与计算的能耗之比",
      ),
      value: "35 : 1",
      source: "Levy & Calvert (2021), PNAS 118:e2008173118",
      isConfirmed: true,
    },
  ],
  analogy: words(
    "The axon is physics and its speed is comparable with the measured one in m/s; a forward pass has no distance, so its milliseconds are those of this computer and say nothing of signals, and the counts of spikes are of one small model.",
    "轴突是物理过程，其速度可以与实测的 m/s 比较；前向传播没有距离，它的毫秒数只属于这台计算机，与信号无关；脉冲数则只属于一个小模型。",
  ),
  measure: async (workshop) => {
    const { xTest, yTest } = await workshop.digits();
    const net = await workshop.classifier();
    const kernels = net.weights.filter(({ shape }) => shape.length === 2);
    const products = kernels.reduce((sum, { shape }) => sum + shape[0] * shape[1], 0);
    const active = shareActive(net, xTest);
    const milliseconds = await timePerImage(net, xTest);

    const axon = hodgkinHuxleyAxon({ compartments: 200, dt: 0.004, duration: 6, every });
    const { spikes, early, whole } = await spikesOf(workshop, xTest, yTest);
    const [n] = xTest.shape;
    const perNeuron = spikes / (n * hiddenUnits);
    return {
      artificial: [
        figureOf("layers", words("layers that wait for one another", "必须依次等待的层数"), kernels.length),
        figureOf(
          "products",
          words("products for an image, whatever it shows", "每张图像的乘法次数，与内容无关"),
          products,
        ),
        percent("active", words("hidden units that are not 0", "输出不为 0 的隐藏单元"), active),
      ],
      brain: [
        figureOf(
          "velocity",
          words("speed of a spike along the squid's axon", "脉冲沿枪乌贼轴突的速度"),
          axon.velocity,
          "m/s",
        ),
        percent(
          "firing",
          words("steps in which a hidden neuron fires", "隐藏神经元发放的时间步比例"),
          perNeuron / spikingSteps,
        ),
        figureOf(
          "events",
          words("additions for an image by spikes of the hidden layer", "隐藏层脉冲为每张图像引起的加法次数"),
          perNeuron * hiddenUnits * 10,
        ),
        percent("early", words("right after a quarter of the steps", "四分之一时间步后的准确率"), early),
        percent("whole", words("right after all steps", "全部时间步后的准确率"), whole),
      ],
      times: [
        figureOf(
          "forward",
          words("forward pass of one image here", "本机上一张图像的前向传播"),
          milliseconds,
          "ms",
        ),
      ],
      plots: [
        inBoth((lang) =>
          curvePlot(alongAxon(axon.v, axon.positions, lang === "en" ? "after" : "经过"), {
            ...plotSize,
            lang,
            labels:
              lang === "en"
                ? ["place along the axon [cm]", "membrane above rest [mV]"]
                : ["沿轴突的位置 [cm]", "相对静息的膜电位 [mV]"],
            y: [-20, 150],
            title: lang === "en" ? "a spike on its way" : "行进中的脉冲",
          }),
        ),
      ],
    };
  },
};

/** Share of units of the first layer that say more than 0. */
function shareActive(net: Model, x: Tensor): number {
  const [kernel, bias] = net.getWeights().map((weight) => weight.toFloat64());
  const [units, inputs] = [bias.length, kernel.length / bias.length];
  const images = x.toFloat64();
  const n = images.length / inputs;
  let active = 0;
  for (let image = 0; image < n; image++)
    for (let unit = 0; unit < units; unit++) {
      let sum = bias[unit];
      for (let i = 0; i < inputs; i++) sum += images[image * inputs + i] * kernel[i * units + unit];
      if (sum > 0) active++;
    }
  return active / (n * units);
}

/** The median of some tries [ms]. */
async function timePerImage(net: Model, x: Tensor): Promise<number> {
  const one = x.slice(0, 1);
  await net.predict(one);
  const times: number[] = [];
  for (let k = 0; k < 15; k++) {
    const start = performance.now();
    await net.predict(one);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[7];
}

/** Spikes of the hidden layer over all images, and how often the answer is right after some steps and after all. */
async function spikesOf(
  workshop: Workshop,
  x: Tensor,
  y: Tensor,
): Promise<{ readonly spikes: number; readonly early: number; readonly whole: number }> {
  const net = await workshop.spikingClassifier();
  const first = workshop.network(
    "spikes",
    [
      layers.dense({ units: hiddenUnits }),
      constantCurrent({ steps: spikingSteps }),
      leakyLayer({ beta: 0.9 }),
    ],
    { loss: "meanSquaredError" },
  );
  first.setWeights(net.getWeights().slice(0, first.weights.length));
  const spikes = (await first.predict(x, { batchSize: 100 })).toFloat64().reduce((a, b) => a + b, 0);
  const membranes = (await net.predict(x, { batchSize: 100 })).toFloat64(); // [images, steps, 10]
  const truth = y.toFloat64();
  const rightAfter = (steps: number): number => {
    let right = 0;
    for (const [image, label] of truth.entries()) {
      const sums = new Float64Array(10);
      for (let k = 0; k < steps * 10; k++) sums[k % 10] += membranes[image * spikingSteps * 10 + k];
      if (sums.indexOf(Math.max(...sums)) === label) right++;
    }
    return right / truth.length;
  };
  return { spikes, early: rightAfter(spikingSteps / 4), whole: rightAfter(spikingSteps) };
}

/** The axon at four instants. */
function alongAxon(v: Tensor, positions: Float64Array, after: string) {
  const [, compartments] = v.shape;
  const rows = v.toFloat64();
  return [1, 3, 5, 7].map((row) => ({
    x: positions,
    y: rows.subarray(row * compartments, (row + 1) * compartments),
    name: `${after} ${(row + 1) * every} ms`,
  }));
}
