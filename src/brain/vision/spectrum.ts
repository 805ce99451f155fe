import { NeurogradError } from "../../core/errors.js";
import { Tensor } from "../../core/tensor.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { fourierTransform } from "../../data/fft.js";
import { RandomSource } from "../../data/random-source.js";
import { checkFinite } from "../../nn/batches.js";
import { checkPositive } from "../../nn/options.js";

export interface WhitenOptions {
  /** f₀ [cycles/pixel]: finer detail, where noise outweighs the image, is left out. Default: 200/512, the paper's. */
  readonly cutoff?: number;
}

/**
 * What an image looks like behind retina and thalamus, roughly: filtered by `R(f) = f e^(−(f/f₀)⁴)`. Natural images have amplitudes near 1/f, so that afterwards all
 * frequencies below f₀ are equally strong. The result has mean 0 and variance 1.
 *
 * Shape   [height, width], both powers of two, to float32 of the same shape.
 * Throws  `shape_mismatch`, `non_finite_data`, `invalid_option`.
 * Source  Olshausen & Field (1997), Vision Res. 37:3311, equation 13
 *
 * @example
 * const seen = whiten(deadLeaves({ size: 64 }));
 */
export function whiten(image: ArrayInput, { cutoff = 200 / 512 }: WhitenOptions = {}): Tensor {
  checkPositive("whiten", "cutoff", cutoff);
  const { height, width, pixels } = grayImage("whiten", image);
  const spectrum = spectrumOf(pixels, height, width);
  forEachFrequency(height, width, (i, fy, fx) => {
    const f = Math.hypot(fy, fx);
    const gain = f * Math.exp(-((f / cutoff) ** 4));
    spectrum.re[i] *= gain;
    spectrum.im[i] *= gain;
  });
  return standardized(imageOf(spectrum, height, width), height, width);
}

/**
 * An image with the same amplitude at every frequency and random phases: as smooth or rough as before, without edges or anything else to be seen. Mean 0, variance 1.
 *
 * Shape   [height, width], both powers of two, to float32 of the same shape.
 * Throws  `shape_mismatch`, `non_finite_data`.
 *
 * @example
 * const clouds = scramblePhases(deadLeaves({ size: 64 }), 1);
 */
export function scramblePhases(image: ArrayInput, seed = 0): Tensor {
  const { height, width, pixels } = grayImage("scramblePhases", image);
  const spectrum = spectrumOf(pixels, height, width);
  const random = new RandomSource(seed);
  // Noise is real: its phases are those of some real image.
  const noise = spectrumOf(
    pixels.map(() => random.normal()),
    height,
    width,
  );
  forEachFrequency(height, width, (i) => {
    const gain =
      i === 0 ? 0 : Math.hypot(spectrum.re[i], spectrum.im[i]) / Math.hypot(noise.re[i], noise.im[i]);
    noise.re[i] *= gain;
    noise.im[i] *= gain;
  });
  return standardized(imageOf(noise, height, width), height, width);
}

interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

function grayImage(
  where: string,
  image: ArrayInput,
): { readonly height: number; readonly width: number; readonly pixels: Float64Array } {
  const given = inputTensor(where, image);
  checkFinite(where, given);
  const [height, width, channels = 1, ...more] = given.shape;
  const fits = [height, width].every((side) => side > 1 && Number.isInteger(Math.log2(side)));
  if (fits && channels === 1 && more.length === 0) return { height, width, pixels: given.toFloat64() };
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: the image has shape [${given.shape.join(", ")}]; give a gray one whose sides are powers of two, as a part of 512 by 512 pixels`,
  );
}

/** The transform of an image, all rows, then all columns. */
function spectrumOf(pixels: Float64Array, height: number, width: number): Complex {
  const spectrum = { re: Float64Array.from(pixels), im: new Float64Array(pixels.length) };
  transform(spectrum, height, width);
  return spectrum;
}

/** The image of a spectrum: the transform of the conjugate. Overwrites the spectrum. */
function imageOf(spectrum: Complex, height: number, width: number): Float64Array {
  for (let i = 0; i < spectrum.im.length; i++) spectrum.im[i] = -spectrum.im[i];
  transform(spectrum, height, width);
  return spectrum.re.map((x) => x / (height * width));
}

function transform({ re, im }: Complex, height: number, width: number): void {
  const alongRow = fourierTransform(width);
  for (let y = 0; y < height; y++)
    alongRow(re.subarray(y * width, (y + 1) * width), im.subarray(y * width, (y + 1) * width));
  const alongColumn = fourierTransform(height);
  const column = { re: new Float64Array(height), im: new Float64Array(height) };
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      column.re[y] = re[y * width + x];
      column.im[y] = im[y * width + x];
    }
    alongColumn(column.re, column.im);
    for (let y = 0; y < height; y++) {
      re[y * width + x] = column.re[y];
      im[y * width + x] = column.im[y];
    }
  }
}

/** Frequencies in cycles/pixel, −½ to ½. */
function forEachFrequency(
  height: number,
  width: number,
  visit: (i: number, fy: number, fx: number) => void,
): void {
  const signed = (k: number, size: number): number => (k <= size / 2 ? k : k - size) / size;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) visit(y * width + x, signed(y, height), signed(x, width));
}

/** To mean 0 and variance 1; an image of one gray stays 0. */
function standardized(pixels: Float64Array, height: number, width: number): Tensor {
  const mean = pixels.reduce((sum, p) => sum + p, 0) / pixels.length;
  const deviation = Math.sqrt(pixels.reduce((sum, p) => sum + (p - mean) ** 2, 0) / pixels.length);
  const data = Float32Array.from(pixels, (p) => (deviation > 1e-12 ? (p - mean) / deviation : 0));
  return new Tensor(data, [height, width], "float32");
}
