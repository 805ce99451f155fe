import { datasets, input, layers, sequential, setSeed, tensor } from "neurograd";
import { decide, driftDiffusion } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { RandomSource } from "../../data/random-source.js";

const repeated = (row: readonly number[], count: number): number[][] =>
  Array.from({ length: count }, () => [...row]);
const mean = (x: ArrayLike<number>): number => Array.from(x).reduce((a, b) => a + b, 0) / x.length;
const count = 2000;

describe("of two classes it is drift-diffusion", () => {
  test.each([0.5, 1.5])("threshold %d", (threshold) => {
    const odds = 0.8;
    const expected = driftDiffusion({ drift: 2 * odds, threshold, noise: 1.2 });
    const rows = repeated([0.3, 0.3 + odds], count);
    const { choices, times } = decide(rows, { from: "logits", gain: 2, threshold, noise: 1.2, dt: 0.01 });
    expect(Math.abs(1 - mean(choices) - expected.errorRate)).toBeLessThan(3 * Math.sqrt(0.25 / count));
    expect(Math.abs(mean(times) / expected.meanTime - 1)).toBeLessThan(3 / Math.sqrt(count));
  });

  test("with 2 · gain · z = c², a class is chosen as often as its probability says", () => {
    const { choices } = decide(repeated([0.27], count), { gain: 0.5, dt: 0.01 });
    expect(Math.abs(mean(choices) - 0.27)).toBeLessThan(3 * Math.sqrt((0.27 * 0.73) / count));
    expect(1 - driftDiffusion({ drift: 0.5 * Math.log(0.27 / 0.73) }).probability("lower")).toBeCloseTo(
      0.27,
      14,
    );
  });

  test("confidence is the share of right decisions among those that took as long", () => {
    // Drifts N(0, η²), each example decided once: of those that took 0.2 to 0.6 s, and of those that took longer
    const eta = 1.5;
    const random = new RandomSource(5);
    const drifts = Array.from({ length: count }, () => eta * random.normal());
    const { choices, times, confidences } = decide(
      drifts.map((d) => [0, d]),
      { from: "logits", spread: eta, dt: 0.01 },
    );
    for (const [from, to] of [
      [0.2, 0.4],
      [0.4, 0.8],
      [0.8, 3],
    ]) {
      const own = drifts.map((_, i) => i).filter((i) => times[i] >= from && times[i] < to);
      const right = mean(own.map((i) => Number(choices[i] === (drifts[i] > 0 ? 1 : 0))));
      const said = mean(own.map((i) => confidences[i]));
      expect(own.length).toBeGreaterThan(200);
      expect(Math.abs(right - said), `${from} to ${to} s: ${right}, ${said}`).toBeLessThan(0.06);
    }
  });
});

test("a trained network gives choice, time and confidence", async () => {
  setSeed(3);
  const { x, y } = datasets.iris();
  const net = sequential([
    input({ shape: [4] }),
    layers.normalization({ mean: [5.84, 3.06, 3.76, 1.2], variance: [0.68, 0.19, 3.1, 0.58] }),
    layers.dense({ units: 3, activation: "softmax" }),
  ]);
  net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  net.optimizer.learningRate = 0.05;
  await net.fit(x, y, { epochs: 20, batchSize: 32, verbose: 0 });
  const { accuracy } = await net.evaluate(x, y);
  const predictions = await net.predict(x);
  const labels = y.toFloat64();
  const isRight = (choices: Int32Array): number[] => Array.from(choices, (c, i) => Number(c === labels[i]));

  const [hasty, usual, careful] = [0.2, 1, 4].map((threshold) => decide(predictions, { threshold, seed: 1 }));
  const accuracies = [hasty, usual, careful].map(({ choices }) => mean(isRight(choices)));
  const times = [hasty, usual, careful].map((decided) => mean(decided.times));
  expect(times[0]).toBeLessThan(times[1] / 4);
  expect(times[1]).toBeLessThan(times[2] / 3);
  expect(accuracies[0]).toBeLessThan(accuracies[1] - 0.05);
  expect(Math.abs(accuracies[2] - accuracy)).toBeLessThan(0.02); // a careful decision is the argmax

  // examples of which the network is less sure take longer, and slow decisions are less confident
  const sure = predictions.toFloat64();
  const margin = Array.from({ length: 150 }, (_, i) => Math.max(...sure.subarray(3 * i, 3 * i + 3)));
  const order = margin.map((_, i) => i).sort((a, b) => margin[a] - margin[b]);
  const meanOf = (values: ArrayLike<number>, of: readonly number[]): number => mean(of.map((i) => values[i]));
  const [hard, easy] = [order.slice(0, 50), order.slice(-50)];
  expect(meanOf(usual.times, hard)).toBeGreaterThan(1.5 * meanOf(usual.times, easy));
  expect(meanOf(usual.confidences, hard)).toBeLessThan(meanOf(usual.confidences, easy));
  expect(Math.min(...usual.confidences)).toBeGreaterThan(0.5);
});

test("three classes: paths, and the lead at the end", () => {
  const { paths, choices, times, dt } = decide([[0.6, 0.3, 0.1]], { record: 1 });
  const last = Array.from(paths[0].slice(-3)).sort((a, b) => b - a);
  expect(paths[0].length / 3 - 1).toBe(Math.round(times[0] / dt));
  expect(last[0] - last[1]).toBeGreaterThanOrEqual(1 - 0.5826 * Math.sqrt(dt));
  expect(paths[0][paths[0].length - 3 + choices[0]]).toBe(last[0]);
});

test("errors", () => {
  expect(thrown(() => decide([[1.2, -0.2]]))).toBe(
    'decide: predictions: 1.2000000476837158 is no probability; say { from: "logits" } if that is what they are. (value_out_of_range)',
  );
  expect(thrown(() => decide(tensor([[[1]]])))).toBe(
    "decide: predictions: have shape [1, 1, 1]; give [examples, classes], or [examples, 1] for the answer to yes or no. (shape_mismatch)",
  );
  expect(thrown(() => decide([[0.5, 0.5]], { threshold: 0.01 }))).toMatch(
    /^decide: threshold − 0.5826 noise √dt is -0.03\d*; use a number > 0. \(invalid_option\)$/,
  );
});
