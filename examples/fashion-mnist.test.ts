import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { run } from "./fashion-mnist.js";

const folder = "/usr/share/datasets/fashion-mnist";
if (!existsSync(folder))
  console.warn(
    `SKIPPED: Fashion-MNIST is not in ${folder}; install the Debian package dataset-fashion-mnist`,
  );

test.skipIf(!existsSync(folder))(
  "fewer than 100,000 weights; thirty steps tell most clothes apart; in Chinese",
  async () => {
    const lines: string[] = [];
    const options = { samples: 960, tested: 500, epochs: 2, batchSize: 64, lang: "zh" } as const;
    const result = await run({ ...options, print: (text) => lines.push(text) });
    const [first, second] = [25 * 24, 25 * 24 * 64]; // kernels
    expect(result.parameters).toBe(first + 2 * 24 + second + 2 * 64 + 1025 * 56 + 57 * 10);
    expect(result.trainLoss).toBeLessThan(1.5); // chance is ln 10 = 2.3
    expect(result.testAccuracy).toBeGreaterThan(0.5); // chance is 0.1
    expect(lines[0]).toBe("97146 个权重，960 张训练图像，30 步");
    expect(lines.at(-1)).toBe(`\n测试准确率 ${result.testAccuracy.toFixed(4)}`);
  },
);
