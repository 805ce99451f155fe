import {
  deadLeaves,
  filterTuning,
  imagePatches,
  scramblePhases,
  sparseCoding,
  whiten,
} from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { rejection, thrown } from "../../../test/support/thrown.js";
import { Tensor } from "../../core/tensor.js";
import { RandomSource } from "../../data/random-source.js";

const random = new RandomSource(3);
const noise = (count: number, size: number): Tensor =>
  new Tensor(
    Float32Array.from({ length: count * size * size }, () => random.normal()),
    [count, size, size],
    "float32",
  );

/** ½ |x − Σ aᵢ φᵢ|² + λ Σ |aᵢ|, summed over patches, and its pull φᵢ · (x − Σ aⱼ φⱼ) on each activity. */
function described(x: Tensor, activity: Tensor, filters: Tensor, threshold: number) {
  const [patches, a, phi] = [x, activity, filters].map((tensor) => tensor.toFloat64());
  const units = filters.shape[0];
  const pixels = phi.length / units;
  const pulls: { readonly a: number; readonly pull: number }[] = [];
  let objective = 0;
  for (let n = 0; n < x.shape[0]; n++) {
    const left = Float64Array.from(patches.subarray(n * pixels, (n + 1) * pixels));
    for (let k = 0; k < units; k++)
      for (let i = 0; i < pixels; i++) left[i] -= a[n * units + k] * phi[k * pixels + i];
    objective += left.reduce((sum, r) => sum + (r * r) / 2, 0);
    for (let k = 0; k < units; k++) {
      const pull = left.reduce((sum, r, i) => sum + r * phi[k * pixels + i], 0);
      pulls.push({ a: a[n * units + k], pull });
      objective += threshold * Math.abs(a[n * units + k]);
    }
  }
  return { objective, pulls };
}

describe("the competition", () => {
  test("comes to rest at the sparsest code: the conditions of the least objective hold to 1e-9", async () => {
    const threshold = 0.8;
    const code = sparseCoding({
      patchSize: 4,
      units: 24,
      threshold,
      steps: 800,
      stepSize: 0.3,
      runtime: "reference",
    });
    const x = noise(3, 4);
    const { activity, reconstruction, active, error } = await code.infer(x);
    const { pulls } = described(x, activity, code.filters, threshold);
    // active: pull = λ sign(a); silent: |pull| ≤ λ
    for (const { a, pull } of pulls)
      if (a === 0) expect(Math.abs(pull)).toBeLessThanOrEqual(threshold);
      else expect(Math.abs(pull - threshold * Math.sign(a))).toBeLessThan(1e-9);
    expect(active).toBe(pulls.filter(({ a }) => a !== 0).length / pulls.length);
    expect(active).toBeGreaterThan(0.1);
    expect(active).toBeLessThan(0.6);
    const [seen, drawn] = [x.toFloat64(), reconstruction.toFloat64()];
    const power = (values: Float64Array): number => values.reduce((sum, v) => sum + v * v, 0);
    expect(error).toBeCloseTo(power(seen.map((v, i) => v - drawn[i])) / power(seen), 12);
  });

  test("a neuron alone: its membrane goes to φ·x as 1 − (1 − Δt/τ)ᵏ, and passes the threshold", async () => {
    const code = sparseCoding({ patchSize: 4, units: 1, threshold: 0.3, steps: 7, runtime: "reference" });
    const filter = code.filters.toFloat64();
    const { activity } = await code.infer({ data: filter.map((w) => 2 * w), shape: [1, 4, 4] }); // φ·x = 2
    expect(activity.item()).toBeCloseTo(2 * (1 - 0.9 ** 7) - 0.3, 6);
    const { activity: silent } = await code.infer({ data: filter.map((w) => 0.5 * w), shape: [1, 4, 4] });
    expect(silent.item()).toBe(0); // 0.5 (1 − 0.9⁷) = 0.26
  });
});

describe("learning", () => {
  test("an update follows the slope of the objective at the resting activities", async () => {
    const [threshold, h] = [0.5, 1e-3];
    const options = {
      patchSize: 4,
      units: 6,
      threshold,
      steps: 500,
      stepSize: 0.3,
      runtime: "reference",
    } as const;
    const code = sparseCoding(options);
    const x = noise(1, 4);
    const before = code.filters.toFloat64();
    const { activity } = await code.infer(x);
    const { objective: cost } = described(x, activity, code.filters, threshold);
    const { objective } = await code.fit(x, { updates: 1, batchSize: 1, learningRate: h });
    expect(objective[0]).toBeCloseTo(cost, 5);
    // φ + h a (x − Σ a φ), to length 1
    const a = activity.toFloat64();
    const left = x.toFloat64().map((v, i) => v - a.reduce((sum, ak, k) => sum + ak * before[k * 16 + i], 0));
    const after = code.filters.toFloat64();
    for (let k = 0; k < 6; k++) {
      const grown = Array.from(left, (r, i) => before[k * 16 + i] + h * a[k] * r);
      const length = Math.hypot(...grown);
      for (const [i, w] of grown.entries()) expect(after[k * 16 + i]).toBeCloseTo(w / length, 6);
    }
    expect(a.filter((ak) => ak !== 0).length).toBeGreaterThan(1);
  });

  test("finds the parts that patches are made of", async () => {
    const parts = noise(8, 4).toFloat64();
    const patches = new Float32Array(2000 * 16);
    for (let n = 0; n < 2000; n++)
      for (let picked = 0; picked < 2; picked++) {
        const part = random.integer(8);
        const strength = random.normal() * 2;
        for (let i = 0; i < 16; i++) patches[n * 16 + i] += strength * parts[part * 16 + i];
      }
    const code = sparseCoding({ patchSize: 4, units: 8, threshold: 0.5, runtime: "native", threads: 1 });
    await code.fit({ data: patches, shape: [2000, 4, 4] }, { updates: 400, learningRate: 0.05 });
    const filters = code.filters.toFloat64();
    for (let part = 0; part < 8; part++) {
      const wanted = parts.subarray(part * 16, (part + 1) * 16);
      const length = Math.hypot(...wanted);
      const likeness = [0, 1, 2, 3, 4, 5, 6, 7].map((k) =>
        Math.abs(wanted.reduce((sum, w, i) => sum + (w * filters[k * 16 + i]) / length, 0)),
      );
      expect(Math.max(...likeness)).toBeGreaterThan(0.97);
    }
  });

  test("the same seed gives the same bits", async () => {
    const patches = noise(50, 4);
    const learned = async (seed: number): Promise<Float64Array> => {
      const code = sparseCoding({ patchSize: 4, units: 8, seed, steps: 10 });
      await code.fit(patches, { updates: 5, batchSize: 10 });
      return code.filters.toFloat64();
    };
    expect(await learned(1)).toEqual(await learned(1));
    expect(await learned(1)).not.toEqual(await learned(2));
  });
});

describe("filters from images", () => {
  const check = beside(
    "Olshausen & Field (1996): oriented filters from natural images, none from what has no edges",
  );
  const images = [0, 1, 2].map((seed) => deadLeaves({ size: 128, smallest: 3, seed }));

  /** Share of filters that are oriented after learning from whitened images. */
  async function orientedShare(shown: readonly Tensor[]): Promise<number> {
    const patches = imagePatches(
      shown.map((image) => whiten(image)),
      { size: 8, count: 8000 },
    );
    const code = sparseCoding({ patchSize: 8, units: 48, threshold: 2, steps: 30, threads: 1 });
    await code.fit(patches, { updates: 250, learningRate: 0.2 });
    const { isOriented } = filterTuning(code.filters);
    return isOriented.filter(Boolean).length / 48;
  }

  test("edges make most filters oriented; the same spectrum without edges, and noise, do not", async () => {
    const natural = await orientedShare(images);
    const scrambled = await orientedShare(images.map((image, seed) => scramblePhases(image, seed)));
    const white = await orientedShare(
      images.map(() => new Tensor(noise(1, 128).data, [128, 128], "float32")),
    );
    check("oriented, images of leaves (published: nearly all of natural ones)", natural, {
      published: 1,
      absolute: 0.5,
    });
    check("oriented, the same with phases at random", scrambled, { published: 0, absolute: 0.25 });
    check("oriented, white noise", white, { published: 0, absolute: 0.25 });
    expect(natural).toBeGreaterThan(2.5 * Math.max(scrambled, white));
  });
});

test("errors", async () => {
  expect(thrown(() => sparseCoding({ patchSize: 4, units: 0 }))).toBe(
    "sparseCoding: units is 0; use a whole number from 1. (invalid_option)",
  );
  // @ts-expect-error: it is threshold
  expect(thrown(() => sparseCoding({ patchSize: 4, units: 2, lambda: 1 }))).toMatch(/unknown_name/);
  const code = sparseCoding({ patchSize: 4, units: 2 });
  expect(await rejection(code.infer([[1, 2, 3]]))).toBe(
    "sparseCoding: infer: patches have shape [1, 3]; give [n, 4, 4]. (shape_mismatch)",
  );
  expect(await rejection(code.fit(noise(2, 4), { learningRate: 0 }))).toBe(
    "sparseCoding: fit: learningRate is 0; use a number > 0. (invalid_option)",
  );
});
