import { describe, expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { input, layers, sequential, tensor } from "../../index.js";

const data = [
  [1, 200],
  [3, 400],
];

test("adapt before the model is made: mean 2 and 300, deviation 1 and 100", async () => {
  const scale = layers.normalization();
  scale.adapt(data);
  const net = sequential([input({ shape: [2] }), scale]);
  expect((await net.predict(data)).toArray()).toEqual([
    [-1, -1],
    [1, 1],
  ]);
  expect(net.weights.map(({ name, trainable, value }) => [name, trainable, value.toArray()])).toEqual([
    ["normalization/mean", false, [2, 300]],
    ["normalization/variance", false, [1, 10000]],
  ]);
});

test("adapt after the model is made and has run, by the layer or by getLayer", async () => {
  const scale = layers.normalization();
  const net = sequential([input({ shape: [2] }), scale]);
  expect((await net.predict(data)).toArray()).toEqual(data); // mean 0, variance 1
  scale.adapt(data);
  expect(net.getWeights()[0].toArray()).toEqual([2, 300]);
  expect((await net.predict([[2, 300]])).toArray()).toEqual([[0, 0]]);
  net.getLayer("normalization").adapt(tensor([[5, 5]]));
  expect(net.getWeights()[0].toArray()).toEqual([5, 5]);
});

test("a feature that never varies is divided by 1e-7, as in Keras", async () => {
  const scale = layers.normalization();
  scale.adapt([[2], [2]]);
  const net = sequential([input({ shape: [1] }), scale]);
  net.compile({ loss: "mse", runtime: "reference" });
  expect((await net.predict([[2], [2.5]])).toArray()).toEqual([[0], [0.5 / 1e-7]]);
});

test("whole numbers become floats; setWeights after adapt counts", async () => {
  const scale = layers.normalization({ axis: null });
  scale.adapt(new Uint8Array([0, 4]));
  const net = sequential([input({ shape: [2], dtype: "uint8" }), scale]);
  expect((await net.predict(tensor(new Uint8Array([0, 4]), { shape: [1, 2] }))).toArray()).toEqual([[-1, 1]]);
  net.setWeights([tensor(4), tensor(1)]);
  expect((await net.predict(tensor(new Uint8Array([0, 4]), { shape: [1, 2] }))).toArray()).toEqual([[-4, 0]]);
});

test("statistics stay while weights are trained", async () => {
  const scale = layers.normalization();
  scale.adapt(data);
  const net = sequential([
    input({ shape: [2] }),
    scale,
    layers.dense({ units: 1, kernelInitializer: "ones" }),
  ]);
  net.compile({ optimizer: "sgd", loss: "mse", runtime: "reference" });
  await net.fit(data, [[1], [0]], { epochs: 3, verbose: 0 });
  const [mean, variance, kernel] = net.getWeights();
  expect([mean.toArray(), variance.toArray()]).toEqual([
    [2, 300],
    [1, 10000],
  ]);
  expect(kernel.toArray()).not.toEqual([[1], [1]]);
  expect(net.trainableWeights.map(({ name }) => name)).toEqual(["dense/kernel", "dense/bias"]);
});

describe("errors", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "mean without variance": [
      () => layers.normalization({ mean: 1 }),
      "normalization: has mean but no variance; give both, or neither and call adapt. (invalid_option)",
    ],
    "adapt where both are given": [
      () => layers.normalization({ mean: 1, variance: 1, name: "scale" }).adapt(data),
      "scale: mean and variance were given as options; leave them out to learn them by adapt. (invalid_option)",
    ],
    "as many numbers as fit nothing": [
      () => layers.normalization({ mean: [1, 2, 3], variance: [1, 1, 1] }).apply(input({ shape: [2] })),
      "normalization: mean and variance have 3 numbers, the axes of [batch, 2] they are for have 2; give one number, or 2. (shape_mismatch)",
    ],
    "the axis of examples": [
      () => layers.normalization().adapt([1, 2, 3]),
      "normalization: axis -1 of [3] is the axis of examples; choose another, or axis: null for one mean of all. (shape_mismatch)",
    ],
    "an open size": [
      () => layers.normalization().apply(input({ shape: [null] })),
      expect.stringMatching(
        /^normalization: the size of axis 1 of \[batch, open\d+\] is open, so its means cannot be counted; give the input's shape in full\. \(shape_mismatch\)$/,
      ) as unknown as string,
    ],
    "an axis that does not exist": [
      () => layers.normalization({ axis: 3 }).apply(input({ shape: [2] })),
      "normalization: axis 3 does not exist in an array of rank 2; use -2 to 1. (axis_out_of_range)",
    ],
    "adapted to other data": [
      () => {
        const scale = layers.normalization();
        scale.adapt(data);
        sequential([input({ shape: [3] }), scale]);
      },
      "normalization: was adapted to data with mean of shape [2], the model's is [3]; adapt it to data like the model's input. (shape_mismatch)",
    ],
    "a layer with nothing to learn": [
      () => layers.flatten().adapt(data),
      "flatten: has nothing to learn by adapt; only layers such as normalization do. (invalid_option)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toEqual(message));
});
