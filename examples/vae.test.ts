import { expect, test } from "vitest";
import { run } from "./vae.js";

test("a few steps: the bound falls below that of grey images; in Chinese", async () => {
  const lines: string[] = [];
  const options = { samples: 1280, tested: 50, epochs: 1, lang: "zh" } as const;
  const result = await run({ ...options, print: (text) => lines.push(text) });
  // Logits of 0 and codes of the standard normal distribution: 784 ln 2 = 543.4 nats and 0.
  const bound = result.reconstruction + result.divergence;
  expect(bound).toBeLessThan(450);
  expect(result.reconstruction).toBeGreaterThan(100);
  expect(result.divergence).toBeGreaterThan(0);
  expect(lines[0]).toBe(
    `20 个数的编码：每张测试图像 −log p 的上界 ${bound.toFixed(2)} 奈特（重画 ${result.reconstruction.toFixed(2)}，编码 ${result.divergence.toFixed(2)}）`,
  );
  expect(lines[2].split("\n")).toHaveLength(5 * 14); // five rows of digits
});
