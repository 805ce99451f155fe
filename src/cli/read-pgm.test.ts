import { describe, expect, test } from "vitest";
import { readPgm } from "./read-pgm.js";

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const joined = (head: string, ...bytes: number[]): Uint8Array => Uint8Array.from([...ascii(head), ...bytes]);

test("text, with comments, as in the format's own description", () => {
  const image = readPgm(ascii("P2\n# feep.pgm\n3 2 # width, height\n15\n0 3 15\n15  11 7\n"));
  expect([image.shape, image.dtype]).toEqual([[2, 3], "uint8"]);
  expect(image.toArray()).toEqual([
    [0, 51, 255], // v · 255 / 15
    [255, 187, 119],
  ]);
});

test("bytes, of 8 and of 16 bits", () => {
  expect(readPgm(joined("P5 2 2 255\n", 0, 10, 35, 255)).toArray()).toEqual([
    [0, 10], // 10 and 35 are white space and #: the header has ended
    [35, 255],
  ]);
  expect(readPgm(joined("P5\n1 2\n65535\n", 0x80, 0x00, 0xff, 0xff)).toArray()).toEqual([[128], [255]]);
});

describe("what is no image is refused", () => {
  test.each([
    ["", 'it does not begin with "P2" or "P5"'],
    ["P6 1 1 255\n...", 'it does not begin with "P2" or "P5"'],
    ["P5 2 2 255\n...", "it is cut off: 3 of 4 bytes are there"],
    ["P5", "the size NaN × NaN is not one of an image"],
    ["P5 999999999 999999999 255\n", "the size 999999999 × 999999999 is not one of an image"],
    ["P5 1 1 0\n.", "the largest value 0 is not from 1 to 65535"],
    ["P2 2 1 9\n5 10", "pixel 1 is 10, above the largest value 9"],
    ["P2 2 1 9\n5", "pixel 1 is NaN, above the largest value 9"],
  ])("%j", (text, said) => {
    expect(() => readPgm(ascii(text))).toThrow(new RangeError(said));
  });
});
