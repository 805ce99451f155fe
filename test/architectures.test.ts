// Random architectures: built, trained, saved, loaded. architectures.full.test.ts tries a thousand.
import fc from "fast-check";
import { test } from "vitest";
import { plans } from "./support/random-model.js";
import { trainAndReload } from "./support/train-and-reload.js";

test("random architectures train, and predict the same once saved and loaded", async () => {
  await fc.assert(fc.asyncProperty(plans, trainAndReload), { numRuns: 25, seed: 1 });
}, 60_000);
