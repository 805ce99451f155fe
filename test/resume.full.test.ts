// Exact resume: after each of 40 steps, with each of six optimizers.
import { describe, expect, test } from "vitest";
import { epochs, optimizersTried, resumed, stepsPerEpoch, unbroken } from "./support/resume.js";

describe.each(Object.keys(optimizersTried))("%s", (optimizer) => {
  test("240 of 240: the bits of the training that was not interrupted", async () => {
    const whole = await unbroken(optimizer);
    const all = epochs * stepsPerEpoch;
    for (let after = 1; after <= all; after++) {
      const wanted = after === all ? { ...whole, last: {} } : whole; // then there is no epoch left to have numbers
      expect(await resumed(optimizer, after), `after ${after}`).toEqual(wanted);
    }
  }, 300_000);
});
