import { expect, test } from "vitest";
import { run as howLong } from "./how-long.js";
import { run as howMuchData } from "./how-much-data.js";
import { run as whichActivation } from "./which-activation.js";
import { run as whyDeep } from "./why-deep.js";
import { run as whyExplain } from "./why-explain.js";
import { run as whyLearn } from "./why-learn.js";

const print = (): void => {};

test("why deep: without a hidden layer two spirals stay near a coin's toss", async () => {
  const means = await whyDeep({ samples: 300, turns: 1, epochs: 60, seeds: 1, print });
  expect(means["2-1"]).toBeLessThan(0.75);
  expect(means["2-14-14-1"]).toBeGreaterThan(means["2-1"]);
});

test("how much data: all of 100 digits are learned by heart, new ones are read worse than after 1,000", async () => {
  const accuracy = await howMuchData({ steps: 300, most: 1000, print });
  expect(accuracy["known 100"]).toBe(1);
  expect(accuracy["new 100"]).toBeLessThan(accuracy["new 1000"]);
});

test("how long: multiplications of one example, counted by hand", async () => {
  const figures = await howLong({ samples: 256, print });
  // 784·32 twice (no gradient of the pixels), 32·32 and 32·10 three times
  expect(figures["multiplications 784-32-32-10"]).toBe(256 * (2 * 784 * 32 + 3 * (32 * 32 + 32 * 10)));
});

test("why explain: a change along the gradient does what a change by chance does not", async () => {
  const result = await whyExplain({ samples: 6000, epochs: 2, asked: 200, print });
  expect(result.weights).toBe(784 * 128 + 128 + 128 * 128 + 128 + 128 * 10 + 10);
  expect(result.byChance).toBeGreaterThan(result.before - 0.1);
  expect(result.after).toBeLessThan(result.before - 0.3);
});

test("why learn: labels drawn by lot are fitted too, and tell nothing about new digits", async () => {
  const accuracy = await whyLearn({ samples: 200, epochs: 100, print });
  expect(accuracy["true known"]).toBeGreaterThan(0.99);
  expect(accuracy["lots known"]).toBeGreaterThan(0.99);
  expect(accuracy["true new"]).toBeGreaterThan(0.6);
  expect(accuracy["lots new"]).toBeLessThan(0.2); // chance is 0.1
});

test("which activation: sigmoids eight deep learn nothing yet, ReLUs do", async () => {
  const accuracy = await whichActivation({ samples: 5000, epochs: 1, print });
  expect(accuracy["sigmoid 8"]).toBeLessThan(0.2);
  expect(accuracy["relu 8"]).toBeGreaterThan(0.5);
});
