import { Tensor } from "../../../core/tensor.js";
import { gatherRows } from "../../../data/gather-rows.js";
import { permutation } from "../../../data/permutation.js";
import * as layers from "../../../nn/layers/index.js";
import { constantCurrent, leakyLayer, stepAccuracy, stepCrossentropy } from "../../layers/index.js";
import { learnLocally, sanger } from "../../learning/index.js";
import { imagesPlot } from "../../plots/index.js";
import { figureOf, inBoth, percent, plotSize, type Row, words } from "../row.js";
import { accuracyOf, hiddenUnits, learn, spikingSteps, type Workshop } from "../workshop.js";

const components = 20;

/** Spiking neurons wired at random and never changed; only what reads them learns. */
async function randomWiring(workshop: Workshop): Promise<number> {
  const digits = await workshop.digits();
  const net = workshop.network(
    "wiring",
    [
      layers.dense({ units: 4 * hiddenUnits, trainable: false }),
      constantCurrent({ steps: spikingSteps }),
      leakyLayer({ beta: 0.9 }),
      layers.dense({ units: 10 }),
      leakyLayer({ beta: 0.9, output: "v" }),
    ],
    { optimizer: "adam", loss: stepCrossentropy(), metrics: [stepAccuracy({ name: "accuracy" })] },
  );
  await learn(net, digits);
  return accuracyOf(net, digits.xTest, digits.yTest);
}

/** Directions that Sanger's rule finds without being told a label, and how well a layer reads digits from them. */
async function untaught(
  workshop: Workshop,
): Promise<{ readonly accuracy: number; readonly weights: Tensor }> {
  const { xTrain, yTrain, xTest, yTest } = await workshop.digits();
  const { weights } = learnLocally(sanger({ learningRate: 0.001 }), xTrain.reshape([xTrain.shape[0], 196]), {
    outputs: components,
    epochs: 3,
    seed: workshop.seedOf("sanger"),
  });
  const net = workshop.network(
    "sanger",
    [
      layers.dense({ units: components, useBias: false, trainable: false }),
      layers.dense({ units: 10, activation: "softmax" }),
    ],
    { optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] },
  );
  const rows = weights.toFloat64();
  const kernel = Float32Array.from(
    { length: rows.length },
    (_, k) => rows[(k % components) * 196 + Math.floor(k / components)],
  );
  const [, ...rest] = net.getWeights();
  net.setWeights([new Tensor(kernel, [196, components], "float32"), ...rest]);
  await learn(net, { xTrain, yTrain });
  return { accuracy: await accuracyOf(net, xTest, yTest), weights };
}

/** Where intelligence comes from: the program, the wiring, or experience. */
export const source: Row = {
  row: "source",
  title: words("Where intelligence comes from", "智能的来源"),
  question: words(
    "What is in the program, what in the wiring, what in experience?",
    "程序里有什么？布线里有什么？经验里有什么？",
  ),
  published: [
    {
      name: words("human genome, two bits a base", "人类基因组，每个碱基 2 比特"),
      value: "0.8 GB",
      source: "3.1 × 10⁹ bases: Nurk et al. (2022), Science 376:44",
      isConfirmed: false,
    },
    {
      name: words("synapses that it cannot list one by one", "它无法逐个列出的突触"),
      value: "10¹⁴–10¹⁵",
      source: "Zador (2019), Nat. Commun. 10:3770",
      isConfirmed: false,
    },
  ],
  analogy: words(
    "That the same program knows nothing before learning and much after it is measured here; calling the program a genome and the weights synapses is an analogy: evolution has learned too, a brain is born with circuits that work, and ours are drawn at random.",
    "同一个程序学习前一无所知、学习后知道很多，这是这里测得的；把程序比作基因组、把权重比作突触则是类比：进化也在学习，大脑生来就有可用的回路，而我们的权重是随机抽取的。",
  ),
  measure: async (workshop) => {
    const { xTrain, yTrain, xTest, yTest } = await workshop.digits();
    const fresh = workshop.freshClassifier("classifier");
    const before = await accuracyOf(fresh, xTest, yTest);
    const after = await accuracyOf(await workshop.classifier(), xTest, yTest);
    const mixed = gatherRows(yTrain, permutation(yTrain.shape[0], workshop.seedOf("mixed")));
    const misled = workshop.freshClassifier("classifier");
    await learn(misled, { xTrain, yTrain: mixed });
    const numbers = fresh.weights.reduce((sum, { value }) => sum + value.size, 0);
    const wiring = await randomWiring(workshop);
    const { accuracy, weights } = await untaught(workshop);
    return {
      artificial: [
        percent(
          "untrained",
          words("digits right, before anything was learned", "学习之前：数字正确率"),
          before,
        ),
        percent("trained", words("after learning", "学习之后"), after),
        percent(
          "misled",
          words("after learning with labels shuffled", "用打乱的标签学习之后"),
          await accuracyOf(misled, xTest, yTest),
        ),
        figureOf("learned", words("numbers that came of experience", "来自经验的数的个数"), numbers),
      ],
      brain: [
        percent(
          "wiring",
          words(
            "spiking neurons wired at random; only the readout learned",
            "随机布线的脉冲神经元，只有读出层学习",
          ),
          wiring,
        ),
        percent(
          "untaught",
          words(
            `${components} directions found without labels (Sanger); only the readout learned`,
            `${components} 个无标签得到的方向（Sanger 规则），只有读出层学习`,
          ),
          accuracy,
        ),
      ],
      plots: [
        inBoth((lang) =>
          imagesPlot(stretched(weights), {
            width: plotSize.width,
            lang,
            title:
              lang === "en"
                ? "what Sanger's rule found in the digits, without labels"
                : "Sanger 规则在数字中找到的方向（无标签）",
          }),
        ),
      ],
    };
  },
};

/** Rows of weights as images from 0 to 1, each by its greatest. */
function stretched(weights: Tensor): Tensor {
  const [n, size] = weights.shape;
  const numbers = weights.toFloat64();
  const images = new Float64Array(numbers.length);
  for (let k = 0; k < n; k++) {
    const row = numbers.subarray(k * size, (k + 1) * size);
    const most = row.reduce((a, b) => Math.max(a, Math.abs(b)), 1e-9);
    for (let i = 0; i < size; i++) images[k * size + i] = 0.5 + row[i] / (2 * most);
  }
  return new Tensor(images, [n, 14, 14], "float64");
}
