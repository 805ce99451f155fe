import { input, layers, losses, sequential, tensor } from "neurograd";
import { countMeanSquaredError, rateDecoder } from "neurograd/brain";
import { expect, test } from "vitest";
import { rejection, thrown } from "../../../test/support/thrown.js";

// Figures of PyTorch 2.13 in float64: mse_loss(s.sum(1), target) / T, and cross_entropy(v.max(1)).

const spikes = tensor([
  [
    [1, 0, 1],
    [1, 1, 0],
    [0, 1, 0],
    [1, 0, 0],
    [1, 1, 0],
  ],
  [
    [0, 0, 1],
    [0, 1, 1],
    [0, 0, 1],
    [1, 0, 1],
    [0, 1, 0],
  ],
]);

test.each([
  { options: {}, expected: 0.5666666666666667 },
  { options: { correctRate: 0.8, incorrectRate: 0.2 }, expected: 1 / 6 },
])("counts against those wanted: $options", async ({ options, expected }) => {
  const net = sequential([input({ shape: [5, 3] }), layers.identity()]);
  net.compile({ loss: countMeanSquaredError(options), runtime: "reference" });
  const { loss } = await net.evaluate(spikes, tensor([0, 2]));
  expect(loss).toBeCloseTo(expected, 6);
});

test("the cross-entropy of the highest membranes is that of rateDecoder({ take: 'max' })", async () => {
  const net = sequential([input({ shape: [2, 3] }), rateDecoder({ take: "max" })]);
  net.compile({ loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }), runtime: "reference" });
  const membranes = tensor([
    [
      [0.1, -0.4, 0.9],
      [1.2, 0.3, 0.5],
    ],
    [
      [0.7, 0.2, -1],
      [-0.3, 0.8, 0.1],
    ],
  ]);
  const { loss } = await net.evaluate(membranes, tensor([2, 0]));
  expect(loss).toBeCloseTo(1.0202, 4);
});

test("rates are shares, and time is known", async () => {
  expect(thrown(() => countMeanSquaredError({ correctRate: 2 }))).toBe(
    "countMeanSquaredError: correctRate is 2; use a number from 0 to 1. (invalid_option)",
  );
  const net = sequential([input({ shape: [3] }), layers.identity()]);
  net.compile({ loss: countMeanSquaredError(), runtime: "reference" });
  expect(await rejection(net.evaluate(tensor([[1, 0, 1]]), tensor([0])))).toMatch(
    /expects spikes \[batch, time, classes\] with known numbers of steps and classes, got \[\w+, 3\]; end the model with leakyLayer\(\)/,
  );
});
