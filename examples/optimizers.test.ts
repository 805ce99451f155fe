import { expect, test } from "vitest";
import { run } from "./optimizers.js";

test("every rule descends from the same start; full-batch descent, with fewest steps, is last", async () => {
  const { start, ...ends } = await run({ samples: 256, epochs: 15, print: () => {} });
  expect(Object.keys(ends)).toHaveLength(6);
  for (const loss of Object.values(ends)) expect(loss).toBeLessThan(0.95 * start);
  expect(Math.max(...Object.values(ends))).toBe(ends["gradient descent"]);
});
