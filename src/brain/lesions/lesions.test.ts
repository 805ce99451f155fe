import { datasets, input, layers, sequential, setSeed } from "neurograd";
import {
  allToAll,
  constantCurrent,
  degradation,
  hopfield,
  leakyLayer,
  lesion,
  lesionConnections,
  overlap,
  stepAccuracy,
  stepCrossentropy,
} from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { rejection, thrown } from "../../../test/support/thrown.js";
import { erfOf } from "../../core/ops/erf.js";
import { RandomSource } from "../../data/random-source.js";

const zeros = (values: ArrayLike<number>): number => Array.from(values).filter((w) => w === 0).length;

describe("lesion", () => {
  test("cuts the share of those that are there, others stay as they were", () => {
    const weights = Float32Array.from({ length: 200 }, (_, i) => (i < 40 ? 0 : i));
    const cut = lesion(weights, { share: 0.25, seed: 3 }).toFloat64();
    expect(zeros(cut)).toBe(40 + 40); // a quarter of 160
    for (const [i, w] of cut.entries()) expect(w === 0 || w === weights[i]).toBe(true);
    expect(lesion(weights, { share: 0.25, seed: 3 }).toFloat64()).toEqual(cut);
    expect(lesion(weights, { share: 0.25, seed: 4 }).toFloat64()).not.toEqual(cut);
    expect(zeros(lesion(weights, { share: 1 }).toFloat64())).toBe(200);
    expect(lesion(weights, { share: 0 }).toFloat64()).toEqual(Float64Array.from(weights));
  });

  test("symmetric: both directions or none", () => {
    const n = 12;
    const weights = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => (i === j ? 0 : 1)),
    );
    const cut = lesion(weights, { share: 0.5, symmetric: true }).toArray() as number[][];
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) expect(cut[i][j]).toBe(cut[j][i]);
    expect(zeros(cut.flat())).toBe(n + 66); // the diagonal, and half of 66 pairs twice
  });

  test("connections: what is left keeps sender, receiver and weight", () => {
    const matrix = Array.from({ length: 6 }, (_, i) => Array.from({ length: 5 }, (_, j) => 10 * i + j + 1));
    const { offsets, targets, weights } = lesionConnections(allToAll(matrix), { share: 0.4, seed: 2 })(6, 5);
    expect(targets).toHaveLength(18);
    expect(offsets[6]).toBe(18);
    for (let i = 0; i < 6; i++)
      for (let s = offsets[i]; s < offsets[i + 1]; s++) expect(weights[s]).toBe(10 * i + targets[s] + 1);
  });

  test("errors", () => {
    expect(thrown(() => lesion([1], { share: 1.5 }))).toBe(
      "lesion: share is 1.5; use a number from 0 to 1. (invalid_option)",
    );
    expect(thrown(() => lesion([[1, 2]], { share: 0.1, symmetric: true }))).toBe(
      "lesion: weights of shape [1, 2] are no synapses between n units; give [n, n], or leave symmetric out. (shape_mismatch)",
    );
  });
});

describe("a Hopfield memory with synapses cut", () => {
  const check = beside(
    "Hopfield memory, share d cut: wrong bits after one step ½ erfc(√((1 − d) N/2P)) (signal to noise)",
  );
  const [n, count] = [400, 40];
  const random = new RandomSource(7);
  const patterns = Array.from({ length: count }, () =>
    Array.from({ length: n }, () => (random.uniform() < 0.5 ? -1 : 1)),
  );

  test("first steps from the patterns err as computed", () => {
    const { weights } = hopfield({ patterns });
    for (const share of [0, 0.5, 0.8]) {
      const cut = lesion({ data: weights, shape: [n, n] }, { share, symmetric: true }).toFloat64();
      let wrong = 0;
      for (const pattern of patterns)
        for (let i = 0; i < n; i++) {
          let field = 0;
          for (let j = 0; j < n; j++) field += cut[i * n + j] * pattern[j];
          wrong += Number(field * pattern[i] <= 0);
        }
      const computed = (1 - erfOf(Math.sqrt(((1 - share) * n) / (2 * count)))) / 2;
      const deviation = Math.sqrt((computed * (1 - computed)) / (n * count));
      check(`wrong bits, ${100 * share} % cut`, wrong / (n * count), {
        published: computed,
        absolute: 4 * deviation + 0.1 * computed, // patterns have chance overlaps
      });
    }
  });

  test("few patterns are recalled with half of the synapses, not with 95 % cut", () => {
    const recalled = (share: number): number => {
      const memory = hopfield({ patterns: patterns.slice(0, 10) });
      memory.weights.set(
        lesion({ data: memory.weights, shape: [n, n] }, { share, symmetric: true, seed: 1 }).toFloat64(),
      );
      const cue = patterns[0].map((s, i) => (i % 10 === 0 ? -s : s)); // a tenth wrong
      return overlap(memory.recall(cue).state, patterns[0]);
    };
    expect(recalled(0.5)).toBeGreaterThan(0.98);
    expect(recalled(0.95)).toBeLessThan(0.9);
  });
});

describe("trained networks with synapses cut", () => {
  test.each(["dense", "spiking"])(
    "%s: a tenth cut costs little, nine tenths nearly all; afterwards the model is whole",
    async (kind) => {
      setSeed(1);
      const { xTrain, yTrain, xTest, yTest } = await datasets.mnist({ train: 1000, test: 200 });
      const begin = [
        input({ shape: [28, 28], dtype: "uint8" }),
        layers.rescaling({ scale: 1 / 255 }),
        layers.flatten(),
      ];
      const dense = [
        layers.dense({ units: 48, activation: "relu" }),
        layers.dense({ units: 10, activation: "softmax" }),
      ];
      const spiking = [
        layers.dense({ units: 48 }),
        constantCurrent({ steps: 6 }),
        leakyLayer({ beta: 0.9 }),
        layers.dense({ units: 10 }),
        leakyLayer({ beta: 0.9, output: "v" }),
      ];
      const isDense = kind === "dense";
      const net = sequential([...begin, ...(isDense ? dense : spiking)]);
      net.compile({
        optimizer: "adam",
        loss: isDense ? "sparseCategoricalCrossentropy" : stepCrossentropy(),
        metrics: isDense ? ["accuracy"] : [stepAccuracy({ name: "accuracy" })],
        threads: 1,
      });
      await net.fit(xTrain, yTrain, { epochs: 4, batchSize: 32, verbose: 0 });
      const accuracy = async (): Promise<number> => (await net.evaluate(xTest, yTest)).accuracy;
      const before = net.getWeights().map((w) => w.toFloat64());
      const { shares, scores } = await degradation(net, accuracy, { shares: [0, 0.1, 0.9], repeats: 1 });
      expect(shares).toEqual([0, 0.1, 0.9]);
      expect(scores[0]).toBeGreaterThan(0.7); // chance is 0.1
      expect(scores[0]).toBe(await accuracy());
      expect(scores[0] - scores[1]).toBeLessThan(0.06);
      expect(scores[2]).toBeLessThan(0.7 * scores[0]);
      expect(net.getWeights().map((w) => w.toFloat64())).toEqual(before);
    },
    60_000,
  );

  test("errors", async () => {
    const net = sequential([input({ shape: [2] }), layers.flatten()]);
    expect(await rejection(degradation(net, () => 0))).toBe(
      "degradation: the model has no trainable weights with two axes; give one with layers such as dense or conv2d. (invalid_option)",
    );
  });
});
