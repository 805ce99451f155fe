import { diseases } from "neurograd/explain";
import { expect, test } from "vitest";
import { type DoctorCase, examined } from "../../../test/support/doctor-case.js";
import { healthyNetworks } from "../../../test/support/healthy-networks.js";
import { sickNetworks } from "../../../test/support/sick-networks.js";

const seedsOfSick = 5;
const seedsOfHealthy = 4;

/** What was found with each seed: the list is as long as there are seeds. */
async function foundIn(patient: DoctorCase, seeds: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const { findings } = await examined(patient, seed);
    found.push(findings.map(({ disease }) => disease).join(" + "));
  }
  return found;
}

test("how many trainings these are, of every disease", () => {
  const count = sickNetworks.length * seedsOfSick + healthyNetworks.length * seedsOfHealthy;
  console.info(`the doctor looks at ${count} trainings; AutoTrainer (ICSE 2021) looked at 495`);
  expect(count).toBeGreaterThanOrEqual(200);
  expect(new Set(sickNetworks.map(({ disease }) => disease))).toEqual(new Set(Object.keys(diseases)));
  expect(healthyNetworks).toHaveLength(20);
});

test.each(sickNetworks)(
  "sick: $name: $disease and nothing else",
  async (patient) => {
    expect(await foundIn(patient, seedsOfSick)).toEqual(new Array(seedsOfSick).fill(patient.disease));
  },
  300_000,
);

test.each(healthyNetworks)(
  "healthy: $name: nothing (AutoTrainer: no false alarm)",
  async (patient) => {
    expect(await foundIn(patient, seedsOfHealthy)).toEqual(new Array(seedsOfHealthy).fill(""));
  },
  300_000,
);
