import { describe, expect, test } from "vitest";
import { hasExampleData } from "./package-data.js";
import { type Message, readMessages, run } from "./spam.js";

const small = { folds: 2, vocabulary: 20, length: 8, runtime: "native" } as const;

/** Spam says "win" and "now" among other words; the words between are the same for both kinds. */
const messages: Message[] = Array.from({ length: 80 }, (_, k) => {
  const isSpam = k % 4 === 0;
  const filling = Array.from({ length: 2 + (k % 5) }, (_, j) => `w${(k * 7 + j * 3) % 11}`);
  return { words: isSpam ? ["win", ...filling, "now"] : ["see", ...filling, "you"], isSpam };
});

describe("messages that one word tells apart", () => {
  test("are told apart by all three", async () => {
    const lines: string[] = [];
    const result = await run({
      ...small,
      messages,
      epochs: 8,
      batchSize: 8,
      print: (text) => lines.push(text),
    });
    expect(lines[0]).toBe("80 messages, 20 of them spam; each is asked about once, in 2 folds");
    expect(lines[1]).toBe("naive Bayes: accuracy 100.00 %, precision 100.00 %, recall 100.00 %");
    expect(result.convolution.accuracy).toBeGreaterThan(0.95);
    expect(result.transformer.accuracy).toBeGreaterThan(0.95);
  });
});

test.skipIf(!hasExampleData())(
  "the short messages, in Chinese, by naive Bayes and hardly trained networks",
  async () => {
    const all = readMessages();
    const fifth = all.filter((_, k) => k % 5 === 0);
    expect(all.length).toBe(5116);
    expect(all.filter(({ isSpam }) => isSpam).length).toBe(628);
    const lines: string[] = [];
    const options = {
      ...small,
      messages: fifth,
      batchSize: 256,
      epochs: 1,
      lang: "zh",
    } as const;
    const result = await run({ ...options, print: (text) => lines.push(text) });
    expect(lines[0]).toMatch(/^1024 条短信，其中 1\d\d 条是垃圾短信；分 2 折，每条问一次$/);
    expect(result.naiveBayes.accuracy).toBeGreaterThan(0.95); // 98.0 % of all
    expect(lines[1]).toMatch(/^朴素贝叶斯：准确率 9\d\.\d\d %，精确率 \d\d\.\d\d %，召回率 \d\d\.\d\d %$/);
  },
);
