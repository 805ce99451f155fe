import { expect, test } from "vitest";
import { fromHalf, toHalf } from "./float16.js";

// IEEE 754-2019 binary16: 1 sign, 5 exponent, 10 fraction bits
const table: readonly (readonly [bits: number, value: number])[] = [
  [0x0000, 0],
  [0x8000, -0],
  [0x0001, 2 ** -24], // smallest subnormal
  [0x03ff, 1023 * 2 ** -24], // largest subnormal
  [0x0400, 2 ** -14], // smallest normal
  [0x3555, 0.333251953125], // nearest to 1/3
  [0x3bff, 1 - 2 ** -11],
  [0x3c00, 1],
  [0x3c01, 1 + 2 ** -10],
  [0xc000, -2],
  [0x7bff, 65504], // largest
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
];

test.each(table)("0x%x is %d", (bits, value) => {
  expect(fromHalf(bits)).toBe(value);
  expect(toHalf(value)).toBe(bits);
});

test("NaN", () => {
  expect(fromHalf(0x7e00)).toBeNaN();
  expect(fromHalf(0xfc01)).toBeNaN();
  expect(toHalf(NaN)).toBe(0x7e00);
});

test("all 63,488 finite halves come back", () => {
  const wrong = Array.from({ length: 0x10000 }, (_, bits) => bits).filter(
    (bits) => (bits & 0x7c00) !== 0x7c00 && toHalf(fromHalf(bits)) !== bits,
  );
  expect(wrong).toEqual([]);
});

test("between two halves the nearer is taken, half way the even one", () => {
  for (let bits = 0; bits < 0x7bff; bits++) {
    const [low, high] = [fromHalf(bits), fromHalf(bits + 1)];
    const [middle, step] = [(low + high) / 2, high - low];
    if (toHalf(middle) !== (bits % 2 === 0 ? bits : bits + 1))
      expect.fail(`the middle above 0x${bits.toString(16)}`);
    if (toHalf(middle - step / 8) !== bits) expect.fail(`below the middle above 0x${bits.toString(16)}`);
    if (toHalf(middle + step / 8) !== bits + 1) expect.fail(`beyond the middle above 0x${bits.toString(16)}`);
  }
});

test("what is too large becomes infinite, too small zero", () => {
  expect(toHalf(65519.99)).toBe(0x7bff);
  expect(toHalf(65520)).toBe(0x7c00);
  expect(toHalf(-1e300)).toBe(0xfc00);
  expect(toHalf(2 ** -25)).toBe(0); // half of the smallest: even
  expect(toHalf(2 ** -25 * 1.01)).toBe(1);
  expect(toHalf(-(2 ** -30))).toBe(0x8000);
});
