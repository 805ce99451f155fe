import { expect, test } from "vitest";
import { run } from "./activations.js";

test("zero slopes stop learning; a leak or a pretended slope does not", async () => {
  const lines: string[] = [];
  const result = await run({ epochs: 1500, print: (text) => lines.push(text) });

  // σ′ of σ of … of σ(1), sixteen deep, by the chain rule in plain JavaScript
  let [x, slope] = [1, 1];
  for (let i = 0; i < 16; i++) {
    x = 1 / (1 + Math.exp(-x));
    slope *= x * (1 - x);
  }
  expect(result.sigmoidSlopeThrough16 / slope).toBeCloseTo(1, 3);
  expect(result.reluSlopeThrough16).toBe(1);

  expect(result.deadMoved).toBe(0);
  expect(result.deadLoss).toBeCloseTo(0.1875, 4); // variance of 0, 1, 1, 1
  expect(result.leakyLoss).toBeLessThan(0.08); // the best plane through OR leaves 1/16
  expect(result.stepMoved).toBe(0);
  expect(result.stepLoss).toBeCloseTo(0.25, 4);
  expect(result.pretendedLoss).toBeLessThan(0.05);
  expect(result.sigmoidLoss).toBeLessThan(0.05);
  expect(lines.join("\n")).toContain("f′(0) = 0.25   f′(2) = 0.10");
});
