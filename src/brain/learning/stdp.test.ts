import {
  adaptiveThreshold,
  type Plasticity,
  replaySpikes,
  rewardStdp,
  stdp,
  synapticScaling,
  tripletStdp,
} from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { thrown } from "../../../test/support/thrown.js";
import { RandomSource } from "../../data/random-source.js";

const random = new RandomSource(12);
const train = (count: number, mean: number): number[] => {
  let t = 0;
  return Array.from({ length: count }, () => {
    t += -mean * Math.log(1 - random.uniform());
    return t;
  });
};
const [pre, post] = [train(60, 30), train(50, 35)];
/** By definition: Σ e^(−(t − tₖ)/τ) over the spikes before t. */
const sumBefore = (times: readonly number[], t: number, tau: number): number =>
  times.filter((s) => s < t).reduce((sum, s) => sum + Math.exp(-(t - s) / tau), 0);
const events = [...pre.map((t) => ({ t, isPre: true })), ...post.map((t) => ({ t, isPre: false }))].sort(
  (a, b) => a.t - b.t,
);
const pair = (rule: Plasticity, dt: number, weight = 0.5): number =>
  replaySpikes(rule, { pre: [100], post: [100 + dt], weight }) - weight;

describe("pairs", () => {
  const check = beside(
    "Pair STDP: Song, Miller & Abbott (2000); time constants of Bi & Poo (2001); NEST's stdp_synapse",
  );

  test("the window: A₊ e^(−Δt/τ₊) after, −A₋ e^(Δt/τ₋) before, nothing together", () => {
    const rule = stdp({ tauPlus: 16.8, tauMinus: 33.7, aPlus: 0.0777, aMinus: 0.0273 });
    for (const dt of [1, 5, 16.8, 50]) {
      expect(pair(rule, dt)).toBeCloseTo(0.0777 * Math.exp(-dt / 16.8), 15);
      expect(pair(rule, -dt)).toBeCloseTo(-0.0273 * Math.exp(-dt / 33.7), 15);
    }
    expect(pair(rule, 0)).toBe(0);
    // half as strong after τ ln 2
    check("Δt at half strength [ms]", -16.8 * Math.log(pair(rule, 16.8 * Math.LN2) / 0.0777), {
      published: 16.8 * Math.LN2,
      absolute: 1e-9,
    });
    const area = (sign: number): number => {
      let sum = 0;
      for (let k = 0; k < 4000; k++) sum += 0.1 * pair(stdp(), sign * (0.05 + 0.1 * k));
      return sum;
    };
    check("area below over area above, 20 ms both", -area(-1) / area(1), { published: 1.05, absolute: 1e-6 });
  });

  test.each([
    [0, 0],
    [1, 1],
    [0.4, 0.4],
    [0, 1],
  ])("110 spikes one after another as NEST's formula says, to 1e-12: μ₊ %d, μ₋ %d", (muPlus, muMinus) => {
    // w ← w + λ (1 − w)^μ₊ K₊; w ← w − λ α w^μ₋ K₋, in units of Wmax
    const [lambda, alpha, wMax] = [0.01, 1.1, 2.5];
    let w = 0.4;
    for (const { t, isPre } of events)
      w = isPre
        ? Math.max(0, w - lambda * alpha * w ** muMinus * sumBefore(post, t, 30))
        : Math.min(1, w + lambda * (1 - w) ** muPlus * sumBefore(pre, t, 18));
    const rule = stdp({
      aPlus: lambda,
      aMinus: lambda * alpha,
      tauPlus: 18,
      tauMinus: 30,
      muPlus,
      muMinus,
      wMax,
    });
    const found = replaySpikes(rule, { pre, post, weight: 0.4 * wMax });
    expect(Math.abs(found / (w * wMax) - 1)).toBeLessThan(1e-12);
    expect(Math.abs(w - 0.4)).toBeGreaterThan(0.003); // it did learn
  });

  test("nearest: the last spike counts alone", () => {
    const rule = stdp({ pairing: "nearest", aPlus: 0.1, aMinus: 0 });
    expect(replaySpikes(rule, { pre: [0, 5, 8], post: [10], weight: 0.2 })).toBeCloseTo(
      0.2 + 0.1 * Math.exp(-0.1),
      14,
    );
    const all = replaySpikes(stdp({ aPlus: 0.1, aMinus: 0 }), { pre: [0, 5, 8], post: [10], weight: 0.2 });
    expect(all).toBeCloseTo(0.2 + 0.1 * (Math.exp(-0.5) + Math.exp(-0.25) + Math.exp(-0.1)), 14);
  });

  test("competition: additive weights end at either bound, multiplicative ones between", () => {
    const atBounds = (mu: number, seconds: number): number => {
      const weights = competing(mu, seconds);
      return weights.filter((w) => w < 0.2 || w > 0.8).length / weights.length;
    };
    check("additive: share near 0 or 1", atBounds(0, 150), { published: 1, absolute: 0.2 });
    check("multiplicative: share near 0 or 1", atBounds(1, 30), { published: 0, absolute: 0.1 });
  });

  /** 100 synapses with Poisson spikes on one leaky neuron, in steps of 1 ms. */
  function competing(mu: number, seconds: number): Float64Array {
    const synapses = stdp({ aPlus: 0.008, aMinus: 0.00864, muPlus: mu, muMinus: mu }).begin(
      Array.from({ length: 100 }, (_, i) => (i + 0.5) / 100),
    );
    const source = new RandomSource(4);
    let v = 0;
    for (let t = 0; t < 1000 * seconds; t++) {
      v *= Math.exp(-1 / 10);
      for (let i = 0; i < 100; i++) {
        if (source.uint32() >= 0.02 * 2 ** 32) continue; // 20 Hz
        v += 0.07 * synapses.weights[i];
        synapses.pre(i, t);
      }
      if (v < 1) continue;
      v = 0;
      synapses.post(t + 0.5);
    }
    return synapses.weights;
  }
});

describe("triplets", () => {
  const rule = tripletStdp({ wMax: 100 }); // far bounds
  const frequency = (of: Plasticity, hz: number): number => {
    const first = Array.from({ length: 60 }, (_, k) => (k * 1000) / hz);
    return replaySpikes(of, { pre: first, post: first.map((t) => t + 10), weight: 50 }) - 50;
  };
  const check = beside("Triplet STDP, Pfister & Gerstner (2006): 60 pairings of +10 ms, sign of the change");

  test("weakens or leaves alone at 1 Hz, strengthens from 20 Hz; pairs cannot", () => {
    check("1 Hz: the change itself, none", frequency(rule, 1), { published: 0, absolute: 1e-3 });
    for (const hz of [20, 40, 50])
      check(`${hz} Hz`, Math.sign(frequency(rule, hz)), { published: 1, absolute: 0 });
    const rates = [1, 10, 20, 40, 50].map((hz) => frequency(rule, hz));
    for (let k = 1; k < 5; k++) expect(rates[k]).toBeGreaterThan(rates[k - 1]);
    const pairs = stdp({ aPlus: 5e-5, aMinus: 7e-5, tauPlus: 16.8, tauMinus: 33.7, wMax: 100 });
    expect(frequency(pairs, 1)).toBeGreaterThan(0.1);
    expect(frequency(pairs, 40)).toBeLessThan(frequency(pairs, 1));
  });

  test("110 spikes as the equations say, to 1e-12; without triplets it is the pair rule", () => {
    let w = 0.5;
    for (const { t, isPre } of events)
      w += isPre
        ? -sumBefore(post, t, 33.7) * (7e-3 + 2.3e-4 * sumBefore(pre, t, 101))
        : sumBefore(pre, t, 16.8) * (5e-10 + 6.2e-3 * sumBefore(post, t, 125));
    expect(Math.abs(replaySpikes(rule, { pre, post, weight: 0.5 }) / w - 1)).toBeLessThan(1e-12);
    const bare = tripletStdp({ a2Plus: 0.01, a2Minus: 0.012, a3Plus: 0, a3Minus: 0 });
    const pairs = stdp({ aPlus: 0.01, aMinus: 0.012, tauPlus: 16.8, tauMinus: 33.7 });
    const [a, b] = [bare, pairs].map((of) => replaySpikes(of, { pre, post, weight: 0.5 }));
    expect(a).toBeCloseTo(b, 14);
  });
});

describe("reward", () => {
  const check = beside("Reward-modulated STDP, Izhikevich (2007): Δw = c₀ d₀ e^(−D) · 0.166667 s, D in s");

  test("one pair, then a reward: the closed form", () => {
    for (const delay of [0, 500, 1000, 3000]) {
      const synapses = rewardStdp().begin([1]);
      synapses.pre(0, 0);
      synapses.post(10);
      const c0 = synapses.eligibility[0];
      expect(c0).toBeCloseTo(Math.exp(-0.5), 14);
      synapses.reward(10 + delay, 0.5);
      for (const t of [4000, 9000, 30000]) synapses.until(t);
      const published = c0 * 0.5 * Math.exp(-delay / 1000) * (0.2 / 1.2);
      check(`reward after ${delay} ms`, synapses.weights[0] - 1, { published, absolute: 1e-12 });
    }
  });

  test("dopamine that is there already counts; pairs the other way lose; only what earned it changes", () => {
    // d = e^(−t/τd), c from t₁: ∫ c₀ e^(−(t−t₁)/τc) e^(−t/τd)
    const synapses = rewardStdp({ aMinus: 1.5 }).begin([1, 1, 1]);
    synapses.reward(0, 1);
    synapses.pre(0, 100);
    synapses.post(120);
    synapses.pre(1, 125);
    synapses.until(1e5);
    const gained = (c: number, t: number): number => c * Math.exp(-t / 200) * (0.2 / 1.2);
    expect(synapses.weights[0] - 1).toBeCloseTo(gained(Math.exp(-1), 120), 14);
    expect(synapses.weights[1] - 1).toBeCloseTo(gained(-1.5 * Math.exp(-0.25), 125), 14);
    expect(synapses.weights[2]).toBe(1);
  });
});

describe("homeostasis", () => {
  test("scaling: at the target nothing changes, off it the exact factor", () => {
    // r = 0 from the beginning: w e^(t/τ)
    const silent = synapticScaling({ targetRate: 5, tauRate: 1000, tauScaling: 20000 });
    expect(silent.factor(10000)).toBeCloseTo(Math.exp(0.5), 14);
    expect(silent.factor(10000)).toBe(1);
    // one spike: r = e^(−t/1 s) Hz, ∫ r/5 dt = 0.2 (1 − e^(−t)) s
    const one = synapticScaling({ targetRate: 5, tauRate: 1000, tauScaling: 20000 });
    one.spike(0);
    expect(one.rate(500)).toBeCloseTo(Math.exp(-0.5), 14);
    expect(one.factor(2000)).toBeCloseTo(Math.exp((2 - 0.2 * (1 - Math.exp(-2))) / 20), 14);
  });

  test("a neuron whose rate follows its weights comes to the target, from above and from below", () => {
    for (const first of [0.2, 3]) {
      const neuron = synapticScaling({ targetRate: 10, tauRate: 2000, tauScaling: 10000 });
      const weights = [first, 2 * first];
      let due = 0;
      for (let t = 0; t < 200000; t += 10) {
        due += ((10 * (weights[0] + weights[1])) / 3) * 0.01; // 10 Hz at weights 1 and 2
        if (due >= 1) {
          due -= 1;
          neuron.spike(t);
        }
        const factor = neuron.factor(t);
        for (const i of [0, 1]) weights[i] *= factor;
      }
      expect(Math.abs(weights[0] - 1)).toBeLessThan(0.05);
      expect(weights[1] / weights[0]).toBeCloseTo(2, 12); // what was learned stays
    }
  });

  test("threshold: at regular firing increase/(1 − e^(−T/τ))", () => {
    const threshold = adaptiveThreshold({ increase: 0.3, tau: 80 });
    for (let k = 0; k < 200; k++) threshold.spike(25 * k);
    expect(threshold.at(25 * 199)).toBeCloseTo(0.3 / (1 - Math.exp(-25 / 80)), 12);
    expect(threshold.at(25 * 199 + 80)).toBeCloseTo(0.3 / (1 - Math.exp(-25 / 80)) / Math.E, 12);
  });
});

test("errors", () => {
  expect(thrown(() => stdp().begin([1.2]))).toBe(
    "stdp: weights is 1.2; use a number from 0 to 1. (invalid_option)",
  );
  // @ts-expect-error: it is tauPlus
  expect(thrown(() => stdp({ tauplus: 1 }))).toMatch(/did you mean "tauPlus"\?.*\(unknown_name\)/);
  expect(thrown(() => replaySpikes(stdp(), { pre: [Number.NaN], post: [], weight: 0 }))).toBe(
    "replaySpikes: a spike at NaN; give times in ms. (invalid_option)",
  );
  expect(thrown(() => synapticScaling({ targetRate: 0 }))).toBe(
    "synapticScaling: targetRate is 0; use a number > 0. (invalid_option)",
  );
});
