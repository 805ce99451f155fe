import { Tensor } from "neurograd";
import { hebb, learnLocally, oja, sanger } from "neurograd/brain";
import { expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { thrown } from "../../../test/support/thrown.js";
import { RandomSource } from "../../data/random-source.js";

const spectrum = [4, 1, 0.8, 0.6, 0.4];
const n = spectrum.length;

/** Normal numbers with these variances, along turned axes: rows, and the axes in the order of their variance. */
function turned(count: number): { readonly data: number[][]; readonly axes: number[][] } {
  const random = new RandomSource(3);
  // Householder's reflection, a turn of all axes
  const u = Array.from({ length: n }, () => random.normal());
  const scale = 2 / u.reduce((sum, x) => sum + x * x, 0);
  const axes = spectrum.map((_, i) => spectrum.map((__, j) => Number(i === j) - scale * u[i] * u[j]));
  const data = Array.from({ length: count }, () => {
    const z = spectrum.map((variance) => Math.sqrt(variance) * random.normal());
    return spectrum.map((_, j) => z.reduce((sum, zi, i) => sum + zi * axes[i][j], 0));
  });
  return { data, axes };
}

const { data, axes } = turned(20000);
const rows = (weights: { toFloat64(): Float64Array }, count: number): Float64Array[] =>
  Array.from({ length: count }, (_, i) => weights.toFloat64().subarray(i * n, (i + 1) * n));
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, ai, i) => sum + ai * b[i], 0);
const length = (a: ArrayLike<number>): number => Math.sqrt(dot(a, a));

const check = beside("Oja (1982): the first principal component, 20,000 examples, η = 0.001");

test("Oja's rule finds the direction of greatest variance, with length 1", () => {
  const [w] = rows(learnLocally(oja(), data).weights, 1);
  check("|cos| with it", Math.abs(dot(w, axes[0])) / length(w), { published: 0.9998, absolute: 1e-3 });
  check("length", length(w), { published: 1.001, absolute: 0.01 });
  const variance = data.reduce((sum, x) => sum + dot(w, x) ** 2, 0) / data.length;
  check("variance of the output", variance, { published: 4, relative: 0.03 });
});

test("Hebb's rule diverges as e^(ηλ₁t)", () => {
  // Points on the axes, so that the covariance is diag(λ) exactly: an epoch multiplies along axis 1 by (1 + η λ₁ n)
  const points = new Tensor(
    Float64Array.from({ length: n * n }, (_, at) =>
      at % (n + 1) === 0 ? Math.sqrt(n * spectrum[at / (n + 1)]) : 0,
    ),
    [n, n],
    "float64",
  );
  const initial = Float64Array.from({ length: n }, () => 0.01);
  const after = (epochs: number): number =>
    learnLocally(hebb(), points, { epochs, initial }).weights.toFloat64()[0];
  expect(after(100) / 0.01).toBeCloseTo((1 + 0.001 * 4 * n) ** 100, 9);
  check("growth in 2,000 steps, ln", Math.log(after(400) / 0.01), {
    published: 0.001 * 4 * 400 * n,
    relative: 0.02,
  });
  expect(Math.log(after(400) / after(200))).toBeCloseTo(Math.log(after(200) / 0.01), 9);
});

test("Sanger's rule finds the components in order", () => {
  const { weights } = learnLocally(sanger({ learningRate: 0.002 }), data, { outputs: 3, epochs: 3 });
  for (const [i, w] of rows(weights, 3).entries()) {
    expect(Math.abs(dot(w, axes[i])) / length(w), `component ${i}`).toBeGreaterThan(0.98);
    expect(Math.abs(length(w) - 1)).toBeLessThan(0.05);
  }
  // for one output it is Oja's
  const few = data.slice(0, 50);
  expect(learnLocally(sanger(), few).weights.toArray()).toEqual(learnLocally(oja(), few).weights.toArray());
});

test("errors", () => {
  expect(thrown(() => learnLocally(oja(), [1, 2]))).toBe(
    "learnLocally: data has shape [2]; give [examples, inputs]. (shape_mismatch)",
  );
  expect(thrown(() => oja({ learningRate: 0 }))).toBe(
    "oja: learningRate is 0; use a number > 0. (invalid_option)",
  );
  expect(thrown(() => learnLocally(oja(), [[1, 2]], { initial: [1], outputs: 2 }))).toBe(
    "learnLocally: initial has shape [1]; give [2, 2]. (shape_mismatch)",
  );
});
