import { expect, test } from "vitest";
import { sweepRates, verdictOf } from "./sweep.js";

test("the verdict names each optimizer's best rate, and who leads where", () => {
  const found = new Map([
    ["sgd", sweepRates.map((_, k) => 1 - k / 10)],
    ["adam", [0.5, 0.4, 0.1, 0.2, 0.6, Number.NaN, Number.NaN, Number.NaN]],
  ]);
  expect(verdictOf(found, (name) => name, "en")).toBe(
    "The best of each (its rate): sgd 0.3 (3); adam 0.1 (0.01). Who leads at which rates: adam: 0.001, 0.003, 0.01, 0.03; sgd: 0.1, 0.3, 1, 3. So which optimizer is “best” cannot be said without the rate.",
  );
  const lost = new Map([["sgd", sweepRates.map(() => Number.NaN)]]);
  expect(verdictOf(lost, (name) => name, "zh")).toBe("");
});
