// A thousand random architectures: built, trained, saved, loaded.
import fc from "fast-check";
import { test } from "vitest";
import { plans } from "./support/random-model.js";
import { trainAndReload } from "./support/train-and-reload.js";

test("random architectures train, and predict the same once saved and loaded", async () => {
  await fc.assert(fc.asyncProperty(plans, trainAndReload), { numRuns: 1000, seed: 2 });
}, 1_200_000);
