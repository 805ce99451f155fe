import { expect, test } from "vitest";
import { RandomSource } from "./random-source.js";

test("the words of a seed are fixed for ever", () => {
  // Computed by a separate program in Python's integers.
  const random = new RandomSource(42);
  expect(Array.from({ length: 4 }, () => random.uint32())).toEqual([
    2439613443, 2235721882, 3203354804, 2196749204,
  ]);
  expect(random.position).toBe(4);
});

test("position is the whole state: going back gives the same numbers again", () => {
  const random = new RandomSource(1, 2, 3);
  const first = [random.uniform(), random.normal(), random.integer(10)];
  random.position = 0;
  expect([random.uniform(), random.normal(), random.integer(10)]).toEqual(first);
});

test("seeds, streams and their order give unrelated numbers; large and negative seeds count whole", () => {
  const keys: number[][] = [
    [0],
    [1],
    [-1],
    [0, 0],
    [0, 1],
    [1, 0],
    [2 ** 32],
    [2 ** 33],
    [2 ** 32 + 1],
    [-(2 ** 32)],
  ];
  const firsts = keys.map(([seed, ...stream]) => new RandomSource(seed, ...stream).uint32());
  expect(new Set(firsts).size).toBe(keys.length);
});

test("uniforms have the moments of the uniform distribution, and neighbouring seeds do not correlate", () => {
  const n = 100_000;
  const [a, b] = [new RandomSource(7), new RandomSource(8)];
  let [mean, square, cross] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [u, v] = [a.uniform() - 0.5, b.uniform() - 0.5];
    mean += u / n;
    square += (u * u) / n;
    cross += (u * v) / n;
  }
  // Standard errors: √(1/12n) = 0.0009, √(1/180n) = 0.00024, 1/(12√n) = 0.00026; four of them are allowed.
  expect(Math.abs(mean)).toBeLessThan(0.0037);
  expect(Math.abs(square - 1 / 12)).toBeLessThan(0.001);
  expect(Math.abs(cross)).toBeLessThan(0.0011);
});

test("256 bins of one byte of each word are even: chi-square within four deviations", () => {
  const n = 256 * 1000;
  for (const shift of [0, 8, 16, 24]) {
    const random = new RandomSource(3, shift);
    const bins = new Float64Array(256);
    for (let i = 0; i < n; i++) bins[(random.uint32() >>> shift) & 255]++;
    const chi2 = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(Math.abs(chi2 - 255)).toBeLessThan(4 * Math.sqrt(2 * 255));
  }
});

test("normals have mean 0, deviation 1 and the fourth moment 3", () => {
  const n = 200_000;
  const random = new RandomSource(11);
  let [m1, m2, m4] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const z = random.normal();
    m1 += z / n;
    m2 += z ** 2 / n;
    m4 += z ** 4 / n;
  }
  // Standard errors: 1/√n = 0.0022, √(2/n) = 0.0032, √(96/n) = 0.022; four of them are allowed.
  expect(Math.abs(m1)).toBeLessThan(0.009);
  expect(Math.abs(m2 - 1)).toBeLessThan(0.013);
  expect(Math.abs(m4 - 3)).toBeLessThan(0.088);
});

test("24-bit uniforms are exact in float32 and stay below 1", () => {
  const random = new RandomSource(5);
  for (let i = 0; i < 1000; i++) {
    const u = random.uniform24();
    expect(Math.fround(u)).toBe(u);
    expect(u).toBeLessThan(1);
  }
});

test("a seed that is not a whole number is refused", () => {
  expect(() => new RandomSource(0.5)).toThrow(
    "seed: 0.5 is not an integer; give a whole number below 2^53. (invalid_option)",
  );
});
