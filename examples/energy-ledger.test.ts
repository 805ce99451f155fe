import { expect, test } from "vitest";
import { run } from "./energy-ledger.js";

const options = { samples: 640, tested: 50, units: 32, steps: 5, convertedSteps: 8, batchSize: 32 };

test("a small run: spikes save arithmetic behind the first layer, not in it", async () => {
  const lines: string[] = [];
  const [numbers, bytes, converted, trained] = await run({ ...options, print: (text) => lines.push(text) });
  const macs = 784 * 32 + 320;
  expect(numbers.arithmetic).toBeCloseTo(4.6 * macs, 3);
  expect(bytes.arithmetic).toBeCloseTo(0.23 * macs, 3);
  for (const spiking of [converted, trained]) {
    expect(spiking.spikes).toBeGreaterThan(3);
    // The first layer works with numbers, once; behind it each spike is ten additions of 0.9 pJ.
    expect(spiking.arithmetic).toBeCloseTo(4.6 * 784 * 32 + 9 * spiking.spikes, 3);
  }
  expect(numbers.accuracy).toBeGreaterThan(0.6); // chance is 0.1
  expect(converted.accuracy).toBeGreaterThan(numbers.accuracy - 0.2);
  expect(lines[0]).toContain("numbers (float32), all");
  expect(lines.at(-1)).toBe("spikes are cheaper arithmetic below 5.11 per unit");
}, 30_000);

test("in Chinese", async () => {
  const lines: string[] = [];
  await run({
    ...options,
    samples: 64,
    tested: 10,
    units: 8,
    steps: 2,
    convertedSteps: 2,
    lang: "zh",
    print: (text) => lines.push(text),
  });
  expect(lines[0]).toContain("一次推理的能量");
  expect(lines.at(-1)).toBe("每个单元少于 5.11 个脉冲时，脉冲的算术更省");
}, 30_000);
