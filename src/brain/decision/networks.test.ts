import { leakyAccumulator, wongWang } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { thrown } from "../../../test/support/thrown.js";
import { RandomSource } from "../../data/random-source.js";

describe("two competing populations", () => {
  const check = beside("Wong & Wang (2006): half right without coherence, better and faster with it");
  const network = wongWang();

  test("accuracy rises and time falls with coherence; half without", () => {
    const trials = 120;
    const found = [0, 0.032, 0.128, 0.512].map((coherence) =>
      network.decide({ coherence, trials, dt: 0.001, seed: 1 }),
    );
    const correct = found.map(({ errorRate }) => 1 - errorRate);
    const allowed = 3 * Math.sqrt(0.25 / trials);
    check("share of first choices, coherence 0", correct[0], { published: 0.5, absolute: allowed });
    check("correct, coherence 51.2 %", correct[3], { published: 1, absolute: 0.02 });
    for (let i = 1; i < 4; i++) {
      expect(correct[i]).toBeGreaterThan(correct[i - 1]);
      expect(found[i].meanTime).toBeLessThan(found[i - 1].meanTime);
    }
    expect(found[0].meanTime).toBeGreaterThan(0.5);
    expect(found[3].meanTime).toBeLessThan(0.3);
    // against the stimulus: the second population
    expect(network.decide({ coherence: -0.512, trials: 5, dt: 0.001 }).choices.every((c) => c === 1)).toBe(
      true,
    );
  });

  /** Where it comes to rest without noise. */
  const settled = (gates: readonly [number, number], coherence: number | null): readonly [number, number] => {
    let [s1, s2] = gates;
    for (let k = 0; k < 20000; k++) {
      const [d1, d2] = network.slopes([s1, s2], coherence);
      [s1, s2] = [s1 + 0.001 * d1, s2 + 0.001 * d2];
    }
    return [s1, s2];
  };

  test("the stimulus leaves two stable points beside an unstable one; without it the choice is remembered", () => {
    const [high, low] = settled([0.2, 0.19], 0);
    expect(settled([0.19, 0.2], 0)).toEqual([low, high]); // mirrored
    expect(high).toBeGreaterThan(0.6);
    expect(low).toBeLessThan(0.1);
    const between = settled([0.15, 0.15], 0); // on the ridge: no side is chosen
    expect(between[0]).toBe(between[1]);
    const [toward] = settled([between[0] + 1e-6, between[1]], 0);
    expect(toward).toBeCloseTo(high, 9);
    const [kept, other] = settled([high, low], null);
    const [rate, rest] = network.rates([kept, other], null);
    expect(rate).toBeGreaterThan(15); // active without stimulus
    expect(rest).toBeLessThan(5);
    const [spontaneous] = settled([0.05, 0.05], null);
    expect(network.rates([spontaneous, spontaneous], null)[0]).toBeLessThan(5);
  });

  test("the curve from current to rate", () => {
    // a x − b = 0: 1/d; far above: a x − b
    const { rates } = wongWang({ background: 108 / 270, jStimulus: 0 });
    expect(rates([0, 0], 0)[0]).toBeCloseTo(1 / 0.154, 9);
    const far = wongWang({ background: 1, jStimulus: 0 }).rates([0, 0], 0)[0];
    expect(far).toBeCloseTo(162 / (1 - Math.exp(-0.154 * 162)), 9);
  });

  test("paths lead from the beginning to the threshold", () => {
    const { paths, choices, times, dt } = network.decide({ coherence: 0.5, trials: 2, record: 1, dt: 0.001 });
    expect(paths).toHaveLength(1);
    expect(Array.from(paths[0].slice(0, 2))).toEqual([0.1, 0.1]);
    expect(paths[0].length / 2 - 1).toBe(Math.round(times[0] / dt));
    const last = Array.from(paths[0].slice(-2)) as [number, number];
    expect(network.rates(last, 0.5)[choices[0]]).toBeGreaterThanOrEqual(15);
  });
});

describe("leaky competing accumulators", () => {
  const options = { dt: 0.01, trials: 1, record: 1, rectified: false, threshold: 1e9, duration: 3, seed: 4 };

  test("balanced, the difference of two is the diffusion without leak, to 1e-12", () => {
    const inputs = [1.4, 0.9];
    const { paths } = leakyAccumulator({ ...options, inputs, leak: 3, inhibition: 3, noise: 0.5 });
    const random = new RandomSource(4, 0);
    let difference = 0;
    for (let k = 1; k <= 300; k++) {
      const noise = random.normal() - random.normal();
      difference += (inputs[0] - inputs[1]) * 0.01 + 0.5 * Math.sqrt(0.01) * noise;
      expect(Math.abs(paths[0][2 * k] - paths[0][2 * k + 1] - difference)).toBeLessThan(1e-12);
    }
  });

  test("unbalanced, it settles or runs away: Ornstein-Uhlenbeck", () => {
    // d(x₁ − x₂)/dt = (I₁ − I₂) − (k − w)(x₁ − x₂): (I₁ − I₂)/(k − w) (1 − (1 − (k − w) dt)ⁿ) in n steps
    for (const [leak, inhibition] of [
      [3, 1],
      [1, 3],
    ]) {
      const { paths } = leakyAccumulator({ ...options, inputs: [1.4, 0.9], leak, inhibition, noise: 0 });
      const net = leak - inhibition;
      const expected = (0.5 / net) * (1 - (1 - net * 0.01) ** 300);
      expect(Math.abs((paths[0][600] - paths[0][601]) / expected - 1)).toBeLessThan(1e-12);
    }
  });

  test("of four, the one with most is chosen most, the others alike; rates stay above 0", () => {
    const { shares, paths, errorRate } = leakyAccumulator({
      inputs: [2, 1, 1, 1],
      leak: 2,
      inhibition: 2,
      trials: 400,
      record: 3,
      dt: 0.01,
    });
    expect(shares[0]).toBeGreaterThan(0.4); // a quarter by chance
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(1 - shares[0]).toBeCloseTo(errorRate, 12);
    expect(Math.max(...shares.slice(1)) - Math.min(...shares.slice(1))).toBeLessThan(0.1);
    for (const path of paths) expect(Math.min(...path)).toBe(0);
  });

  test("errors", () => {
    expect(thrown(() => leakyAccumulator({ inputs: [1] }))).toBe(
      "leakyAccumulator: inputs has 1 numbers; give one for each of at least two alternatives. (invalid_option)",
    );
    // @ts-expect-error: it is inhibition
    expect(thrown(() => leakyAccumulator({ inputs: [1, 1], inhibitions: 1 }))).toMatch(/unknown_name/);
    expect(thrown(() => wongWang().decide({ coherence: 12.8 }))).toBe(
      "wongWang: coherence is 12.8; use a number from -1 to 1. (invalid_option)",
    );
  });
});
