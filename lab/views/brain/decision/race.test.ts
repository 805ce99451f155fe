import { driftDiffusion, wongWang } from "neurograd/brain";
import { expect, test } from "vitest";
import { ownDecisions } from "./own-decisions.js";
import { bins, DiffusionRace, PopulationRace, span } from "./race.js";

test("decisions come to what the closed form says, and fill its histogram", () => {
  const race = new DiffusionRace({ drift: 1, threshold: 1 });
  for (let k = 0; k < 100; k++) race.add(20);
  const { errorRate, meanTime, distribution } = driftDiffusion({ drift: 1, threshold: 1 });
  expect(race.count).toBe(2000);
  expect(Math.abs(race.wrong / race.count - errorRate)).toBeLessThan(4 * Math.sqrt((0.119 * 0.881) / 2000));
  expect(Math.abs(race.meanTime / meanTime - 1)).toBeLessThan(0.06);
  const early = race.counts.upper.subarray(0, bins / 8).reduce((a, b) => a + b, 0) / race.count;
  expect(Math.abs(early - distribution(span / 8, "upper"))).toBeLessThan(0.05);
  const { path } = race.one();
  expect(path[0]).toBe(0);
  expect(Math.abs(path[path.length - 1])).toBeGreaterThan(0.9);
});

test("two populations: rates of the winner reach the threshold; one seed, one way", () => {
  const race = new PopulationRace(0.512);
  const first = race.one();
  expect(new PopulationRace(0.512).one()).toEqual(first);
  for (let k = 0; k < 9; k++) race.one();
  expect(race.wrong).toBe(0);
  expect(race.meanTime).toBeLessThan(0.4);
  const [rate] = wongWang().rates([0.1, 0.1], 0.512);
  expect(first.first[0]).toBe(rate);
  expect(first.first[first.first.length - 1]).toBeGreaterThanOrEqual(15);
  expect(Math.max(...first.second)).toBeLessThan(15);
});

test("at threshold ½ a class is chosen as often as the network says; a higher one takes longer", () => {
  const error = 4 * Math.sqrt((0.3 * 0.7) / 300);
  const usual = ownDecisions(0.7, 0.5, 1);
  expect(Math.abs(usual.share - 0.7)).toBeLessThan(error);
  const careful = ownDecisions(0.7, 1.5, 1);
  expect(careful.share).toBeGreaterThan(0.85);
  expect(careful.meanTime).toBeGreaterThan(2 * usual.meanTime);
  expect(ownDecisions(0.999, 1.5, 1).meanTime).toBeLessThan(careful.meanTime);
});
