import { Tensor } from "../../../core/tensor.js";
import { RandomSource } from "../../../data/random-source.js";
import type { Model } from "../../../nn/model.js";
import { hopfield } from "../../memory/index.js";
import { imagesPlot } from "../../plots/index.js";
import { digitSide } from "../draw-digit.js";
import { drawNew } from "../draw-new.js";
import { inBoth, percent, plotSize, type Row, words } from "../row.js";

const size = digitSide * digitSide;
const [samples, stored] = [100, 40];

/** For each image the nearest of others, and how far it is: the root of the summed squares. */
function nearest(
  images: Float64Array,
  others: Float64Array,
): { readonly index: number; readonly distance: number }[] {
  return Array.from({ length: images.length / size }, (_, k) => {
    let [index, least] = [0, Infinity];
    for (let other = 0; other < others.length / size; other++) {
      let sum = 0;
      for (let i = 0; i < size && sum < least; i++)
        sum += (images[k * size + i] - others[other * size + i]) ** 2;
      if (sum < least) [index, least] = [other, sum];
    }
    return { index, distance: Math.sqrt(least) };
  });
}

const mean = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / x.length;
const meanDistance = (images: Float64Array, others: Float64Array): number =>
  mean(nearest(images, others).map(({ distance }) => distance));

/** The probability that a classifier gives its answers, mean: how much the images look like digits to it. */
async function legibility(judge: Model, images: Float64Array): Promise<number> {
  const x = new Tensor(Float32Array.from(images), [images.length / size, digitSide, digitSide], "float32");
  const told = (await judge.predict(x, { batchSize: 100 })).toFloat64();
  return mean(
    Array.from({ length: images.length / size }, (_, k) => Math.max(...told.subarray(10 * k, 10 * k + 10))),
  );
}

/** Where a Hopfield network that has stored some digits comes to rest from noise. */
function dreams(patterns: Float64Array, seed: number): Float64Array {
  const memory = hopfield({
    patterns: new Tensor(patterns, [stored, size], "float64"),
    rule: "pseudoInverse",
  });
  const random = new RandomSource(seed);
  const states = Array.from({ length: samples }, () => {
    const noise = Float64Array.from({ length: size }, () => (random.uniform() < 0.25 ? 1 : -1));
    return Array.from(memory.recall(noise, { seed }).state);
  });
  return Float64Array.from(states.flat());
}

const signs = (images: Float64Array): Float64Array => images.map((v) => (v > 0.5 ? 1 : -1));
const shades = (states: Float64Array): Float64Array => states.map((s) => (s + 1) / 2);

/** What is new in what networks make up. */
export const creativity: Row = {
  row: "creativity",
  title: words("Creativity", "创造力"),
  question: words("Is what it makes up new, and does it make sense?", "它编出来的东西新吗？有意义吗？"),
  published: [
    {
      name: words(
        "judges who told people's new characters from a machine's (50 %: guessing)",
        "能分辨人与机器所写新字符的评判者（50 % 为猜测）",
      ),
      value: "52 %",
      source: "Lake, Salakhutdinov & Tenenbaum (2015), Science 350:1332",
      isConfirmed: false,
    },
  ],
  analogy: words(
    "The distance to the nearest thing learned is measured, 100 % being that of a digit never seen; that this is all there is to creativity is no more than a working definition: it knows nothing of intention, surprise to others, or worth.",
    "与所学之物的最近距离是测得的，100 % 相当于一个从未见过的数字；把这当作创造力的全部，只是权宜的定义：它不涉及意图、使他人惊讶或价值。",
  ),
  measure: async (workshop) => {
    const { xTrain, xTest } = await workshop.digits();
    const judge = await workshop.classifier();
    const [train, test] = [xTrain.toFloat64(), xTest.toFloat64().subarray(0, 2 * samples * size)];
    const drawn = await drawNew(workshop, xTrain, samples);
    const found = nearest(drawn, train);
    const unseen = meanDistance(test, train);

    const patterns = signs(train.subarray(0, stored * size));
    const states = dreams(patterns, workshop.seedOf("dreams"));
    const rests = nearest(states, patterns);
    const strangers = meanDistance(signs(test), patterns);
    const isNew = rests.map(({ distance }) => distance > 0);
    const neighbors = Float64Array.from(
      found.slice(0, 10).flatMap(({ index }) => Array.from(train.subarray(index * size, (index + 1) * size))),
    );
    const novel = [...isNew.keys()].filter((k) => isNew[k]).slice(0, 10);
    const shown = Float64Array.from([
      ...drawn.subarray(0, 10 * size),
      ...neighbors,
      ...novel.flatMap((k) => Array.from(shades(states.subarray(k * size, (k + 1) * size)))),
    ]);
    return {
      artificial: [
        percent(
          "novelty",
          words(
            "drawn by a variational autoencoder: distance to the nearest digit learned (100 %: of a digit never seen)",
            "变分自编码器所画：与最近已学数字的距离（100 %：从未见过的数字）",
          ),
          mean(found.map(({ distance }) => distance)) / unseen,
        ),
        percent(
          "legibility",
          words("how sure a classifier is of them", "分类器对它们的把握"),
          await legibility(judge, drawn),
        ),
        percent(
          "realLegibility",
          words("and of digits never seen", "对从未见过的数字的把握"),
          await legibility(judge, test),
        ),
      ],
      brain: [
        percent(
          "newRests",
          words(
            `Hopfield network with ${stored} digits, from noise: rests in what it never stored`,
            `存有 ${stored} 个数字的 Hopfield 网络，从噪声出发：停在从未存过的状态`,
          ),
          mean(isNew.map(Number)),
        ),
        percent(
          "dreamNovelty",
          words("distance to the nearest digit stored", "与最近已存数字的距离"),
          mean(rests.map(({ distance }) => distance)) / strangers,
        ),
        percent(
          "dreamLegibility",
          words("how sure the classifier is of them", "分类器对它们的把握"),
          await legibility(judge, shades(states)),
        ),
      ],
      plots: [
        inBoth((lang) =>
          imagesPlot(new Tensor(shown, [shown.length / size, digitSide, digitSide], "float64"), {
            width: plotSize.width,
            lang,
            title:
              lang === "en"
                ? "drawn anew; nearest digit learned; blends of memories"
                : "新画的；最近的已学数字；记忆的混合",
          }),
        ),
      ],
    };
  },
};
