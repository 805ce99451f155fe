import { describe, expect, test } from "vitest";
import {
  bitsAt,
  combineKeys,
  hash32,
  hashNormal,
  hashPath,
  hashTruncatedNormal,
  hashUniform,
} from "./random-bits.js";

/** Wellons's lowbias32 in exact integers, written out again. */
function lowbias32(x: bigint): bigint {
  const word = 0xffffffffn;
  let h = x & word;
  h = ((h ^ (h >> 16n)) * 0x7feb352dn) & word;
  h = ((h ^ (h >> 15n)) * 0x846ca68bn) & word;
  return h ^ (h >> 16n);
}

describe("known values, which no release may change: they are the initial weights of saved runs", () => {
  test("hash32", () => {
    expect([0, 1, 2, 0xffffffff, 0x12345678].map(hash32)).toEqual([
      0, 1753845952, 3507691905, 1734902346, 4125564054,
    ]); // by Python's integers
    for (let x = 1; x < 2 ** 32; x = x * 3 + 1) expect(hash32(x)).toBe(Number(lowbias32(BigInt(x))));
  });
  test("hash32 takes negative numbers as their 32 bits", () => {
    expect(hash32(-1)).toBe(hash32(0xffffffff));
  });
  test("hashPath is FNV-1a", () => {
    expect(["", "a", "foobar"].map(hashPath)).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]); // Fowler, Noll and Vo's own test vectors
    expect(hashPath("dense_1/kernel")).toBe(0xf740aa54); // by Python's integers
  });
  test("combineKeys and bitsAt", () => {
    expect([combineKeys(0), combineKeys(1, 2, 3), combineKeys(3, 2, 1)]).toEqual([
      3629390794, 623449995, 3089709033,
    ]); // by Python's integers
    expect([0, 1, 2, 3].map((position) => bitsAt(7, position))).toEqual([
      1686289207, 1999194476, 1913244141, 1996240656,
    ]);
    expect(bitsAt(0xffffffff, 0)).toBe(4198753130);
  });
  test("hashUniform", () => {
    expect(Array.from(hashUniform(42, 3))).toEqual([
      0.6791291236877441, 0.6171537041664124, 0.5010250210762024,
    ]);
  });
  test("hashNormal takes two uniform numbers each, by Box and Muller", () => {
    const u = hashUniform(42, 20);
    for (const [i, z] of hashNormal(42, 10).entries()) {
      const radius = Math.sqrt(-2 * Math.log(u[2 * i] + 2 ** -24)); // from (0, 1]
      expect(z).toBeCloseTo(radius * Math.cos(2 * Math.PI * u[2 * i + 1]), 12);
    }
  });
  test("the first numbers of a stream do not depend on how many are asked for", () => {
    expect(hashUniform(5, 100).subarray(0, 7)).toEqual(hashUniform(5, 7));
    expect(hashNormal(5, 100).subarray(0, 7)).toEqual(hashNormal(5, 7));
    expect(hashTruncatedNormal(5, 100).subarray(0, 7)).toEqual(hashTruncatedNormal(5, 7));
  });
});

const count = 100_000;
const mean = (x: Float64Array): number => x.reduce((a, b) => a + b, 0) / x.length;
const moment = (x: Float64Array, k: number): number => mean(x.map((v) => v ** k));
const correlation = (a: Float64Array, b: Float64Array): number => {
  const [ma, mb] = [mean(a), mean(b)];
  return (
    mean(a.map((v, i) => (v - ma) * (b[i] - mb))) /
    Math.sqrt((moment(a, 2) - ma * ma) * (moment(b, 2) - mb * mb))
  );
};
/** Pearson's statistic of counts against equal chances. */
const chiSquare = (counts: readonly number[], total: number): number =>
  counts.reduce((sum, n) => sum + (n - total / counts.length) ** 2 / (total / counts.length), 0);

describe("uniform numbers", () => {
  const u = hashUniform(combineKeys(1), count);
  test("lie in [0, 1), with mean 1/2 and variance 1/12", () => {
    expect(Math.min(...u)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...u)).toBeLessThan(1);
    expect(Math.abs(mean(u) - 1 / 2)).toBeLessThan(4 / Math.sqrt(12 * count)); // 4 standard errors
    expect(Math.abs(moment(u, 2) - 1 / 3)).toBeLessThan(4 * Math.sqrt((1 / 5 - 1 / 9) / count));
  });
  test("are exact in float32", () => {
    expect(u.every((v) => Math.fround(v) === v)).toBe(true);
  });
  test("fill 256 cells evenly", () => {
    const counts = new Array<number>(256).fill(0);
    for (const v of u) counts[Math.floor(v * 256)]++;
    // χ² with 255 degrees of freedom: mean 255, standard deviation √510 = 22.6
    expect(Math.abs(chiSquare(counts, count) - 255)).toBeLessThan(4 * 22.6);
  });
  test("fill 16 × 16 cells evenly in pairs of neighbors", () => {
    const counts = new Array<number>(256).fill(0);
    for (let i = 0; i + 1 < count; i += 2) counts[Math.floor(u[i] * 16) * 16 + Math.floor(u[i + 1] * 16)]++;
    expect(Math.abs(chiSquare(counts, count / 2) - 255)).toBeLessThan(4 * 22.6);
  });
  test("each of the 32 bits is set half of the time", () => {
    for (let bit = 0; bit < 32; bit++) {
      let set = 0;
      for (let i = 0; i < 10_000; i++) set += (bitsAt(3, i) >>> bit) & 1;
      expect(Math.abs(set - 5000), `bit ${bit}`).toBeLessThan(4 * 50); // √(10,000/4)
    }
  });
  test.each([
    [1, 2],
    [0, 1],
    [4, 5],
    [7, 7 ^ 1],
    [100, 0x80000064],
  ])("the streams of keys %d and %d are not correlated, at any small shift", (k1, k2) => {
    const [a, b] = [hashUniform(k1, 20_000), hashUniform(k2, 20_000)];
    for (const shift of [0, 1, 2, 16]) {
      expect(Math.abs(correlation(a.slice(shift), b.slice(0, b.length - shift)))).toBeLessThan(
        4 / Math.sqrt(20_000 - shift),
      );
    }
  });
  test("a stream is not correlated with itself shifted", () => {
    for (const shift of [1, 2, 3, 28, 64]) {
      expect(Math.abs(correlation(u.slice(shift), u.slice(0, count - shift)))).toBeLessThan(
        4 / Math.sqrt(count),
      );
    }
  });
});

describe("keys", () => {
  test("order, seed, path and step all matter", () => {
    const keys = [
      combineKeys(1, 2),
      combineKeys(2, 1),
      combineKeys(1),
      combineKeys(1, 2, 0),
      combineKeys(0, 1, 2),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
  test("10,000 steps of 10 paths give 100,000 keys, but for the collisions that chance allows", () => {
    const keys = new Set<number>();
    for (let step = 0; step < 10_000; step++)
      for (let p = 0; p < 10; p++) keys.add(combineKeys(1, hashPath(`dropout_${p}`), step));
    expect(keys.size).toBeGreaterThan(100_000 - 10); // expected: 100,000²/2³³ = 1.2
  });
});

describe("normal numbers", () => {
  const z = hashNormal(combineKeys(2), count);
  test("have the moments 0, 1, 0, 3", () => {
    const error = (variance: number): number => 4 * Math.sqrt(variance / count);
    expect(Math.abs(mean(z))).toBeLessThan(error(1));
    expect(Math.abs(moment(z, 2) - 1)).toBeLessThan(error(2));
    expect(Math.abs(moment(z, 3))).toBeLessThan(error(15));
    expect(Math.abs(moment(z, 4) - 3)).toBeLessThan(error(96));
  });
  test("68.27 % lie within one standard deviation, 95.45 % within two", () => {
    const within = (limit: number): number => z.filter((v) => Math.abs(v) < limit).length / count;
    expect(within(1)).toBeCloseTo(0.6827, 2);
    expect(within(2)).toBeCloseTo(0.9545, 2);
  });
  test("are finite, and neighbors are not correlated", () => {
    expect(z.every(Number.isFinite)).toBe(true);
    expect(Math.abs(correlation(z.slice(1), z.slice(0, count - 1)))).toBeLessThan(4 / Math.sqrt(count));
  });
});

describe("truncated normal numbers", () => {
  const z = hashTruncatedNormal(combineKeys(3), count);
  test("stay within two, with the standard deviation of the truncated distribution", () => {
    expect(z.every((v) => Math.abs(v) <= 2)).toBe(true);
    expect(Math.abs(mean(z))).toBeLessThan(4 / Math.sqrt(count));
    expect(Math.sqrt(moment(z, 2))).toBeCloseTo(0.87962566103423978, 2); // Keras's VarianceScaling divides by this
  });
});
