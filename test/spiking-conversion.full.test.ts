// A network trained on MNIST, converted: what is lost, and by which rule for the thresholds, beside SpikingJelly's published figures for a network of the same layers (its own has one more ReLU, at the end).
import { datasets } from "neurograd";
import { type ToSpikingOptions, toSpiking } from "neurograd/brain";
import { expect, test } from "vitest";
import { run } from "../examples/spiking-conversion.js";
import { beside } from "./support/beside.js";

const check = beside(
  "MNIST, three convolutions with batch normalization and average pooling, converted: points lost [%], SpikingJelly's as its tutorial prints them",
);

/** SpikingJelly's tutorial begins with empty membranes; its trained network reads 98.70 % rightly. */
const trained = 98.7;
const published: readonly {
  readonly what: string;
  readonly steps: number;
  readonly accuracy: number;
  readonly options: Omit<ToSpikingOptions, "samples">;
}[] = [
  { what: "largest activation", steps: 50, accuracy: 97.71, options: { normalization: "max" } },
  { what: "99.9th percentile", steps: 50, accuracy: 98.48, options: {} },
  {
    what: "1/2 of the largest",
    steps: 50,
    accuracy: 98.46,
    options: { normalization: "max", thresholdScale: 1 / 2 },
  },
  {
    what: "1/3 of the largest",
    steps: 50,
    accuracy: 98.25,
    options: { normalization: "max", thresholdScale: 1 / 3 },
  },
  {
    what: "1/4 of the largest",
    steps: 50,
    accuracy: 97.34,
    options: { normalization: "max", thresholdScale: 1 / 4 },
  },
  {
    what: "1/5 of the largest",
    steps: 50,
    accuracy: 94.72,
    options: { normalization: "max", thresholdScale: 1 / 5 },
  },
];

test("at 32 steps at most half a point is lost, and accuracy rises with the steps", {
  timeout: 900_000,
}, async () => {
  const { net, report } = await run();
  const { analogAccuracy, atSteps } = report;
  const accuracies = atSteps.map(({ accuracy }) => 100 * accuracy);
  expect(analogAccuracy).toBeGreaterThan(0.985);
  for (let k = 1; k < 5; k++) expect(accuracies[k]).toBeGreaterThan(accuracies[k - 1]);
  expect(accuracies[5]).toBeGreaterThanOrEqual(accuracies[4] - 0.05);
  const lost = 100 * analogAccuracy - accuracies[5];
  check("RobustNorm (99.9th percentile), 32 steps", lost, { published: trained - 98.35, absolute: 0.5 });
  expect(lost).toBeLessThanOrEqual(0.5);

  const { xTrain, xTest, yTest } = await datasets.mnist();
  const samples = xTrain.slice(0, 500);
  const few = { x: xTest.slice(0, 500), y: yTest.slice(0, 500) }; // a point is five images
  for (const { what, steps, accuracy, options } of published) {
    const other = await toSpiking(net, { samples, startAtHalf: false, ...options });
    const report = await other.evaluate(few.x, few.y, { steps: [steps] });
    const points = 100 * (report.analogAccuracy - report.atSteps[0].accuracy);
    check(`${what}, ${steps} steps`, points, { published: trained - accuracy, absolute: 6 });
  }
});
