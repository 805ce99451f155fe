import { expect, test } from "vitest";
import { autoencoder, run } from "./autoencoder.js";

test("a few steps: digits begin to appear, and noise to go; in Chinese", async () => {
  const lines: string[] = [];
  const options = { samples: 640, tested: 20, epochs: 2, batchSize: 64, lang: "zh" } as const;
  const result = await run({ ...options, print: (text) => lines.push(text) });
  // With all pixels at 0.5, as it begins, an image is off by 170.
  expect(result.error).toBeLessThan(80);
  expect(result.cleanedError).toBeLessThan(80);
  expect(result.noisyError).toBeGreaterThan(0.95 * 784 * 0.5 ** 2); // so many pixels, of that variance
  expect(result.noisyError).toBeLessThan(1.05 * 784 * 0.5 ** 2);
  expect(lines[0]).toBe(`784 个像素压成 30 个数：每张测试图像的平方误差 ${result.error.toFixed(2)}`);
  expect(lines[1].split("\n")).toHaveLength(2 + 2 * 14); // a title after an empty line, two rows of digits
});

test("encoder and decoder have the weights of the whole", () => {
  const { encoder, decoder, whole } = autoencoder(30, 0);
  const sizes = [784, 512, 256, 30, 256, 512, 784];
  const parameters = sizes.slice(1).reduce((sum, n, k) => sum + n * (sizes[k] + 1), 0);
  const count = (net: typeof whole): number => net.weights.reduce((sum, { value }) => sum + value.size, 0);
  expect(count(whole)).toBe(parameters);
  expect(count(encoder) + count(decoder)).toBe(parameters);
});
