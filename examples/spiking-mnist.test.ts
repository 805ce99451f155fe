import { expect, test } from "vitest";
import { run } from "./spiking-mnist.js";

test("twenty updates are enough for most digits", async () => {
  const lines: string[] = [];
  const options = { samples: 1280, tested: 500, batchSize: 64, steps: 10 };
  const result = await run({ ...options, print: (text) => lines.push(text) });
  expect(result.parameters).toBe(785 * 1000 + 1001 * 10);
  expect(result.testAccuracy).toBeGreaterThan(0.7); // chance is 0.1
  expect(lines).toEqual([
    "795010 weights, 1280 training images, 20 updates, 10 steps of time in each",
    `test accuracy ${result.testAccuracy.toFixed(4)}`,
  ]);
});

test("in Chinese, and at the same seed the same bits", async () => {
  const lines: string[] = [];
  const options = { samples: 64, tested: 50, batchSize: 32, steps: 4, lang: "zh" } as const;
  const first = await run({ ...options, print: (text) => lines.push(text) });
  expect(lines).toEqual([
    "795010 个权重，64 张训练图像，2 次更新，每次 4 个时间步",
    `测试准确率 ${first.testAccuracy.toFixed(4)}`,
  ]);
  expect(await run({ ...options, print: () => {} })).toEqual(first);
});
