import { expect, test } from "vitest";
import { run } from "./transfer-learning.js";

test("a trunk learned from a thousand digits; in Chinese", async () => {
  const lines: string[] = [];
  const options = { samples: 1200, tested: 200, shots: 5, epochs: 1, newEpochs: 5, lang: "zh" } as const;
  const { old, scratch, transferred } = await run({ ...options, print: (text) => lines.push(text) });
  expect(old).toBeGreaterThan(0.6); // chance is 0.2
  for (const accuracy of [scratch, transferred]) expect(accuracy).toBeGreaterThan(0.3);
  expect(lines[1]).toBe(`${(100 * scratch).toFixed(1).padStart(5)} %  5 到 9，只从 25 个样本学得`);
  expect(lines).toHaveLength(3);
});
