import { expect, test } from "vitest";
import { run } from "./004-perceptron.js";

test("one neuron learns AND and OR, cannot learn XOR; a hidden layer can", async () => {
  const lines: string[] = [];
  const result = await run({ epochs: 4000, print: (text) => lines.push(text) });
  expect(result.andCorrect).toBe(4);
  expect(result.orCorrect).toBe(4);
  expect(result.xorCorrect).toBeLessThan(4);
  expect(result.xorLoss).toBeCloseTo(0.25, 3); // answers of one half: the best a neuron finds
  expect(result.hiddenCorrect).toBe(4);
  expect(result.hiddenLoss).toBeLessThan(0.01);
  expect(lines.join("\n")).toContain("contradicts the last line");
});
