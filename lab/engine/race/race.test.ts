import { expect, test } from "vitest";
import { defaultSpec } from "../spec.js";
import { Training } from "../training.js";
import { Race } from "./race.js";
import type { Racer } from "./racers.js";

const adam: Racer = { name: "adam", learningRate: 0.03 };
const sgd: Racer = { name: "sgd", learningRate: 0.3 };

test("each racer is the lab's own training with that optimizer, to the last bit; the record is of every step", async () => {
  const race = await Race.begin({ base: defaultSpec, racers: [adam, sgd] });
  for (let k = 0; k < 35; k++) await race.advance();
  const { step, epoch, racers, history } = await race.frame({ size: 8 });
  expect([step, epoch]).toEqual([35, 2.5]);
  for (const [k, optimizer] of [adam, sgd].entries()) {
    const alone = new Training({ ...defaultSpec, optimizer });
    const losses = [(await alone.frame({})).loss];
    while (alone.step < 35) {
      await alone.advance();
      losses.push((await alone.frame({})).loss);
    }
    expect(history.map((record) => record.losses[k])).toEqual(losses);
    const { loss, testLoss } = await alone.frame({});
    expect(racers[k]).toMatchObject({ loss, testLoss, lost: undefined });
    expect(racers[k].maps?.layers).toHaveLength(1);
    expect(racers[k].points?.labels).toHaveLength(200);
  }
  expect(history.map((record) => record.step)).toEqual(Array.from({ length: 36 }, (_, k) => k));
  expect(history.at(-1)?.seconds.every((seconds, k) => seconds > (history[1].seconds[k] ?? 0))).toBe(true);
}, 60_000);

test("a trial comes to what the race comes to, whatever was tried before it; a rate that is too high loses", async () => {
  const race = await Race.begin({ base: defaultSpec, racers: [sgd] });
  const wild = await race.questions.trial({ racer: { name: "sgd", learningRate: 1e6 }, steps: 30 });
  const rates = [0.03, 0.3];
  const losses: number[] = [];
  for (const learningRate of rates)
    losses.push(await race.questions.trial({ racer: { name: "sgd", learningRate }, steps: 30 }));
  for (let k = 0; k < 30; k++) await race.advance();
  const [{ loss }] = (await race.frame({ size: 8 })).racers;
  expect(losses[1]).toBe(loss);
  expect(losses[1]).toBeLessThan(losses[0]);
  expect(wild > 1 || Number.isNaN(wild)).toBe(true);
}, 60_000);

test("the record thins itself out and keeps to steps at equal distances", async () => {
  const race = await Race.begin({ base: { ...defaultSpec, layers: [] }, racers: [sgd] });
  for (let k = 0; k < 230; k++) await race.advance();
  const steps = (await race.frame({ size: 4 })).history.map(({ step }) => step);
  expect(steps).toEqual(Array.from({ length: 116 }, (_, k) => 2 * k));
}, 60_000);
