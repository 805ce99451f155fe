import { expect, test } from "vitest";
import { readMobyDick } from "./letter-text.js";
import { run } from "./masked-language.js";
import { hasExampleData } from "./package-data.js";

const small = {
  block: 12,
  hidden: 2,
  blocks: 2,
  heads: 2,
  width: 32,
  batchSize: 16,
  runtime: "native",
} as const;

test("what two neighbors cannot tell, those farther away can", async () => {
  const lines: string[] = [];
  // Between "a" and "b" stands x or y, as at the beginning of the word.
  const text = "xaxb yayb ".repeat(120);
  const result = await run({ ...small, text, steps: 200, print: (line) => lines.push(line) });
  // Each 10 letters hold 2 spaces, 2 a, 2 b, 2 x and 2 y: whichever is guessed, about a fifth is right.
  expect(result.mostFrequent).toBeGreaterThan(0.1);
  expect(result.mostFrequent).toBeLessThan(0.3);
  expect(result.betweenNeighbors).toBeGreaterThan(0.5);
  expect(result.betweenNeighbors).toBeLessThan(0.9);
  expect(result.network).toBeGreaterThan(0.9);
  expect(lines.at(-3)).toBe(`the network, of the held text: ${(100 * result.network).toFixed(1)} %`);
  expect(lines.at(-2)).toMatch(/^\n[▢xyab ]{12}$/);
});

test.skipIf(!hasExampleData())("the beginning of Moby-Dick, in Chinese", async () => {
  const lines: string[] = [];
  const options = { ...small, text: readMobyDick().slice(0, 20_000), steps: 10, lang: "zh" } as const;
  const result = await run({ ...options, print: (line) => lines.push(line) });
  expect(result.mostFrequent).toBeGreaterThan(0.14); // spaces
  expect(result.betweenNeighbors).toBeGreaterThan(0.3);
  expect(lines[0]).toMatch(/^猜对的比例：总猜最常见的字符 [12]\d\.\d %，按左右两个字符 [34]\d\.\d %$/);
});
