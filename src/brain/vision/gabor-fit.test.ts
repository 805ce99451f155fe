import { filterPlot, filterTuning, fitGabor } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { Tensor } from "../../core/tensor.js";
import { RandomSource } from "../../data/random-source.js";

interface Wanted {
  readonly x: number;
  readonly y: number;
  readonly orientation: number;
  readonly frequency: number;
  readonly sigmaAcross: number;
  readonly sigmaAlong: number;
  readonly phase: number;
}

/** The function itself, drawn. */
function drawn({ x, y, orientation, frequency, sigmaAcross, sigmaAlong, phase }: Wanted, size = 12): Tensor {
  const angle = ((orientation - 90) * Math.PI) / 180; // of the wave, which runs across the stripes
  const data = Float64Array.from({ length: size * size }, (_, i) => {
    const [dx, dy] = [(i % size) - x, Math.floor(i / size) - y];
    const u = dx * Math.cos(angle) + dy * Math.sin(angle);
    const v = dy * Math.cos(angle) - dx * Math.sin(angle);
    const bell = Math.exp(-((u / sigmaAcross) ** 2) / 2 - (v / sigmaAlong) ** 2 / 2);
    return 1.7 * bell * Math.cos(2 * Math.PI * frequency * u + (phase * Math.PI) / 180);
  });
  return new Tensor(data, [size, size], "float64");
}

const cell = { x: 5.3, y: 6.1, orientation: 120, frequency: 0.2, sigmaAcross: 2, sigmaAlong: 2.6, phase: 30 };

describe("a Gabor function", () => {
  test.each([
    cell,
    { ...cell, orientation: 15, phase: 80, frequency: 0.15 },
    { ...cell, orientation: 70, sigmaAlong: 1.5, frequency: 0.3, phase: 10 },
  ])("is found again: $orientation°, phase $phase°", (wanted) => {
    const found = fitGabor(drawn(wanted));
    expect(found.explained).toBeGreaterThan(1 - 1e-9);
    for (const name of ["x", "y", "frequency", "sigmaAcross", "sigmaAlong", "orientation"] as const)
      expect(found[name], name).toBeCloseTo(wanted[name], 3);
    // The same function: wave turned about, phase with it.
    const turned = Math.min(...[0, 360].map((turn) => Math.abs(turn - found.phase - wanted.phase)));
    expect(Math.min(Math.abs(found.phase - wanted.phase), turned)).toBeLessThan(0.1);
    expect(found.amplitude).toBeCloseTo(1.7, 3);
    expect(found.nAcross).toBeCloseTo(wanted.sigmaAcross * wanted.frequency, 3);
  });

  test("bandwidths where waves are many: log₂((n + h)/(n − h)) and 2 acos(1 − h²/2n²), h = √(2 ln 2)/2π", () => {
    const found = fitGabor(drawn({ ...cell, frequency: 0.25, sigmaAcross: 3, sigmaAlong: 3, phase: 0 }, 16));
    const half = Math.sqrt(2 * Math.LN2) / (2 * Math.PI);
    expect(found.bandwidth).toBeCloseTo(Math.log2((0.75 + half) / (0.75 - half)), 3);
    // Gratings of one frequency lie on a circle: half height is a chord of h/n away from the peak.
    const angle = Math.acos(1 - half ** 2 / (2 * 0.75 ** 2));
    expect(found.orientationBandwidth).toBeCloseTo((360 / Math.PI) * angle, 2);
  });

  test("noise is none; a spot lets all orientations pass", () => {
    const random = new RandomSource(1);
    const noise = Float64Array.from({ length: 144 }, () => random.normal());
    expect(fitGabor({ data: noise, shape: [12, 12] }).explained).toBeLessThan(0.3);
    const spot = fitGabor(drawn({ ...cell, frequency: 0, sigmaAcross: 1.5, sigmaAlong: 1.5, phase: 0 }));
    expect(spot.explained).toBeGreaterThan(0.99);
    expect(spot.bandwidth).toBe(Infinity);
    expect(spot.orientationBandwidth).toBe(180);
    expect(fitGabor({ data: new Float64Array(16), shape: [4, 4] }).explained).toBe(0);
  });

  test("errors", () => {
    expect(thrown(() => fitGabor([[1, 2, 3]]))).toBe(
      "fitGabor: the filter has shape [1, 3]; give [height, width], each at least 4. (shape_mismatch)",
    );
  });
});

test("tuning of a population: stripes are selective, spots are not, and only oriented ones count", () => {
  const stripes = drawn(cell).toFloat64();
  const spot = drawn({ ...cell, frequency: 0, sigmaAcross: 1.5, sigmaAlong: 1.5, phase: 0 }).toFloat64();
  const { isOriented, selectivity, medians, gabors } = filterTuning({
    data: Float64Array.from([...stripes, ...spot]),
    shape: [2, 12, 12],
  });
  expect(isOriented).toEqual([true, false]);
  expect(selectivity[0]).toBeGreaterThan(0.7);
  expect(selectivity[1]).toBeLessThan(0.1);
  expect(medians.nAcross).toBe(gabors[0].nAcross);
  expect(medians.selectivity).toBe(selectivity[0]);
});

test("a picture of filters: gray is 0, white and black the largest sizes", () => {
  const svg = filterPlot([
    [
      [0, 2],
      [-2, 0],
    ],
  ]);
  expect(svg).toContain("<title>filters</title>");
  for (const fill of ["rgb(255,255,255)", "rgb(0,0,0)", "rgb(128,128,128)"]) expect(svg).toContain(fill);
  expect(filterPlot([[[0]]], { lang: "zh" })).toContain("<title>滤波器</title>");
  expect(thrown(() => filterPlot([[0]]))).toBe(
    "filterPlot: the filters have shape [1, 1]; give [filters, height, width]. (shape_mismatch)",
  );
});
