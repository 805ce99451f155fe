import { intervals, lifRate } from "neurograd/brain";
import { expect, test } from "vitest";
import { addressOfFiring, firing, firingFrom, patternKinds, usualFiring } from "./firing.js";
import { invitations } from "./spikes-words.js";

test("five currents: counts beside the closed form", async () => {
  const { rows, duration } = await firing({ ...usualFiring, tauMembrane: 20, threshold: -55 });
  expect(rows.map(({ current }) => current)).toEqual([1.75, 2, 2.25, 2.5, 2.75]);
  for (const { current, rate, exact, spikes } of rows) {
    expect(exact).toBe(lifRate(current, { tauMembrane: 20, vThreshold: -55, tRefractory: 2 }));
    expect(rate).toBeCloseTo((1000 * spikes.length) / duration, 9);
    expect(Math.abs(rate - (exact ?? 0))).toBeLessThan(4); // one spike in 400 ms
  }
});

test("what the invitations promise", async () => {
  const made = async (k: number): ReturnType<typeof firing> =>
    firing({ ...usualFiring, ...invitations[k].set });
  const stuck = (await made(0)).rows.map(({ spikes }) => spikes.length);
  expect(stuck.slice(0, 2)).toEqual([0, 0]);
  expect(stuck[2]).toBeGreaterThan(0);
  const noisy = (await made(1)).rows;
  expect(noisy[0].spikes.length).toBe(0);
  expect(noisy[4].spikes.length).toBeGreaterThan(5);
  const adapting = (await made(2)).rows[2].spikes;
  const gaps = intervals(adapting);
  expect(gaps[gaps.length - 1]).toBeGreaterThan(1.5 * gaps[0]);
  const bursting = await firing({ ...usualFiring, kind: "adex", current: 600, vReset: -46 });
  expect(Math.min(...intervals(bursting.rows[2].spikes))).toBeLessThan(5);
});

test("each pattern fires, and chattering comes in bursts", async () => {
  for (const kind of patternKinds) {
    const { rows } = await firing({ ...usualFiring, kind, current: 6 });
    expect(rows[2].spikes.length, kind).toBeGreaterThan(3);
    expect(rows[2].exact).toBeUndefined();
  }
  const { rows } = await firing({ ...usualFiring, kind: "chattering", current: 6 });
  const between = intervals(rows[2].spikes);
  expect(Math.max(...between) / Math.min(...between)).toBeGreaterThan(5);
});

test("an address and back; what it says wrongly is as usual, what is out of bounds at the bound", () => {
  const settings = { ...usualFiring, kind: "adex", current: 700, b: 0, vReset: -46 } as const;
  expect(firingFrom(new URLSearchParams(addressOfFiring(settings)))).toEqual(settings);
  expect(addressOfFiring(usualFiring)).toEqual({ current: "1.75" });
  const odd = new URLSearchParams("kind=axon&threshold=7&tauMembrane=much");
  expect(firingFrom(odd)).toEqual({ ...usualFiring, threshold: -40 });
});
