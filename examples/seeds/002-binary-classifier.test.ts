import { expect, test } from "vitest";
import { run } from "./002-binary-classifier.js";

test("2-10-10-1 separates two moons better than any line could", async () => {
  const lines: string[] = [];
  const result = await run({
    samples: 400,
    epochs: 40,
    learningRate: 0.01,
    print: (text) => lines.push(text),
  });
  expect(result.testAccuracy).toBeGreaterThan(0.92); // a straight line gets about 0.87
  expect(result.testLoss).toBeLessThan(0.25);
  expect(lines.join("\n")).toContain("probability of the second moon");
});
