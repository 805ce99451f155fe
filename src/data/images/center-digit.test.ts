import { beforeAll, expect, test } from "vitest";
import { Tensor, tensor } from "../../core/tensor.js";
import { mnist } from "../datasets/mnist.js";
import { centerDigit } from "./center-digit.js";

let images: Uint8Array;
const image = (k: number): Uint8Array => images.subarray(k * 784, (k + 1) * 784);
const centered = (pixels: Uint8Array, side: number): Uint8Array =>
  centerDigit(new Tensor(pixels, [side, side], "uint8")).data as Uint8Array; // its dtype

beforeAll(async () => {
  images = (await mnist()).xTest.data as Uint8Array; // its dtype
});

// How they were made, by those who made them: a box of 20 × 20, then the center of mass in the middle of 28 × 28.
test("the images of MNIST stay as they are: 9,996 of 10,000, to the last bit", () => {
  let same = 0;
  for (let k = 0; k < 10_000; k++) {
    const made = centered(image(k), 28);
    if (made.every((v, i) => v === image(k)[i])) same++;
  }
  expect(same).toBe(9996);
});

test("drawn four times as large, and anywhere, a digit of MNIST comes out the same", () => {
  for (let k = 0; k < 20; k++) {
    const large = new Uint8Array(140 * 140);
    const [top, left] = [k, 28 - k];
    for (let y = 0; y < 112; y++)
      for (let x = 0; x < 112; x++)
        large[(top + y) * 140 + left + x] = image(k)[Math.floor(y / 4) * 28 + Math.floor(x / 4)];
    expect(centered(large, 140)).toEqual(image(k));
  }
});

test("a dot fills the box; a line keeps its proportions; an edge that covers half a pixel is half as bright", () => {
  const dot = centerDigit([[0, 0], [0, 200]]); // biome-ignore format: rows
  expect(dot.dtype).toBe("uint8");
  const at = (x: Tensor, row: number, column: number): unknown => x.data[row * 28 + column];
  const rowOf = (x: Tensor, row: number): unknown[] => [...x.data.slice(row * 28, (row + 1) * 28)];
  // 20 × 20 around (14, 14): rows 4 … 23 have their middle at 13.5, which rounds to one pixel on
  expect(dot.toFloat64().filter((v) => v === 200)).toHaveLength(400);
  expect([at(dot, 4, 14), at(dot, 5, 14), at(dot, 24, 14), at(dot, 25, 14)]).toEqual([0, 200, 200, 0]);
  // 3 wide, 40 tall: half the size, 1.5 wide
  const line = centerDigit(tensor(Array.from({ length: 40 }, () => [100, 100, 100])));
  expect(rowOf(line, 14).filter((v) => v !== 0)).toEqual([100, 50]);
  expect(line.toFloat64().reduce((a, b) => a + b)).toBe(20 * 150);
});

test("a digit whose mass lies at one end stops at the edge of the image", () => {
  const drawn = Array.from({ length: 20 }, (_, y) =>
    Array.from({ length: 20 }, (_, x) => (y === 0 ? 255 : Number(x === 0))),
  );
  const made = centerDigit(drawn).toFloat64(); // biome-ignore format: one expression
  expect(made.filter((v) => v > 0)).toHaveLength(39);
  expect(made.subarray(27 * 28).some((v) => v > 0)).toBe(true);
});

test("no ink, no digit; not one image", () => {
  expect(centerDigit(new Tensor(new Uint8Array(50), [5, 10], "uint8")).toFloat64()).toEqual(
    new Float64Array(784),
  );
  expect(() => centerDigit([1, 2, 3])).toThrow(
    "centerDigit: image has shape [3]; give one image [height, width]. (shape_mismatch)",
  );
});
