import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { resnet, run } from "./resnet.js";

const folder = "/usr/share/datasets/fashion-mnist";
if (!existsSync(folder))
  console.warn(
    `SKIPPED: Fashion-MNIST is not in ${folder}; install the Debian package dataset-fashion-mnist`,
  );

test("three blocks, of which two have a shortcut of 1 × 1", () => {
  const net = resnet();
  const convolutions = net.layers.filter(({ kind }) => kind === "conv2d");
  expect(convolutions).toHaveLength(1 + 3 * 2 + 2);
  const normalized = 3 * 8 + 3 * 16 + 3 * 32; // channels behind a batch normalization, each with two weights
  const kernels = 9 * (8 + 8 * 8 * 2 + 8 * 16 + 16 * 16 + 16 * 32 + 32 * 32) + 8 * 16 + 16 * 32;
  const parameters = net.trainableWeights.reduce((sum, { value }) => sum + value.size, 0);
  expect(parameters).toBe(kernels + 2 * normalized + 33 * 10);
});

test.skipIf(!existsSync(folder))("twenty steps begin to tell clothes apart; in Chinese", async () => {
  const lines: string[] = [];
  const result = await run({
    samples: 640,
    tested: 200,
    epochs: 2,
    batchSize: 64,
    lang: "zh",
    print: (text) => lines.push(text),
  });
  expect(result.trainLoss).toBeLessThan(1.8); // chance is ln 10 = 2.3
  expect(result.testAccuracy).toBeGreaterThan(0.2); // chance is 0.1
  expect(lines[0]).toBe(`${result.parameters} 个权重，640 张训练图像，20 步`);
  expect(lines.at(-1)).toBe(`\n测试准确率 ${result.testAccuracy.toFixed(4)}`);
});
