import { expect, test } from "vitest";
import { sickPresets } from "../presets.js";
import { defaultSpec } from "../spec.js";
import { Training } from "../training.js";
import { inside } from "./inside.js";
import { sums } from "./sums.js";

/** Trains a preset with looks between, as frames do. */
async function looked(
  id: string,
  steps: number,
): Promise<{ readonly training: Training; readonly found: string[] }> {
  const preset = sickPresets.find((each) => each.id === id);
  const training = new Training(preset?.spec ?? defaultSpec);
  let found: string[] = [];
  for (let k = 0; k <= steps; k++) {
    if (k % 5 === 0) found = (await inside(training, {})).findings.map(({ disease }) => disease);
    await training.advance();
  }
  return { training, found };
}

test.each([
  ["vanishing", "vanishingGradient"],
  ["too-fast", "rateTooHigh"],
  ["too-slow", "rateTooLow"],
  ["identical", "identicalUnits"],
])("the preset %s has %s and nothing else", async (id, disease) => {
  expect((await looked(id, 60)).found).toEqual([disease]);
});

test("the healthy one has nothing; its readings are those of its steps", async () => {
  const { training, found } = await looked("healthy", 60);
  expect(found).toEqual([]);
  const { readings } = await inside(training, {});
  expect(readings.map(({ step }) => step)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 61]);
  expect(readings[0].layers.map(({ layer, units }) => [layer, units])).toEqual([
    ["hidden_1", 8],
    ["hidden_2", 8],
    ["output", 1],
  ]);
});

test("what made training break off is heard", async () => {
  const training = new Training(defaultSpec);
  const { findings } = await inside(training, { failure: "trainOnBatch: the loss is NaN" });
  expect(findings.map(({ disease, says }) => [disease, says.en])).toEqual([
    ["nonFinite", "trainOnBatch: the loss is NaN"],
  ]);
});

test("the sums of a layer are those whose tanh it gives, now and after training", async () => {
  const training = new Training(defaultSpec);
  for (let round = 0; round < 2; round++) {
    const reading = await sums(training, { layer: 1 });
    const { readings } = await inside(training, {});
    const outputs = readings.at(-1)?.layers[1].activations;
    expect(reading).toMatchObject({ layer: "hidden_2", activation: "tanh" });
    expect(Math.tanh(reading?.distribution.maximum ?? 0)).toBeCloseTo(outputs?.maximum ?? 0, 5);
    expect(Math.tanh(reading?.distribution.minimum ?? 0)).toBeCloseTo(outputs?.minimum ?? 0, 5);
    for (let k = 0; k < 30; k++) await training.advance();
  }
  expect(await sums(training, { layer: 5 })).toBeUndefined();
});
