import { NeurogradError } from "../../core/errors.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { checkFinite } from "../../nn/batches.js";
import { strongestWave } from "./grating-response.js";
import { gratingTuning } from "./grating-tuning.js";
import { leastSquares } from "./least-squares.js";

/** A filter as a wave under a bell. */
export interface Gabor {
  /** Center, in pixels from the upper left corner. */
  readonly x: number;
  readonly y: number;
  /** Direction of the stripes, from 0 up to 180, 0 horizontal, 90 vertical [°]. */
  readonly orientation: number;
  /** [cycles/pixel] */
  readonly frequency: number;
  /** Deviations of the bell across the stripes and along them [pixels]. */
  readonly sigmaAcross: number;
  readonly sigmaAlong: number;
  /** Of the cosine at the center [°]: 0 and 180 are even, 90 and 270 odd. */
  readonly phase: number;
  readonly amplitude: number;
  /** Share of the filter's power that this function has, 0 to 1. */
  readonly explained: number;
  /** Size in wavelengths across and along the stripes: `n = σ f`. */
  readonly nAcross: number;
  readonly nAlong: number;
  /** Full width at half height of the frequencies that pass [octaves]; infinite where it reaches down to 0. */
  readonly bandwidth: number;
  /** Full width at half height of the orientations that pass [°]; 180 where all do. */
  readonly orientationBandwidth: number;
}

/**
 * The Gabor function `A exp(−x'²/2σ₁² − y'²/2σ₂²) cos(2π f x' + φ)` nearest to a filter by least squares; x' runs across the stripes, y' along them. In frequencies it is a bell with deviations
 * 1/2πσ around f and around −f; bandwidths are measured on it as on a cell: with gratings.
 *
 * Shape   [height, width].
 * Throws  `shape_mismatch`, `non_finite_data`.
 * Source  Jones & Palmer (1987), J. Neurophysiol. 58:1233; n: Ringach (2002), J. Neurophysiol. 88:455
 *
 * @example
 * const { orientation } = fitGabor([[0, 1, -1, 0], [0, 1, -1, 0], [0, 1, -1, 0], [0, 1, -1, 0]]);
 * orientation;                                                  // 90: upright stripes
 */
export function fitGabor(filter: ArrayInput): Gabor {
  const given = inputTensor("fitGabor", filter);
  checkFinite("fitGabor", given);
  const [height, width = 0, ...more] = given.shape;
  if (more.length > 0 || Math.min(height, width) < 4) {
    throw new NeurogradError(
      "shape_mismatch",
      `fitGabor: the filter has shape [${given.shape.join(", ")}]; give [height, width], each at least 4`,
    );
  }
  const image: Image = { height, width, pixels: given.toFloat64() };
  const power = image.pixels.reduce((sum, w) => sum + w * w, 0);
  if (power === 0) return flat;
  const fits = startsFor(image, power).map((start) => {
    const p = leastSquares((q) => waveUnder(image, bounded(q, image)).residual, start, 30);
    return waveUnder(image, bounded(p, image));
  });
  return named(
    fits.reduce((a, b) => (b.left < a.left ? b : a)),
    power,
  );
}

interface Image {
  readonly height: number;
  readonly width: number;
  readonly pixels: Float64Array;
}

/** x, y, ln σ₁, ln σ₂, angle of the wave's direction [rad], f. */
type Parameters = readonly number[];

/** The best wave under a bell: `a cos + b sin`, by least squares, and what it leaves over. */
interface Wave {
  readonly p: Parameters;
  readonly a: number;
  readonly b: number;
  readonly residual: Float64Array;
  /** Power left over. */
  readonly left: number;
}

/** σ₁ f at least: of slower waves only a slope or a gray is left under the bell, and wave and bell can no longer be told apart. */
const leastWaves = 0.1;

/** Bells between half a pixel and the whole filter, centers on it, frequencies that its pixels can show. */
function bounded([x, y, s1, s2, angle, f]: Parameters, { height, width }: Image): number[] {
  const within = (v: number, low: number, high: number): number => Math.min(high, Math.max(low, v));
  const [low, high] = [Math.log(0.5), Math.log(Math.max(height, width))];
  const across = within(s1, low, high);
  return [
    within(x, -0.5, width - 0.5),
    within(y, -0.5, height - 0.5),
    across,
    within(s2, low, high),
    angle,
    within(f, leastWaves * Math.exp(-across), 0.5),
  ];
}

function waveUnder({ width, pixels }: Image, p: Parameters): Wave {
  const [x0, y0, s1, s2, angle, f] = p;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [across, along] = [0.5 * Math.exp(-2 * s1), 0.5 * Math.exp(-2 * s2)];
  const even = new Float64Array(pixels.length);
  const odd = new Float64Array(pixels.length);
  let [ee, eo, oo, we, wo] = [0, 0, 0, 0, 0];
  for (let i = 0; i < pixels.length; i++) {
    const [dx, dy] = [(i % width) - x0, Math.floor(i / width) - y0];
    const u = dx * cos + dy * sin;
    const v = dy * cos - dx * sin;
    const bell = Math.exp(-u * u * across - v * v * along);
    even[i] = bell * Math.cos(2 * Math.PI * f * u);
    odd[i] = bell * Math.sin(2 * Math.PI * f * u);
    ee += even[i] ** 2;
    eo += even[i] * odd[i];
    oo += odd[i] ** 2;
    we += pixels[i] * even[i];
    wo += pixels[i] * odd[i];
  }
  const determinant = ee * oo - eo * eo || 1;
  const a = (we * oo - wo * eo) / determinant;
  const b = (wo * ee - we * eo) / determinant;
  const residual = pixels.map((w, i) => w - a * even[i] - b * odd[i]);
  return { p, a, b, residual, left: residual.reduce((sum, r) => sum + r * r, 0) };
}

/** Where to begin: the filter's center of power, its strongest frequency and half of it, bells narrow and wide. */
function startsFor(image: Image, power: number): number[][] {
  const { height, width, pixels } = image;
  let [x0, y0] = [0, 0];
  for (let i = 0; i < pixels.length; i++) {
    const share = pixels[i] ** 2 / power;
    x0 += share * (i % width);
    y0 += share * Math.floor(i / width);
  }
  const { frequency, angle } = strongestWave(image);
  const size = Math.min(height, width);
  return [
    [x0, y0, Math.log(size / 8), Math.log(size / 6), angle, frequency],
    [x0, y0, Math.log(size / 6), Math.log(size / 4), angle, frequency / 2],
    [x0, y0, Math.log(size / 3), Math.log(size / 3), angle, frequency],
  ];
}

/** The parameters by their names, with what follows from them. */
function named({ p, a, b, left }: Wave, power: number): Gabor {
  const [x, y, s1, s2, angle, frequency] = p;
  const [sigmaAcross, sigmaAlong] = [Math.exp(s1), Math.exp(s2)];
  const [nAcross, nAlong] = [sigmaAcross * frequency, sigmaAlong * frequency];
  const degrees = (radians: number, turn: number): number => {
    const value = (radians * 180) / Math.PI;
    return ((value % turn) + turn) % turn;
  };
  return {
    x,
    y,
    orientation: degrees(angle + Math.PI / 2, 180),
    frequency,
    sigmaAcross,
    sigmaAlong,
    phase: degrees(Math.atan2(-b, a), 360), // a cos + b sin = A cos(… + φ)
    amplitude: Math.hypot(a, b),
    explained: 1 - left / power,
    nAcross,
    nAlong,
    ...gratingTuning({ nAcross, nAlong, phase: Math.atan2(-b, a) }),
  };
}

/** Of a filter that is 0 everywhere: nothing to be explained. */
const flat: Gabor = {
  x: 0,
  y: 0,
  orientation: 0,
  frequency: 0,
  sigmaAcross: 0,
  sigmaAlong: 0,
  phase: 0,
  amplitude: 0,
  explained: 0,
  nAcross: 0,
  nAlong: 0,
  bandwidth: Infinity,
  orientationBandwidth: 180,
};
