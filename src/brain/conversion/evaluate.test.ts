import { toSpiking } from "neurograd/brain";
import { expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { identityMatrix, onReference } from "../../../test/support/on-reference.js";
import { input, layers, sequential } from "../../index.js";

test("accuracy after more and more steps, and the spikes it took", async () => {
  const net = onReference(
    sequential([
      input({ shape: [2] }),
      layers.dense({ units: 2, activation: "relu" }),
      layers.dense({ units: 2, activation: "softmax" }),
    ]),
  );
  net.setWeights([identityMatrix(2), [0, 0], identityMatrix(2), [0, 0.125]]);
  const spiking = await toSpiking(net, { samples: [[1, 1]], normalization: "max", startAtHalf: false });
  const x = [
    [1, 0.5], // spikes at every step; at every second one
    [0.5, 0.25], // nothing at first, and the bias decides
    [0.25, 0.75],
  ];
  const report = await spiking.evaluate(x, [0, 0, 1], { steps: [1, 2, 4] });
  expect(report).toMatchObject({ analogAccuracy: 1 });
  expect(report.atSteps).toEqual([
    { steps: 1, accuracy: 2 / 3, spikes: 1 / 3 },
    { steps: 2, accuracy: 1, spikes: (3 + 1 + 1) / 3 },
    { steps: 4, accuracy: 1, spikes: (6 + 3 + 4) / 3 },
  ]);
  expect(report.layers[0]).toMatchObject({ name: "dense_spikes", spikes: [1 / 3, 5 / 3, 13 / 3] });
  const rows = [[1, 0], [1, 0], [0, 1]]; // biome-ignore format: one row for each
  expect((await spiking.evaluate(x, rows, { steps: [1, 2, 4] })).atSteps).toEqual(report.atSteps);
  expectClose((await spiking.predict([[1, 0.5]], { steps: 4 })).toFloat64(), softmax(1, 0.625), 1e-7);
});

const softmax = (a: number, b: number): number[] => [1 / (1 + Math.exp(b - a)), 1 / (1 + Math.exp(a - b))];

test("a network that says yes or no", async () => {
  const net = onReference(
    sequential([
      input({ shape: [1] }),
      layers.dense({ units: 1, activation: "relu" }),
      layers.dense({ units: 1, activation: "sigmoid" }),
    ]),
  );
  net.setWeights([[[1]], [0], [[4]], [-1]]);
  const spiking = await toSpiking(net, { samples: [[1]], normalization: "max" });
  const { analogAccuracy, atSteps } = await spiking.evaluate([[0.1], [0.4], [0.9], [0.2]], [0, 1, 1, 1], {
    steps: [1, 32],
  });
  expect([analogAccuracy, ...atSteps.map(({ accuracy }) => accuracy)]).toEqual([0.75, 0.5, 0.75]);
});
