import { compare, compareRows } from "neurograd/brain";
import { expect, test } from "vitest";

test("the whole comparison: every row, every figure a number, the same twice but for times", async () => {
  const run = async () =>
    (await compare({ digits: "drawn", runtime: "native" })).rows.map(({ times: _, ...row }) => row);
  const first = await run();
  expect(first.map(({ row }) => row)).toEqual(compareRows);
  for (const { artificial, brain } of first)
    for (const { key, value } of [...artificial, ...brain]) expect(Number.isFinite(value), key).toBe(true);
  const figure = (row: string, key: string): number =>
    first.flatMap((r) => (r.row === row ? [...r.artificial, ...r.brain] : [])).find((f) => f.key === key)
      ?.value ?? NaN;
  expect(figure("transfer", "velocity")).toBeCloseTo(18.8, 0); // Hodgkin & Huxley (1952): 18.8 m/s
  expect(figure("learning", "predictiveCoding")).toBeCloseTo(figure("learning", "backpropagation"), 0);
  expect(figure("decision", "diffusionErrors")).toBeCloseTo(11.9, -0.7); // Bogacz et al. (2006): 11.92 %
  expect(figure("memory", "forgotten")).toBeLessThan(10);
  expect(figure("memory", "replayed")).toBeGreaterThan(70);
  expect(figure("memory", "attention")).toBeLessThan(1e-12);
  expect(figure("parallelism", "sameSpikes")).toBeGreaterThan(500);
  expect(figure("source", "untrained")).toBeLessThan(25);
  expect(figure("source", "trained")).toBeGreaterThan(85);
  expect(figure("efficiency", "breakEven")).toBeCloseTo(5.11, 2); // Horowitz (2014)
  expect(await run()).toEqual(first);
}, 1_200_000);
