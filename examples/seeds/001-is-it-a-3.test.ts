import { expect, test } from "vitest";
import { run } from "./001-is-it-a-3.js";

test("two answers: better than always saying no, of which 1,010 threes in 10,000 leave 0.899", async () => {
  const result = await run({ samples: 6000, epochs: 3, lang: "zh", print: () => {} });
  expect(result.alwaysNo).toBeCloseTo(0.899, 10);
  expect(result.testAccuracy).toBeGreaterThan(0.95);
  expect(result.precision).toBeGreaterThan(0.75);
  expect(result.recall).toBeGreaterThan(0.75);
});
