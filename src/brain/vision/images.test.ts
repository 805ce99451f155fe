import { deadLeaves, imagePatches, scramblePhases, whiten } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { Tensor } from "../../core/tensor.js";

const grating = (cycles: number, size = 32): Tensor =>
  new Tensor(
    Float32Array.from({ length: size * size }, (_, i) =>
      Math.cos((2 * Math.PI * cycles * (i % size)) / size),
    ),
    [size, size],
    "float32",
  );

/** Slope of ln amplitude over ln frequency, of waves along the rows: −1 is 1/f. */
function spectrumSlope(image: Tensor): number {
  const [size] = image.shape;
  const pixels = image.toFloat64();
  const points = [2, 3, 4, 6, 8, 12, 16].map((k) => {
    let power = 0;
    for (let y = 0; y < size; y++) {
      let [re, im] = [0, 0];
      for (let x = 0; x < size; x++) {
        const angle = (2 * Math.PI * k * x) / size;
        re += pixels[y * size + x] * Math.cos(angle);
        im += pixels[y * size + x] * Math.sin(angle);
      }
      power += re * re + im * im;
    }
    // One row cuts through all directions: its power falls as f⁻¹ where amplitudes fall as 1/f in two dimensions.
    return [Math.log(k), Math.log(power)];
  });
  const mean = (j: number): number => points.reduce((sum, p) => sum + p[j], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  const above = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return above / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

describe("whitening", () => {
  test("gains are f e^(−(f/f₀)⁴): of two waves the ratio of amplitudes", () => {
    const size = 32;
    const both = grating(2).toFloat64();
    const other = grating(9).toFloat64();
    const seen = whiten({ data: both.map((v, i) => v + other[i]), shape: [size, size] }).toFloat64();
    const amplitude = (wave: Float64Array): number => seen.reduce((sum, v, i) => sum + v * wave[i], 0);
    const gain = (f: number): number => f * Math.exp(-((f / (200 / 512)) ** 4));
    expect(amplitude(other) / amplitude(both)).toBeCloseTo(gain(9 / 32) / gain(2 / 32), 6);
  });

  test("mean 0, variance 1; one gray stays 0", () => {
    const seen = whiten(deadLeaves({ size: 64 })).toFloat64();
    expect(seen.reduce((a, b) => a + b, 0) / seen.length).toBeCloseTo(0, 6);
    expect(seen.reduce((a, b) => a + b * b, 0) / seen.length).toBeCloseTo(1, 5);
    expect(Math.max(...whiten({ data: new Float32Array(64).fill(3), shape: [8, 8] }).toFloat64())).toBe(0);
  });

  test("errors", () => {
    expect(thrown(() => whiten({ data: new Float32Array(48), shape: [6, 8] }))).toBe(
      "whiten: the image has shape [6, 8]; give a gray one whose sides are powers of two, as a part of 512 by 512 pixels. (shape_mismatch)",
    );
    expect(thrown(() => whiten(grating(1), { cutoff: 0 }))).toMatch(/invalid_option/);
  });
});

test("random phases keep every amplitude and lose the picture", () => {
  const scrambled = scramblePhases(grating(3), 5).toFloat64();
  // one wave is one wave, wherever it stands
  const wave = (shift: number): number =>
    scrambled.reduce((sum, v, i) => sum + v * Math.cos((2 * Math.PI * 3 * ((i % 32) + shift)) / 32), 0);
  const amplitude = Math.hypot(wave(0), wave(32 / 12)) / (32 * 32);
  expect(amplitude).toBeCloseTo(Math.SQRT2 / 2, 5); // of variance 1
  const image = deadLeaves({ size: 64, smallest: 5, seed: 1 });
  const clouds = scramblePhases(image, 1);
  expect(spectrumSlope(clouds)).toBeCloseTo(spectrumSlope(image), 4);
  const peaks = (values: Float64Array): number => values.reduce((sum, v) => sum + v ** 4, 0) / values.length; // 3 for a normal distribution
  expect(Math.abs(peaks(whiten(clouds).toFloat64()) - 3)).toBeLessThan(0.5);
  expect(peaks(whiten(image).toFloat64())).toBeGreaterThan(5); // edges are rare and strong
});

test("dead leaves: gray from 0 to 1, amplitudes near 1/f as in photographs", () => {
  const slopes = [0, 1, 2, 3].map((seed) => spectrumSlope(deadLeaves({ size: 128, seed })));
  const mean = slopes.reduce((a, b) => a + b) / 4;
  expect(mean).toBeGreaterThan(-2.2); // power of a row; edges alone, without scales, have −2
  expect(mean).toBeLessThan(-0.8);
  const { data, shape } = deadLeaves({ size: 32, seed: 2 });
  expect(shape).toEqual([32, 32]);
  expect(Math.min(...(data as Float32Array))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...(data as Float32Array))).toBeLessThan(1);
  expect(deadLeaves({ size: 32, seed: 2 }).data).toEqual(data);
});

test("patches are parts of the images, none at the border", () => {
  const image = new Tensor(
    Float32Array.from({ length: 256 }, (_, i) => i),
    [16, 16],
    "float32",
  );
  const patches = imagePatches([image], { size: 4, count: 200, border: 3, seed: 1 });
  expect(patches.shape).toEqual([200, 4, 4]);
  const numbers = patches.toFloat64();
  const corners = new Set<number>();
  for (let k = 0; k < 200; k++) {
    const corner = numbers[16 * k];
    corners.add(corner);
    for (let i = 0; i < 16; i++) expect(numbers[16 * k + i]).toBe(corner + 16 * Math.floor(i / 4) + (i % 4));
  }
  const rows = [...corners].map((corner) => Math.floor(corner / 16));
  const columns = [...corners].map((corner) => corner % 16);
  expect([Math.min(...rows), Math.max(...rows)]).toEqual([3, 9]);
  expect([Math.min(...columns), Math.max(...columns)]).toEqual([3, 9]);
  expect(thrown(() => imagePatches([image], { size: 12, count: 1 }))).toBe(
    "imagePatches: an image has shape [16, 16]; patches of 12 need a gray one of at least 20 by 20. (shape_mismatch)",
  );
});
