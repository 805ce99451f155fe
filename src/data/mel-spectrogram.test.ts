import { describe, expect, test } from "vitest";
import { readDataText } from "../../golden/read-data-text.js";
import { type MelSpectrogramOptions, melSpectrogram } from "./mel-spectrogram.js";
import { powerSpectrum } from "./real-fft.js";

const { signal, melSpectrogram: cases, melBatch } = readDataText();

function expectClose(
  out: { shape: readonly number[]; toFloat64(): Float64Array },
  y: { shape: readonly number[]; data: readonly number[] },
): void {
  expect(out.shape).toEqual(y.shape);
  // Keras computes in float32: a few 1e-4 dB where a band is quiet.
  for (const [i, value] of out.toFloat64().entries()) expect(Math.abs(value - y.data[i])).toBeLessThan(2e-3);
}

describe("melSpectrogram gives Keras's decibels", () => {
  test.each(cases.map((each) => [JSON.stringify(each.options), each] as const))("%s", (_, { options, y }) => {
    expectClose(melSpectrogram(signal, options as MelSpectrogramOptions), y);
  });
  test("a batch shares its loudest", () => {
    const rows = [signal.slice(0, 700), signal.slice(700, 1400).map((v) => v / 64)];
    expectClose(melSpectrogram(rows, melBatch.options as MelSpectrogramOptions), melBatch.y);
  });
});

test("the fast transform equals the sum that defines it", () => {
  const size = 32;
  const x = Float64Array.from(signal.slice(0, size));
  const out = new Float64Array(size / 2 + 1);
  powerSpectrum(size)(x, out);
  for (let k = 0; k <= size / 2; k++) {
    let [re, im] = [0, 0];
    for (let n = 0; n < size; n++) {
      re += x[n] * Math.cos((2 * Math.PI * k * n) / size);
      im -= x[n] * Math.sin((2 * Math.PI * k * n) / size);
    }
    expect(out[k]).toBeCloseTo(re * re + im * im, 12);
  }
});

test.each<[MelSpectrogramOptions, string]>([
  [{ numMelBins: 0 }, "melSpectrogram: numMelBins is 0; give a whole number from 1 on. (invalid_option)"],
  [{ fftLength: 300 }, "melSpectrogram: fftLength is 300; give a power of two. (invalid_option)"],
  [
    { fftLength: 256, sequenceLength: 300 },
    "melSpectrogram: sequenceLength 300 is more than fftLength 256; make it at most that. (invalid_option)",
  ],
  [
    { samplingRate: 8000, maxFreq: 5000 },
    "melSpectrogram: frequencies 20 to 5000 Hz at samplingRate 8000; give minFreq below maxFreq, at most 4000. (invalid_option)",
  ],
  [
    { fftLength: 4096 },
    "melSpectrogram: 1500 samples are too few to mirror 2048 at each end; give a longer signal or a smaller fftLength. (shape_mismatch)",
  ],
])("bad options %#", (options, message) => {
  expect(() => melSpectrogram(signal, options)).toThrow(expect.objectContaining({ message }));
});
