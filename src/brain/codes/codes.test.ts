import {
  deltaCode,
  fanoFactor,
  intervals,
  irregularity,
  latencyCode,
  lif,
  poissonCode,
  populationCode,
  rankOrderCode,
  rateCode,
  simulate,
} from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { RandomSource } from "../../data/random-source.js";

const mean = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / x.length;

describe("poissonCode", () => {
  const check = beside("A Poisson process, 2,000 trials of 2 s at 20 Hz");
  const spikes = poissonCode({ duration: 2000, seed: 7 }).encode(new Array<number>(2000).fill(20));

  test("mean rT, Fano factor 1, CV of intervals 1", () => {
    const counts = spikes.counts();
    check("mean count", mean(counts), { published: 40, absolute: 4 * Math.sqrt(40 / 2000) });
    check("Fano factor", fanoFactor(counts), { published: 1, absolute: 4 * Math.sqrt(2 / 2000) });
    const gaps = spikes.byNeuron().flatMap(intervals);
    const average = mean(gaps);
    check("mean interval [ms]", average, { published: 50, relative: 0.03 }); // the longest do not fit into 2 s
    const deviation = Math.sqrt(mean(gaps.map((gap) => (gap - average) ** 2)));
    check("CV of intervals", deviation / average, { published: 1, absolute: 0.03 });
  });

  test("χ² of the counts against the Poisson distribution: p > 1e-4", () => {
    const counts = spikes.counts();
    const edges = [30, 33, 36, 38, 40, 42, 44, 47, 50]; // bins k < 30, 30 to 32, …, from 50
    const chance = (k: number): number => {
      let p = Math.exp(-40);
      for (let j = 1; j <= k; j++) p *= 40 / j;
      return p;
    };
    const below = (k: number): number =>
      Array.from({ length: k }, (_, j) => chance(j)).reduce((a, b) => a + b, 0);
    const bounds = [0, ...edges, 1000];
    let chi2 = 0;
    for (let b = 0; b + 1 < bounds.length; b++) {
      const expected =
        2000 * (b + 2 === bounds.length ? 1 - below(bounds[b]) : below(bounds[b + 1]) - below(bounds[b]));
      const seen = counts.filter((k) => k >= bounds[b] && k < bounds[b + 1]).length;
      chi2 += (seen - expected) ** 2 / expected;
    }
    expect(chi2).toBeLessThan(33.72); // χ² with 9 degrees of freedom exceeds it once in 10,000
  });

  test("a refractory time makes it more regular: CV = 1 − f·tRefractory", () => {
    const regular = poissonCode({ duration: 100_000, tRefractory: 10, seed: 1 });
    const trains = regular.encode(new Array<number>(20).fill(50));
    const rate = trains.meanRate();
    check("50 Hz with 10 ms rest: rate [Hz]", rate, { published: 1000 / 30, relative: 0.01 }); // 20 + 10 ms
    check("its CV", irregularity(trains), { published: 1 - (10 * rate) / 1000, absolute: 0.01 });
    expect(
      Math.min(...Array.from({ length: 20 }, (_, i) => intervals(trains.of(i))).flat()),
    ).toBeGreaterThanOrEqual(10);
  });
});

describe("rateCode", () => {
  test("what is read is x, but for √(x(1 − x)/steps)", () => {
    const x = [0, 0.1, 0.5, 0.9, 1];
    const code = rateCode({ steps: 10_000, seed: 4 });
    const spikes = code.encode(x);
    expect([spikes.shape, spikes.dtype]).toEqual([[10_000, 5], "uint8"]);
    const read = code.decode(spikes).toFloat64();
    for (const [i, p] of x.entries())
      expect(Math.abs(read[i] - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / 10_000) + 1e-7);
    expect(code.decode(code.encode([[0, 1]])).toArray()).toEqual([[0, 1]]);
    expect(() => code.encode([0.5, 1.5])).toThrow(
      "rateCode: 1.5 is no chance; scale the numbers to 0 to 1. (value_out_of_range)",
    );
  });
});

describe("latencyCode", () => {
  const check = beside("Latency of a leaky membrane: t = τ ln(x/(x − θ))");

  test("as a LIF crosses its threshold, and back", async () => {
    const x = [1, 0.5, 0.1, 0.02, 0.005];
    const code = latencyCode({ tau: 5, threshold: 0.01 });
    const spikes = code.encode(x);
    check("x = 1 [ms]", spikes.of(0)[0], { published: 5 * Math.log(1 / 0.99), absolute: 1e-12 });
    check("x = 0.1 [ms]", spikes.of(2)[0], { published: 5 * Math.log(0.1 / 0.09), absolute: 1e-12 });
    expect(spikes.of(4)).toEqual([]);
    expectClose(code.decode(spikes), [1, 0.5, 0.1, 0.02, 0], 1e-12);
    const neuron = lif({ tauMembrane: 5, resistance: 1, vRest: 0, vThreshold: 0.01, vReset: -1000 });
    const run = await simulate(neuron, { current: x, dt: 0.001, duration: 5 });
    for (const i of [0, 1, 2, 3])
      expect(Math.abs(run.spikes.of(i)[0] - spikes.of(i)[0])).toBeLessThanOrEqual(0.001);
  });

  test("as a line", () => {
    const code = latencyCode({ tau: 20, threshold: 0.1, shape: "line" });
    const spikes = code.encode([0.25, 1, 0.05, 0.1]);
    expect(Array.from(spikes.neurons)).toEqual([1, 0, 3]);
    expectClose(spikes.times, [0, 15, 18], 1e-12);
    expectClose(code.decode(spikes), [0.25, 1, 0, 0.1], 1e-12);
  });
});

test("rankOrderCode: ranks, whatever the scale", () => {
  const code = rankOrderCode({ modulation: 0.5 });
  expect(code.encode([0.1, 0.9, 0.3, 0.3])).toEqual([1, 2, 3, 0]);
  expect(code.decode([1, 2, 0])).toEqual([0.25, 1, 0.5]);
  expect(code.encode([1, 9, 3])).toEqual(code.encode([0.1, 0.9, 0.3]));
});

describe("deltaCode", () => {
  test("only news, and followed to within one threshold", () => {
    const code = deltaCode({ threshold: 0.1 });
    expect(code.encode([0.05, 0.12, 0.31, 0.25, 0.02]).toArray()).toEqual([0, 1, 1, 0, -1]);
    const signal = Array.from({ length: 400 }, (_, k) => [Math.sin(k / 30), 0.5 * Math.cos(k / 50) - 0.5]);
    const spikes = code.encode(signal);
    const read = code.decode(spikes).toArray() as number[][]; // rank 2
    for (const [k, row] of signal.entries())
      for (const i of [0, 1]) expect(Math.abs(read[k][i] - row[i])).toBeLessThan(0.1 + 1e-6);
    expect(spikes.toFloat64().filter((s) => s !== 0).length).toBeLessThan(200); // of 800 numbers
    expect(
      code
        .encode(new Array<number>(50).fill(0.04))
        .toFloat64()
        .every((s) => s === 0),
    ).toBe(true);
  });
});

describe("populationCode", () => {
  test("exact inside the range, drawn inwards at its ends", () => {
    const code = populationCode({ neurons: 11, from: -1, to: 1 });
    expect(code.encode(0.2)[6]).toBeCloseTo(100, 10); // it prefers 0.2
    expect(code.encode(0.2)[7]).toBeCloseTo(100 * Math.exp(-0.5), 10); // one σ away
    for (const x of [-0.3, 0, 0.05, 0.3])
      expect(Math.abs(code.decode(code.encode(x)) - x)).toBeLessThan(2e-3);
    expect(code.decode(code.encode(1))).toBeLessThan(0.95);
  });

  test("noise of single neurons averages out: more neurons, smaller error", () => {
    const error = (neurons: number): number => {
      const code = populationCode({ neurons, width: 0.2, maxRate: 50 });
      const trains = poissonCode({ duration: 200, seed: 5 });
      const random = new RandomSource(9);
      const errors = Array.from({ length: 40 }, (_, k) => {
        const x = 0.4 + 0.2 * random.uniform();
        const seeded = poissonCode({ duration: 200, seed: 5 + k });
        return (code.decode(seeded.decode(seeded.encode(code.encode(x)))) - x) ** 2;
      });
      expect(trains.encode([0]).length).toBe(0);
      return Math.sqrt(mean(errors));
    };
    const [few, many] = [error(10), error(160)];
    expect(many).toBeLessThan(few / 2.5); // √16 = 4
  });

  test("options", () => {
    const code = populationCode({ neurons: 3 });
    expect(() => code.decode([1, 2])).toThrow(
      "populationCode: got 2 rates for 3 neurons; give one for each. (shape_mismatch)",
    );
  });
});
