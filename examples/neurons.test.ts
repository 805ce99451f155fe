import { expect, test } from "vitest";
import { run } from "./neurons.js";

test("a noisy leaky neuron is a softplus, nearly; the squid's membrane is no activation at all", async () => {
  const lines: string[] = [];
  const { still, noisy, squid, onsetRate } = await run({
    currents: 21,
    duration: 200,
    print: (text) => lines.push(text),
  });
  expect(noisy.softplus).toBeLessThan(0.015);
  expect(noisy.relu).toBeGreaterThan(noisy.softplus);
  expect(noisy.sigmoid).toBeGreaterThan(noisy.softplus);
  expect(still.softplus).toBeGreaterThan(3 * noisy.softplus); // its curve has a corner
  for (const error of Object.values(squid)) expect(error).toBeGreaterThan(0.03);
  expect(onsetRate).toBeCloseTo(62.5, 0); // at 8 µA/cm², the first of these currents above 6.3: 62.47 Hz
  expect(lines).toHaveLength(4);
  expect(lines[1]).toBe(
    `leaky neuron in noise: relu ${(100 * noisy.relu).toFixed(1)} %, softplus ${(100 * noisy.softplus).toFixed(1)} %, sigmoid ${(100 * noisy.sigmoid).toFixed(1)} %`,
  );
});

test("in Chinese", async () => {
  const lines: string[] = [];
  await run({ currents: 9, duration: 60, lang: "zh", print: (text) => lines.push(text) });
  expect(lines[0]).toMatch(/^漏积分神经元：relu /);
});
