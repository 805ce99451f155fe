import { expect, test } from "vitest";
import { workbenchPresets } from "./presets.js";
import { checkSpec } from "./spec.js";
import { Training } from "./training.js";

/** Training and test accuracy after so many steps, and between which bounds they are what the preset says. */
const after = {
  fence: { steps: 300, trained: [0.97, 1], tested: [0.95, 1] },
  inputs: { steps: 400, trained: [0.97, 1], tested: [0.95, 1] },
  spiral: { steps: 2500, trained: [0.97, 1], tested: [0.93, 1] },
  waves: { steps: 1500, trained: [0.95, 1], tested: [0.93, 1] },
  "no-hidden": { steps: 300, trained: [0, 0.75], tested: [0, 0.8] },
  "too-high": { steps: 300, trained: [0, 0.8], tested: [0, 0.85] },
  "too-small": { steps: 600, trained: [0, 0.8], tested: [0, 0.8] },
  overfitting: { steps: 1000, trained: [0.95, 1], tested: [0, 0.85] },
  zeros: { steps: 300, trained: [0, 0.65], tested: [0, 0.65] },
} as const satisfies Readonly<Record<string, object>>;

test.each(workbenchPresets)(
  "$id does as well or ill as it says",
  async ({ id, spec }) => {
    expect(checkSpec(spec)).toEqual(spec);
    const { steps, trained, tested } = after[id as keyof typeof after]; // one for each
    const training = new Training(spec);
    while (training.step < steps) await training.advance();
    const { accuracy, testAccuracy } = await training.frame({});
    const told = `${accuracy} in training, ${testAccuracy} in testing`;
    expect(accuracy, told).toBeGreaterThanOrEqual(trained[0]);
    expect(accuracy, told).toBeLessThanOrEqual(trained[1]);
    expect(testAccuracy, told).toBeGreaterThanOrEqual(tested[0]);
    expect(testAccuracy, told).toBeLessThanOrEqual(tested[1]);
  },
  60_000,
);
