import { NeurogradError } from "../core/errors.js";
import { sizeOf, Tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "./array-input.js";
import { powerSpectrum } from "./real-fft.js";

export interface MelSpectrogramOptions {
  /** Length of the Fourier transform, a power of two. Default 2048. */
  readonly fftLength?: number | undefined;
  /** Samples from one window to the next. Default 512. */
  readonly sequenceStride?: number | undefined;
  /** Samples of a window, at most fftLength. Default fftLength. */
  readonly sequenceLength?: number | undefined;
  /** Default `hann`; null for none. */
  readonly window?: "hann" | "hamming" | null | undefined;
  /** [Hz]. Default 16000. */
  readonly samplingRate?: number | undefined;
  /** Default 128. */
  readonly numMelBins?: number | undefined;
  /** [Hz]. Default 20. */
  readonly minFreq?: number | undefined;
  /** [Hz]. Default half of samplingRate. */
  readonly maxFreq?: number | undefined;
  /** Whether the result is in decibels. Default true. */
  readonly powerToDb?: boolean | undefined;
  /** How far below the loudest the quietest may be [dB]. Default 80. */
  readonly topDb?: number | undefined;
  /** Power of the magnitude. Default 2. */
  readonly magExp?: number | undefined;
  /** Default 1e-10. */
  readonly minPower?: number | undefined;
  /** The power that is 0 dB. Default 1. */
  readonly refPower?: number | undefined;
}

/**
 * How loud a sound is at each time and pitch: `10·log₁₀(|STFT|^magExp · mel)`, mel bands as triangles on the scale
 * `m = 1127·ln(1 + f/700)`. The signal is mirrored at its ends, so that windows center on their time.
 *
 * Shape   [samples] → [numMelBins, time], [batch, samples] → [batch, numMelBins, time], time = 1 + ⌊samples / sequenceStride⌋.
 * Dtype   float32.
 * Throws  `invalid_option`; `shape_mismatch` for a signal no longer than half of fftLength.
 * Source  Keras's MelSpectrogram.
 *
 * @example
 * const tone = Float32Array.from({ length: 8000 }, (_, t) => Math.sin((2 * Math.PI * 440 * t) / 8000));
 * melSpectrogram(tone, { samplingRate: 8000, fftLength: 512, sequenceStride: 200, numMelBins: 40 }).shape;   // [40, 41]
 */
export function melSpectrogram(
  signal: ArrayInput,
  {
    fftLength = 2048,
    sequenceStride = 512,
    sequenceLength = fftLength,
    window = "hann",
    samplingRate = 16000,
    numMelBins = 128,
    minFreq = 20,
    maxFreq = Math.floor(samplingRate / 2),
    powerToDb = true,
    topDb = 80,
    magExp = 2,
    minPower = 1e-10,
    refPower = 1,
  }: MelSpectrogramOptions = {},
): Tensor {
  checkCounts({ fftLength, sequenceStride, sequenceLength, numMelBins });
  if ((fftLength & (fftLength - 1)) !== 0 || fftLength < 2)
    refuse(`fftLength is ${fftLength}; give a power of two`);
  if (sequenceLength > fftLength) {
    refuse(`sequenceLength ${sequenceLength} is more than fftLength ${fftLength}; make it at most that`);
  }
  if (!(minFreq >= 0 && minFreq < maxFreq && maxFreq <= samplingRate / 2)) {
    refuse(
      `frequencies ${minFreq} to ${maxFreq} Hz at samplingRate ${samplingRate}; give minFreq below maxFreq, at most ${samplingRate / 2}`,
    );
  }
  const x = inputTensor("melSpectrogram: signal", signal);
  const samples = x.shape[x.shape.length - 1] ?? 0;
  if (samples <= fftLength / 2) {
    throw new NeurogradError(
      "shape_mismatch",
      `melSpectrogram: ${samples} samples are too few to mirror ${fftLength / 2} at each end; give a longer signal or a smaller fftLength`,
    );
  }
  const leading = x.shape.slice(0, -1);
  const rows = sizeOf(leading);
  const values = x.toFloat64();
  const bands = melBands(numMelBins, fftLength, samplingRate, minFreq, maxFreq);
  const taper = windowOf(window, sequenceLength, fftLength);
  const times = 1 + Math.floor(samples / sequenceStride);
  const transform = powerSpectrum(fftLength);
  const frame = new Float64Array(fftLength);
  const power = new Float64Array(fftLength / 2 + 1);
  const out = new Float64Array(rows * numMelBins * times);
  for (let row = 0; row < rows; row++) {
    const sound = values.subarray(row * samples, (row + 1) * samples);
    for (let t = 0; t < times; t++) {
      const start = t * sequenceStride - fftLength / 2;
      for (let i = 0; i < fftLength; i++) frame[i] = taper[i] * sound[mirrored(start + i, samples)];
      transform(frame, power);
      for (let band = 0; band < numMelBins; band++) {
        const { first, weights } = bands[band];
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += weights[k] * power[first + k] ** (magExp / 2);
        out[(row * numMelBins + band) * times + t] = sum;
      }
    }
  }
  if (powerToDb) toDecibels(out, minPower, Math.abs(refPower), topDb);
  return new Tensor(Float32Array.from(out), [...leading, numMelBins, times], "float32");
}

/** The sample at place i of a signal that is mirrored at its first and last sample. */
function mirrored(i: number, samples: number): number {
  const inside = Math.abs(i);
  return inside < samples ? inside : 2 * (samples - 1) - inside;
}

/** `a − (1 − a)·cos(2πn/length)` in the middle of `size` places; ones if there is no window. */
function windowOf(window: "hann" | "hamming" | null, length: number, size: number): Float64Array {
  if (window === null) return new Float64Array(size).fill(1);
  const a = window === "hann" ? 0.5 : 0.54;
  const before = Math.floor((size - length) / 2);
  const out = new Float64Array(size);
  for (let n = 0; n < length; n++) out[before + n] = a - (1 - a) * Math.cos((2 * Math.PI * n) / length);
  return out;
}

/** Weights of a band from frequency bin `first` on. */
interface Band {
  readonly first: number;
  readonly weights: readonly number[];
}

const mel = (hertz: number): number => 1127 * Math.log(1 + hertz / 700);

/** Triangles with equal steps on the mel scale, each from the peak of the one before to that of the next. Bin 0 is in none. */
function melBands(
  count: number,
  fftLength: number,
  samplingRate: number,
  minFreq: number,
  maxFreq: number,
): Band[] {
  const low = mel(minFreq);
  const step = (mel(maxFreq) - low) / (count + 1);
  return Array.from({ length: count }, (_, band) => {
    const center = low + (band + 1) * step;
    let first = 0;
    const weights: number[] = [];
    for (let k = 1; k <= fftLength / 2; k++) {
      const weight = 1 - Math.abs(mel((k * samplingRate) / fftLength) - center) / step;
      if (weight <= 0) continue;
      if (weights.length === 0) first = k;
      weights.push(weight);
    }
    return { first, weights };
  });
}

function toDecibels(power: Float64Array, minPower: number, refPower: number, topDb: number): void {
  const zero = 10 * Math.log10(Math.max(refPower, minPower));
  let loudest = -Infinity;
  for (let i = 0; i < power.length; i++) {
    power[i] = 10 * Math.log10(Math.max(power[i], minPower)) - zero;
    loudest = Math.max(loudest, power[i]);
  }
  for (let i = 0; i < power.length; i++) power[i] = Math.max(power[i], loudest - topDb);
}

function checkCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counts)) {
    if (!Number.isInteger(value) || value < 1) refuse(`${name} is ${value}; give a whole number from 1 on`);
  }
}

function refuse(what: string): never {
  throw new NeurogradError("invalid_option", `melSpectrogram: ${what}`);
}
