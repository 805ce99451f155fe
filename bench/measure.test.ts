import { expect, test } from "vitest";
import { measure, type Runner } from "./measure.js";

/** A runner that takes `ms` a step and writes down its turns. */
function runner(name: string, ms: number, turns: string[], failAt = Number.POSITIVE_INFINITY): Runner {
  let count = 0;
  return {
    name,
    run(n) {
      turns.push(`${name} ${n}`);
      if (++count >= failAt) return Promise.reject(new Error(`${name} is broken`));
      return Promise.resolve([ms, 1000 * ms, ms]);
    },
  };
}
const unexpected = (_: Runner, error: unknown) => {
  throw error;
};

test("measure: turns go round, each round begins with another runner, and the median of the chunks counts", async () => {
  const turns: string[] = [];
  const [a, b, c] = ["a", "b", "c"].map((name) => runner(name, 50, turns));
  const times = await measure([a, b, c], { rounds: 3, roundMs: 100 }, unexpected);
  expect(turns).toEqual([
    ...["a 1", "b 1", "c 1"], // a trial each
    ...["a 1", "b 1", "c 1"],
    ...["b 1", "c 1", "a 1"],
    ...["c 1", "a 1", "b 1"],
  ]);
  expect([...times]).toEqual([
    [a, [50, 50, 50]],
    [b, [50, 50, 50]],
    [c, [50, 50, 50]],
  ]);
});

test("measure: a fast runner fills its part of the round, a slow one takes fewer rounds", async () => {
  const turns: string[] = [];
  const fast = runner("fast", 0.5, turns);
  const slow = runner("slow", 3000, turns);
  const times = await measure([fast, slow], { rounds: 5, roundMs: 100 }, unexpected);
  expect(turns.slice(0, 3)).toEqual(["fast 1", "fast 20", "slow 1"]);
  expect(turns.slice(3)).toEqual([
    "fast 200",
    "slow 1",
    "slow 1",
    "fast 200",
    "fast 200",
    "fast 200",
    "fast 200",
  ]);
  expect(times.get(slow)).toEqual([3000, 3000]);
});

test("measure: a runner that breaks is left out, the others go on", async () => {
  const turns: string[] = [];
  const broken = runner("broken", 50, turns, 2);
  const whole = runner("whole", 50, turns);
  const failures: string[] = [];
  const times = await measure([broken, whole], { rounds: 2, roundMs: 100 }, ({ name }, error) => {
    failures.push(`${name}: ${String(error)}`);
  });
  expect(failures).toEqual(["broken: Error: broken is broken"]);
  expect([...times]).toEqual([[whole, [50, 50]]]);
});
