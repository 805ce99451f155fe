import { tensor } from "neurograd";
import { expect, test } from "vitest";
import { calibrate, reliability, scoresOf } from "./calibration.js";

test("scores, counted by hand", () => {
  const p = Float64Array.of(0.9, 0.6, 0.4, 0.1);
  const y = Float64Array.of(1, 0, 1, 0);
  const { accuracy, auc, logLoss, ece, cost } = scoresOf({ p, y }, { overlooked: 3, falseAlarm: 1 });
  expect(accuracy).toBe(0.5);
  expect(auc).toBe(0.75); // of the pairs only 0.4 and 0.6 are the wrong way round
  expect(logLoss).toBeCloseTo(-(2 * Math.log(0.9) + 2 * Math.log(0.4)) / 4, 12);
  expect(ece).toBeCloseTo((0.1 + 0.6 + 0.6 + 0.1) / 4, 12);
  expect(cost).toBe(0.25); // alarm from 0.25 on: one false alarm
});

test("bins of probabilities: the last holds 1, empty ones are left out", () => {
  expect(reliability({ p: Float64Array.of(0.05, 1, 0.95), y: Float64Array.of(0, 1, 0) })).toEqual([
    { from: 0, count: 1, said: 0.05, was: 0 },
    { from: 0.9, count: 2, said: 0.975, was: 0.5 },
  ]);
});

test("slope and shift say how often it was so", async () => {
  const logits = [2, -2].flatMap((z) => Array.from({ length: 10 }, () => z));
  const labels = [9, 5].flatMap((ones) => Array.from({ length: 10 }, (_, i) => Number(i < ones)));
  const both = await calibrate(tensor(logits), tensor(labels), { shift: true });
  expect(both(2)).toBeCloseTo(0.9, 4);
  expect(both(-2)).toBeCloseTo(0.5, 4);
  const slope = await calibrate(tensor(logits), tensor(labels), { shift: false });
  // One slope for both: 2 a is the logit of (9 + 5) / 20
  expect(slope(2)).toBeCloseTo(0.7, 4);
  expect(slope(-2)).toBeCloseTo(0.3, 4);
});
