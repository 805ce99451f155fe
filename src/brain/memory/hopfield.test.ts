import { tensor } from "neurograd";
import {
  denseMemory,
  hopfield,
  hopfieldCapacity,
  hopfieldFirstErrors,
  hopfieldOverlap,
  overlap,
} from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { thrown } from "../../../test/support/thrown.js";
import { RandomSource } from "../../data/random-source.js";

const signs = (random: RandomSource, count: number, n: number): number[][] =>
  Array.from({ length: count }, () => Array.from({ length: n }, () => (random.uniform() < 0.5 ? -1 : 1)));
const mean = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / x.length;

describe("capacity by theory", () => {
  const check = beside("Amit, Gutfreund & Sompolinsky (1985), solved by mpmath 1.3");

  test("0.138 patterns per unit", () => {
    const { load, overlap: m } = hopfieldCapacity();
    check("critical load", load, { published: 0.137905566495, absolute: 1e-12 });
    check("overlap there", m, { published: 0.967417116, absolute: 1e-9 });
    for (const [at, published] of [
      [0.05, 0.999992228],
      [0.08, 0.999557382],
      [0.1, 0.997999266],
      [0.12, 0.993222732],
      [0.13, 0.987211891],
    ])
      check(`overlap at ${at}`, hopfieldOverlap(at), { published, absolute: 1e-9 });
    expect(hopfieldOverlap(0.138)).toBe(0);
    expect(hopfieldOverlap(0.1379)).toBeGreaterThan(0.967);
    expect(hopfieldOverlap(1e-6)).toBe(1);
  });

  test("errors of the first step: Hertz, Krogh & Palmer, table 2.1", () => {
    for (const [load, published, absolute] of [
      [0.105, 0.00101, 6e-6],
      [0.138, 0.00355, 5e-6],
      [0.185, 0.01004, 5e-6],
      [0.37, 0.0501, 5e-5],
      [0.61, 0.1002, 5e-5],
    ])
      check(`first errors at ${load}`, hopfieldFirstErrors(load), { published, absolute });
  });
});

describe("a network of 500 units", () => {
  const check = beside(
    "Hopfield, N = 500, Hebb: overlap after recall of stored patterns (allowed: the gates of finite size)",
  );
  const n = 500;

  test("recalls at 0.12 N, loses at 0.2 N; errors of the first step as in theory", () => {
    const recalled = (load: number): { overlap: number; firstErrors: number } => {
      const patterns = signs(new RandomSource(11, load * 1000), Math.round(load * n), n);
      const memory = hopfield({ patterns });
      const probes = patterns.slice(0, 15);
      const once = patterns.map((pattern) => (1 - firstOverlap(memory.weights, pattern)) / 2);
      return {
        overlap: mean(probes.map((pattern) => overlap(memory.recall(pattern).state, pattern))),
        firstErrors: mean(once),
      };
    };
    const [low, high] = [recalled(0.12), recalled(0.2)];
    check("load 0.12", low.overlap, { published: 1, absolute: 0.02 });
    check("load 0.20", high.overlap, { published: 0.49, absolute: 0.21 });
    check("first errors, load 0.20", high.firstErrors, {
      published: hopfieldFirstErrors(0.2),
      absolute: 2e-3,
    });
  });

  function firstOverlap(weights: Float64Array, pattern: readonly number[]): number {
    let agree = 0;
    for (let i = 0; i < n; i++) {
      let field = 0;
      for (let j = 0; j < n; j++) field += weights[i * n + j] * pattern[j];
      agree += field * pattern[i] > 0 ? 1 : -1;
    }
    return agree / n;
  }
});

describe("recall", () => {
  const random = new RandomSource(2);
  const patterns = signs(random, 6, 100);
  const noisy = patterns[0].map((s) => (random.uniform() < 0.15 ? -s : s));

  test("one unit after another never raises the energy, and mends the cue", () => {
    const memory = hopfield({ patterns });
    const { state, energies, settled, sweeps } = memory.recall(noisy);
    expect(overlap(noisy, patterns[0])).toBeLessThan(0.8);
    expect(Array.from(state)).toEqual(patterns[0]);
    expect(settled).toBe(true);
    expect(energies).toHaveLength(sweeps + 1);
    for (let k = 1; k < energies.length; k++) expect(energies[k]).toBeLessThanOrEqual(energies[k - 1]);
    expect(memory.energy(noisy)).toBeCloseTo(energies[0], 10);
    expect(memory.energy(patterns[0])).toBeCloseTo(energies[energies.length - 1], 10);
    // by hand: −½ Σ w_ij s_i s_j
    let sum = 0;
    for (let i = 0; i < 100; i++)
      for (let j = 0; j < 100; j++) sum += memory.weights[100 * i + j] * noisy[i] * noisy[j];
    expect(energies[0]).toBeCloseTo(-sum / 2, 10);
  });

  test("each change can be kept, with the energy after it", () => {
    const memory = hopfield({ patterns });
    const { flips, state, energies } = memory.recall(noisy, { record: true });
    expect(memory.recall(noisy).flips).toEqual([]);
    const replayed = Array.from(noisy);
    let energy = energies[0];
    for (const flip of flips) {
      replayed[flip.unit] = -replayed[flip.unit];
      expect(flip.energy).toBeLessThan(energy);
      expect(flip.energy).toBeCloseTo(memory.energy(replayed), 10);
      energy = flip.energy;
    }
    expect(replayed).toEqual(Array.from(state));
    expect(flips.length).toBeGreaterThan(5);
  });

  test("all at once may go back and forth for ever", () => {
    // two units that want to be unlike: w₁₂ = −1/2
    const memory = hopfield({ patterns: [[1, -1]] });
    const { settled, sweeps, state } = memory.recall([1, 1], { update: "sync", maxSweeps: 5 });
    expect([settled, sweeps, ...state]).toEqual([false, 5, -1, -1]);
    const calm = memory.recall([1, 1]);
    expect([calm.settled, overlap(calm.state, [1, -1]) ** 2]).toEqual([true, 1]);
  });

  test("the pseudo-inverse holds patterns alike, and far more than 0.138 N", () => {
    // 40 patterns of 100 units that agree in most of them
    const alike = signs(new RandomSource(3), 40, 100).map((row) =>
      row.map((s, i) => (i < 60 ? patterns[0][i] : s)),
    );
    const held = (rule: "hebb" | "pseudoInverse"): number => {
      const memory = hopfield({ patterns: alike, rule });
      return alike.filter((row) => overlap(memory.recall(row).state, row) === 1).length;
    };
    expect([held("hebb"), held("pseudoInverse")]).toEqual([0, 40]);
    // W ξ = ξ with the diagonal: without it (1 − w_ii) ξ_i is left
    const { weights } = hopfield({
      patterns: [
        [1, 1, -1, -1],
        [1, -1, 1, -1],
      ],
      rule: "pseudoInverse",
    });
    const hebb = hopfield({
      patterns: [
        [1, 1, -1, -1],
        [1, -1, 1, -1],
      ],
    }).weights;
    for (const [i, w] of weights.entries()) expect(w).toBeCloseTo(hebb[i], 14); // orthogonal: the same
  });

  test("errors", () => {
    expect(thrown(() => hopfield({ patterns: [[1, 0]] }))).toBe(
      "hopfield: patterns: has the number 0; units are −1 or 1: write 2 x − 1 for 0 and 1. (value_out_of_range)",
    );
    expect(thrown(() => hopfield({ patterns }).recall([1, 1]))).toBe(
      "hopfield: cue: has shape [2]; give rows of 100. (shape_mismatch)",
    );
    expect(
      thrown(() =>
        hopfield({
          patterns: [
            [1, 1],
            [1, 1],
          ],
          rule: "pseudoInverse",
        }),
      ),
    ).toBe(
      "hopfield: pattern 1 is a sum of those before it, so that the pseudo-inverse does not exist; leave it out. (invalid_option)",
    );
    expect(thrown(() => denseMemory({ patterns, power: 2.5 }))).toBe(
      'denseMemory: power is 2.5; use a whole number from 2, or "exponential". (invalid_option)',
    );
  });
});

describe("dense memory", () => {
  const n = 60;
  const patterns = signs(new RandomSource(8), 120, n);
  const held = (power: number | "exponential"): number => {
    const memory = denseMemory({ patterns: tensor(patterns), power });
    return patterns.slice(0, 20).filter((row) => overlap(memory.recall(row).state, row) === 1).length;
  };

  test("with F(x) = x² it is the Hopfield network, unit for unit", () => {
    const few = patterns.slice(0, 9);
    const cue = patterns[0].map((s, i) => (i % 5 === 0 ? -s : s));
    const [dense, plain] = [denseMemory({ patterns: few, power: 2 }), hopfield({ patterns: few })];
    const [a, b] = [dense.recall(cue, { seed: 4 }), plain.recall(cue, { seed: 4 })];
    expect(Array.from(a.state)).toEqual(Array.from(b.state));
    expect(a.sweeps).toBe(b.sweeps);
    // Σ (ξ·s)² = N Σ_ij w_ij s_i s_j + P N, the diagonal
    for (const [k, energy] of a.energies.entries())
      expect(energy).toBeCloseTo(2 * n * b.energies[k] - 9 * n, 8);
  });

  test("steeper energies hold more: of 120 random patterns of 60 units, how many of the first 20 are recalled", () => {
    expect([held(2), held(3), held("exponential")]).toEqual([0, 20, 20]);
  });

  test("the energy never rises", () => {
    for (const power of [3, 4, "exponential"] as const) {
      const cue = patterns[5].map((s, i) => (i % 4 === 0 ? -s : s));
      const memory = denseMemory({ patterns: patterns.slice(0, 30), power });
      const { energies } = memory.recall(cue);
      for (let k = 1; k < energies.length; k++)
        expect(energies[k]).toBeLessThanOrEqual(energies[k - 1] + 1e-9);
      expect(memory.energy(cue)).toBeCloseTo(energies[0], 6);
    }
  });
});
