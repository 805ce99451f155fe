import { datasets, gatherRows } from "neurograd";
import { diehlCook } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { rejection, thrown } from "../../../test/support/thrown.js";
import { classAnswers, labelsOfNeurons } from "./neuron-labels.js";

const few = { neurons: 2, shape: [2, 2] };
const four = [
  [
    [1, 0],
    [0, 1],
  ],
];

test("fifteen neurons learn 0, 1 and 7 from 240 images without labels: well above chance, a third", async () => {
  const { xTrain, yTrain } = await datasets.mnist({ train: 2000, test: 1 });
  const rows = Array.from(yTrain.data as Uint8Array, (label, row) => ([0, 1, 7].includes(label) ? row : -1));
  const chosen = rows.filter((row) => row >= 0);
  const [shown, asked] = [chosen.slice(0, 240), chosen.slice(240, 400)];
  const net = diehlCook({ neurons: 15, learningRate: 0.01, seed: 3 });
  const { images, presentations, spikes } = await net.learn(gatherRows(xTrain, shown));
  expect(images).toBe(240);
  expect(presentations).toBeGreaterThanOrEqual(240);
  expect(spikes).toBeGreaterThan(5 * 240);
  await net.assign(gatherRows(xTrain, shown), gatherRows(yTrain, shown));
  expect(net.labels.toFloat64().every((label) => [-1, 0, 1, 7].includes(label))).toBe(true);
  const { classes, counts } = await net.predict(gatherRows(xTrain, asked));
  const right = asked.filter((row, i) => classes.data[i] === yTrain.data[row]).length / asked.length;
  expect(right).toBeGreaterThan(0.8);
  expect(counts.shape).toEqual([160, 15]);
  expect(net.weights.shape).toEqual([15, 28, 28]);
  expect(net.theta.toFloat64().every((theta) => theta > 19)).toBe(true);
  expect(Math.max(...net.theta.toFloat64())).toBeGreaterThan(21);
});

describe("at the same seed", () => {
  const shared = async (seed: number) => {
    const { xTrain, yTrain } = await datasets.mnist({ train: 6, test: 1 });
    const net = diehlCook({ neurons: 4, seed });
    await net.learn(xTrain);
    await net.assign(xTrain, yTrain);
    const first = await net.predict(xTrain);
    expect(await net.predict(xTrain)).toEqual(first);
    return { weights: net.weights, theta: net.theta, labels: net.labels, first };
  };
  test("the same bits; at another others", async () => {
    const one = await shared(1);
    expect(await shared(1)).toEqual(one);
    expect((await shared(2)).weights).not.toEqual(one.weights);
  });
  test("in parts as at once, also where nobody waited", async () => {
    const { xTrain } = await datasets.mnist({ train: 6, test: 1 });
    const [whole, parts] = [diehlCook({ neurons: 4 }), diehlCook({ neurons: 4 })];
    await whole.learn(xTrain);
    await Promise.all([parts.learn(xTrain.slice(0, 2)), parts.learn(xTrain.slice(2))]);
    expect(parts.weights).toEqual(whole.weights);
  });
});

test("it stops before the next image when told to", async () => {
  const { xTrain, yTrain } = await datasets.mnist({ train: 3, test: 1 });
  const net = diehlCook({ neurons: 4 });
  const { weights, labels } = net;
  const signal = AbortSignal.abort();
  expect(await net.learn(xTrain, { signal })).toMatchObject({ images: 0, spikes: 0 });
  await net.assign(xTrain, yTrain, { signal });
  expect((await net.predict(xTrain, { signal })).classes.shape).toEqual([0]);
  expect([net.weights, net.labels]).toEqual([weights, labels]);
});

test("a black image is shown once and has no answer", async () => {
  const net = diehlCook(few);
  const run = await net.predict([
    [
      [0, 0],
      [0, 0],
    ],
  ]);
  expect(run).toMatchObject({ images: 1, presentations: 1, inputSpikes: 0, spikes: 0 });
  expect(run.classes.toArray()).toEqual([-1]);
});

test("an image too weak for an answer is shown 31 times, then it goes on", async () => {
  const { presentations, images } = await diehlCook(few).learn(four.concat(four));
  expect([presentations, images]).toEqual([62, 2]);
});

test("labels are classes of greatest mean, and answers too", () => {
  // Two images of class 0, one of class 1, none of class 2; the third neuron never fired.
  const labels = labelsOfNeurons(Float64Array.of(4, 3, 0, 3, 1, 0, 0, 0, 0), Int32Array.of(0, 1, 0), 3);
  expect(Array.from(labels)).toEqual([1, 0, -1]);
  const counts = Int32Array.of(5, 1, 1, 2, 9, 0, 0, 0, 9, 0, 0, 0);
  // Neurons 0 and 1 have class 2, neuron 2 class 0: 3 against 1; 1 against 9.
  expect(Array.from(classAnswers(counts, Int32Array.of(2, 2, 0)))).toEqual([2, 2, 0, -1]);
});

describe("what it does not take", () => {
  test("options", () => {
    expect(thrown(() => diehlCook({ neurons: 0 }))).toBe(
      "diehlCook: neurons is 0; use a whole number from 1. (invalid_option)",
    );
    expect(thrown(() => diehlCook({ shape: [] }))).toBe(
      "diehlCook: shape is ; give the sizes of an image. (invalid_option)",
    );
    expect(thrown(() => diehlCook({ learningRate: Number.NaN }))).toContain(
      "learningRate is NaN; use a number > 0",
    );
    expect(thrown(() => diehlCook({ seed: -1 }))).toContain("seed is -1; use a whole number from 0");
    expect(thrown(() => diehlCook({ neurons: 1e9 }))).toContain("(limit_exceeded)");
    expect(thrown(() => diehlCook({ neuron: 5 } as object))).toContain("(unknown_name)");
  });
  test("images and labels", async () => {
    const net = diehlCook(few);
    expect(await rejection(net.learn([[1, 0, 0, 1]]))).toBe(
      "diehlCook: learn: images have shape [1, 4]; give [n, 2, 2]. (shape_mismatch)",
    );
    expect(
      await rejection(
        net.predict([
          [
            [1, 0],
            [0, 2],
          ],
        ]),
      ),
    ).toBe("diehlCook: predict: images: brightness 2; give uint8, or numbers from 0 to 1. (invalid_option)");
    expect(
      await rejection(
        net.learn([
          [
            [1, 0],
            [0, Number.NaN],
          ],
        ]),
      ),
    ).toContain("(non_finite_data)");
    expect(await rejection(net.assign(four, [1, 2]))).toBe(
      "diehlCook: assign: labels have shape [2] for 1 images; give one for each. (shape_mismatch)",
    );
    expect(await rejection(net.assign(four, [0.5]))).toBe(
      "diehlCook: assign: labels has 0.5; use whole numbers from 0 to 65535. (invalid_option)",
    );
    expect(await rejection(net.learn(four, { epochs: 2 } as object))).toContain("(unknown_name)");
  });
});
