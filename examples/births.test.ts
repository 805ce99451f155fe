import { expect, test } from "vitest";
import { run } from "./births.js";
import { hasExampleData } from "./package-data.js";

/** A week that repeats itself, and a second wave that makes a week ago a bad guide. */
const waves = Float32Array.from(
  { length: 400 },
  (_, day) => 1000 + 100 * Math.sin((2 * Math.PI * day) / 7) + 200 * Math.sin((2 * Math.PI * day) / 30),
);
const small = { series: waves, tested: 60, window: 10, units: 8, runtime: "native" } as const;

test("both networks foretell two waves better than a week ago does", async () => {
  const lines: string[] = [];
  const result = await run({ ...small, epochs: 15, print: (text) => lines.push(text) });
  // |sin a − sin b| = 2 |sin((a − b)/2) cos((a + b)/2)|, the mean of |cos| is 2/π: 200 · 2 sin(7π/30) · 2/π = 170.4
  expect(result.weekAgo).toBeCloseTo(170.4, -1);
  expect(result.lstm).toBeLessThan(120);
  expect(result.tcn).toBeLessThan(80);
  expect(lines[0]).toBe("6 batches of 64 windows of 10 days; 60 days are foretold");
  expect(lines[2]).toBe(`LSTM: off by ${result.lstm.toFixed(0)} births (329 weights)`); // 4 · 8 · (1 + 8 + 1) + 9
});

test("in Chinese, on the slow and obvious runtime the same numbers", async () => {
  const lines: string[] = [];
  const options = {
    ...small,
    series: waves.slice(0, 200),
    window: 7,
    units: 2,
    epochs: 1,
    lang: "zh",
  } as const;
  const fast = await run({ ...options, print: (text) => lines.push(text) });
  const slow = await run({ ...options, runtime: "reference", print: () => {} });
  expect(lines[0]).toBe("3 批，每批 64 个 7 天的窗口；预测 60 天");
  expect(fast.lstm).toBeCloseTo(slow.lstm, 2);
  expect(fast.tcn).toBeCloseTo(slow.tcn, 2);
});

test.skipIf(!hasExampleData())("the births: the last two years, beside the week before", async () => {
  const result = await run({ window: 7, units: 2, epochs: 1, runtime: "native", print: () => {} });
  expect(result.weekAgo).toBeCloseTo(438.2, 1);
  expect(result.tcn).toBeLessThan(1500); // the births of a day have a deviation of 2,000 and more
});
