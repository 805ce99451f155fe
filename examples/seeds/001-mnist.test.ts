import { expect, test } from "vitest";
import { run } from "./001-mnist.js";

test("ten digits from 6,000 images in two epochs", async () => {
  const lines: string[] = [];
  const result = await run({ samples: 6000, epochs: 2, print: (text) => lines.push(text) });
  expect(result.testAccuracy).toBeGreaterThan(0.88); // chance is 0.1
  expect(result.mistakes).toBe(Math.round(10_000 * (1 - result.testAccuracy)));
  expect(lines.at(-1)).toBe(`\ntest accuracy ${result.testAccuracy.toFixed(4)}`);
});
