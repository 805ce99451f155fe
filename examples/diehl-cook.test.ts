import { expect, test } from "vitest";
import { run } from "./diehl-cook.js";

const quick = { neurons: 20, samples: 300, labeled: 300, tested: 100, learningRate: 0.01 };

test("twenty neurons and 300 images: far better than chance", async () => {
  const lines: string[] = [];
  const result = await run({ ...quick, print: (text) => lines.push(text) });
  expect(result.testAccuracy).toBeGreaterThan(0.3); // chance is 0.1
  expect(result.named.reduce((a, b) => a + b)).toBeLessThanOrEqual(20);
  expect(result.spikes).toBeGreaterThan(5);
  expect(lines[0]).toMatch(/^75 images: each shown 1\.\d\d times, \d+\.\d\d spikes$/);
  expect(lines.slice(4)).toEqual([
    `neurons for 0 to 9: ${result.named.join(", ")}`,
    `a test image: ${result.inputSpikes.toFixed(0)} spikes of pixels, ${result.spikes.toFixed(1)} of neurons`,
    `test accuracy ${result.testAccuracy.toFixed(4)}`,
  ]);
});

test("in Chinese, and at the same seed the same bits", async () => {
  const lines: string[] = [];
  const options = { ...quick, neurons: 5, samples: 20, labeled: 20, tested: 5, lang: "zh" } as const;
  const first = await run({ ...options, print: (text) => lines.push(text) });
  expect(lines[5]).toBe(
    `一张测试图像：像素 ${first.inputSpikes.toFixed(0)} 个脉冲，神经元 ${first.spikes.toFixed(1)} 个`,
  );
  expect(await run({ ...options, print: () => {} })).toEqual(first);
});
