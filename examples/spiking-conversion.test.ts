import { expect, test } from "vitest";
import { run } from "./spiking-conversion.js";

test("a network trained for a moment, asked as spikes: the longer, the better, and the more spikes", async () => {
  const lines: string[] = [];
  const options = { samples: 800, tested: 60, epochs: 2, batchSize: 32, steps: [1, 4, 16] };
  const { report } = await run({ ...options, print: (text) => lines.push(text) });
  const { analogAccuracy, atSteps, layers } = report;
  expect(analogAccuracy).toBeGreaterThan(0.5); // chance is 0.1
  const [once, few, many] = atSteps;
  expect(many.accuracy).toBeGreaterThan(once.accuracy);
  expect(Math.abs(many.accuracy - analogAccuracy)).toBeLessThan(0.06);
  expect(few.spikes).toBeLessThan(many.spikes);
  expect(layers.map(({ units, macs }) => [units, macs])).toEqual([
    [21_632, 194_688],
    [3872, 1_115_136],
    [288, 82_944],
    [10, 320],
  ]);
  expect(lines).toEqual([
    `as trained: accuracy ${analogAccuracy.toFixed(4)}`,
    ...atSteps.map(
      ({ steps, accuracy, spikes }) =>
        `${steps} steps: accuracy ${accuracy.toFixed(4)}, ${Math.round(spikes)} spikes an image`,
    ),
  ]);
});

test("in Chinese, and at the same seed the same bits", async () => {
  const lines: string[] = [];
  const options = { samples: 32, tested: 4, epochs: 1, batchSize: 16, steps: [2], lang: "zh" } as const;
  const { report: first } = await run({ ...options, print: (text) => lines.push(text) });
  const [{ accuracy, spikes }] = first.atSteps;
  expect(lines).toEqual([
    `训练所得：准确率 ${first.analogAccuracy.toFixed(4)}`,
    `2 步：准确率 ${accuracy.toFixed(4)}，每张图像 ${Math.round(spikes)} 个脉冲`,
  ]);
  expect((await run({ ...options, print: () => {} })).report).toEqual(first);
});
