import { hopfield, modernHopfield, overlap } from "neurograd/brain";
import { expect, test } from "vitest";
import { recalledOf, usualBeta } from "./capacity.js";
import { disturbed, pictures, randomPicture } from "./pictures.js";
import { judge, likenesses, recollect } from "./recollection.js";

const last = <T>(list: readonly T[]): T => list[list.length - 1];
const hebb = { kind: "hopfield", beta: usualBeta, seed: 0 } as const;
const modern = { kind: "modern", beta: usualBeta, seed: 0 } as const;
const sixteen = Array.from({ length: 16 }, (_, k) => randomPicture(k));

test("a disturbed picture comes back, cell by cell, with falling energy", () => {
  const stored = pictures.slice(0, 3);
  const cue = disturbed(stored[0], 13, 1);
  expect(overlap(cue, stored[0])).toBeCloseTo(1 - 26 / 64, 10);
  const moments = recollect(stored, cue, hebb);
  const network = hopfield({ patterns: stored });
  for (const [k, { state, energy }] of moments.entries()) {
    expect(energy).toBeCloseTo(network.energy(state), 10);
    if (k > 0) expect(energy).toBeLessThan(moments[k - 1].energy);
  }
  expect(last(moments).state).toEqual(stored[0]);
  expect(judge(stored, last(moments).state, "hopfield")).toEqual({ kind: "found", memory: 0, likeness: 1 });
  expect(
    judge(
      stored,
      stored[2].map((s) => -s),
      "hopfield",
    ).kind,
  ).toBe("negative");
});

test("sixteen random pictures are too many for Hebb's rule, and none for attention", () => {
  const ends = sixteen.map((picture, k) => {
    const cue = disturbed(picture, 8, 1);
    const { kind } = judge(sixteen, last(recollect(sixteen, cue, hebb)).state, "hopfield");
    const attended = judge(sixteen, last(recollect(sixteen, cue, modern)).state, "modern");
    return { kind, isKept: attended.kind === "found" && attended.memory === k };
  });
  expect(ends.filter(({ kind }) => kind === "false").length).toBeGreaterThan(10);
  expect(ends[1].kind).toBe("false"); // the one that the page shows
  expect(ends.every(({ isKept }) => isKept)).toBe(true);
});

test("moments of attention, and its shares, are the package's; with a low β it mixes", () => {
  const cue = disturbed(sixteen[1], 8, 1);
  const network = modernHopfield({ patterns: sixteen, beta: usualBeta });
  const [first, second] = recollect(sixteen, cue, modern);
  expect(first.energy).toBe(network.energy(cue));
  expect(second.state).toEqual(Array.from(network.retrieve(cue)));
  expect(likenesses(sixteen, cue, modern)).toEqual(Array.from(network.shares(cue)));
  const vague = { ...modern, beta: 0.02 };
  expect(judge(sixteen, last(recollect(sixteen, cue, vague)).state, "modern").kind).toBe("mixed");
});

test("what is recalled falls when more is stored than 0.138 a unit", () => {
  const [few, many] = [recalledOf(4), recalledOf(20)];
  expect(few.hebb).toBe(1);
  expect(many.hebb).toBeLessThan(0.8);
  expect(many.modern).toBeGreaterThan(0.97);
});
