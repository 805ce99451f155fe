import { expect, test } from "vitest";
import { run } from "./003-from-scratch.js";

test("2-3-1 solves XOR, as the same network does with gradients derived by hand", async () => {
  const result = await run({ epochs: 5000, print: () => {} });
  expect(result.solved).toBe(1);
  expect(result.loss).toBeLessThan(0.005);
  expect(result.farthestFromHand).toBeLessThan(1e-4); // float32 beside float64, 5,000 steps
});
