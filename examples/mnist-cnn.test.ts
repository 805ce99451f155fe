import { expect, test } from "vitest";
import { run } from "./mnist-cnn.js";

test("fewer than 100,000 weights; forty steps are enough for most digits", async () => {
  const lines: string[] = [];
  const result = await run({ samples: 2560, tested: 1000, epochs: 1, print: (text) => lines.push(text) });
  expect(result.parameters).toBe(416 + 12_832 + 65_664 + 1290);
  expect(result.testAccuracy).toBeGreaterThan(0.8); // chance is 0.1
  expect(lines[0]).toBe("80202 weights, 2560 training images, 40 steps");
  expect(lines[1]).toMatch(/^epoch 1: loss \d\.\d{4}, accuracy 0\.\d{4}$/);
  expect(lines.at(-1)).toBe(`\ntest accuracy ${result.testAccuracy.toFixed(4)}`);
});

test("in Chinese, and at the same seed the same bits", async () => {
  const lines: string[] = [];
  const options = { samples: 128, tested: 100, epochs: 2, runtime: "wasm", lang: "zh" } as const;
  const first = await run({ ...options, print: (text) => lines.push(text) });
  expect(lines[0]).toBe("80202 个权重，128 张训练图像，4 步");
  expect(lines.at(-1)).toBe(`\n测试准确率 ${first.testAccuracy.toFixed(4)}`);
  expect(await run({ ...options, print: () => {} })).toEqual(first);
});
