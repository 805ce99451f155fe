import { expect, test } from "vitest";
import { run } from "./decisions.js";

test("haste errs, patience is as right as the network; wrong decisions are less sure", async () => {
  const lines: string[] = [];
  const { accuracy, trades } = await run({ runtime: "native", print: (text) => lines.push(text) });
  expect(accuracy).toBeGreaterThan(0.9);
  const [hasty, , , , patient] = trades;
  expect(hasty.accuracy).toBeLessThan(patient.accuracy - 0.1);
  expect(hasty.time).toBeLessThan(0.2);
  expect(patient.time).toBeGreaterThan(1);
  expect(Math.abs(patient.accuracy - accuracy)).toBeLessThan(0.05);
  for (const [k, { time }] of trades.slice(1).entries()) expect(time).toBeGreaterThan(trades[k].time);
  for (const { sureRight, sureWrong } of trades)
    if (!Number.isNaN(sureWrong)) expect(sureWrong).toBeLessThan(sureRight);
  expect(lines[5]).toBe(`the network itself: ${(100 * accuracy).toFixed(1)} %`);
});

test("the same on the slow and obvious runtime, in Chinese", async () => {
  const lines: string[] = [];
  const options = { thresholds: [1], epochs: 5, seed: 3 };
  const fast = await run({ ...options, runtime: "native", print: () => {} });
  const slow = await run({ ...options, runtime: "reference", lang: "zh", print: (text) => lines.push(text) });
  expect(fast.trades[0].time).toBeCloseTo(slow.trades[0].time, 1);
  expect(lines[0]).toMatch(/^阈值 1：正确率 /);
});
