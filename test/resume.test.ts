// Exact resume, at a few places; resume.full.test.ts tries all.
import { describe, expect, test } from "vitest";
import { optimizersTried, resumed, unbroken } from "./support/resume.js";

describe.each(Object.keys(optimizersTried))("%s", (optimizer) => {
  test("a training taken up from its backup ends with the bits of one that was not interrupted", async () => {
    const whole = await unbroken(optimizer);
    for (const after of [1, 10, 23, 39])
      expect(await resumed(optimizer, after), `after ${after}`).toEqual(whole);
  });
});
