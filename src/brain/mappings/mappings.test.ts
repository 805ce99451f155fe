import { input, layers, sequential, tensor } from "neurograd";
import {
  askBoth,
  betaOf,
  fICurve,
  fitActivation,
  hodgkinHuxley,
  leaky,
  lif,
  lifRate,
  reluAsSpikes,
  siegertRate,
  sigmoidAsSpikes,
  simulate,
  tauOf,
} from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { expectClose } from "../../../test/support/expect-close.js";

const range = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1));

describe("ReLU ↔ integrate-and-fire", () => {
  const check = beside("Rueckauer et al. (2017): spikes in 128 steps, ⌊zT⌋");

  test("⌊zT⌋ spikes, exactly", async () => {
    const published = { 0.37: 47, 0.73: 93, 0.99: 126 };
    const z = Object.keys(published).map(Number);
    const answers = await askBoth(reluAsSpikes({ steps: 128 }), z);
    for (const [i, count] of Object.values(published).entries())
      check(`z = ${z[i]}`, answers[i].rate * 128, { published: count, absolute: 0 });
  });

  test("the rate is the ReLU to 1/T; from half a threshold on, to 1/2T", async () => {
    const x = range(-0.5, 1.5, 201).map((value) => value + 1e-5); // off the multiples of 1/T
    for (const [start, share] of [
      [0, 1],
      [0.5, 0.5],
    ]) {
      const answers = await askBoth(reluAsSpikes({ steps: 64, start }), x);
      const errors = answers.map(({ activation, rate }) => Math.abs(rate - activation));
      expect(Math.max(...errors)).toBeLessThanOrEqual(share / 64 + 1e-12);
      expect(Math.max(...errors)).toBeGreaterThan(0.9 * (share / 64)); // and no better
      expect(answers.every(({ error }) => error === share / 64)).toBe(true);
      expect(answers.filter(({ x: at }) => at <= 0).every(({ rate }) => rate === 0)).toBe(true);
    }
  });
});

describe("sigmoid ↔ noisy threshold", () => {
  test("the chance of a spike is the sigmoid, for any threshold and temperature", async () => {
    const x = range(-6, 6, 25);
    for (const options of [{}, { threshold: 1.5, temperature: 0.5 }]) {
      const answers = await askBoth(sigmoidAsSpikes({ steps: 20_000, ...options }), x, { seed: 3 });
      for (const { activation, rate, error } of answers)
        expect(Math.abs(rate - activation)).toBeLessThanOrEqual(4 * error + 1e-9);
      // Together: the squared errors, in deviations, are a χ² with 25 degrees of freedom; above 60 once in 10,000.
      const chi2 = answers.reduce((sum, a) => sum + ((a.rate - a.activation) / a.error) ** 2, 0);
      expect(chi2).toBeLessThan(60);
    }
  });

  test("without trembling: the step of McCulloch and Pitts", async () => {
    const answers = await askBoth(sigmoidAsSpikes({ steps: 50, temperature: 1e-6 }), [-0.01, 0.01]);
    expect(answers.map(({ rate }) => rate)).toEqual([0, 1]);
  });
});

describe("f–I curves over activations", () => {
  const currents = range(0, 4, 41);

  test("a noisy LIF is nearly a softplus (1.2 % of its highest rate off); one without noise is not (5.8 %)", async () => {
    const rates = (deviation: number): number[] =>
      currents.map((current) =>
        deviation === 0
          ? lifRate(current, { tRefractory: 2 })
          : siegertRate({ mean: -70 + 10 * current, deviation, tRefractory: 2 }),
      );
    const noisy = await fitActivation({ currents, rates: rates(6) }, "softplus");
    const still = await fitActivation({ currents, rates: rates(0) }, "softplus");
    const asRelu = await fitActivation({ currents, rates: rates(6) }, "relu");
    expect(noisy.error).toBeLessThan(0.013);
    expect(asRelu.error).toBeGreaterThan(noisy.error); // a ReLU is silent below the threshold
    expect(still.error).toBeGreaterThan(4 * noisy.error);
  });

  test("a perfect match is found: softplus under softplus, sigmoid under sigmoid", async () => {
    const made = currents.map((current) => 80 * Math.log1p(Math.exp(2 * current - 3)));
    const found = await fitActivation({ currents, rates: made }, "softplus");
    expect(found.error).toBeLessThan(1e-5);
    expect([found.height, found.slope, found.bias].map((v, i) => v / [80, 2, -3][i])).toEqual(
      [1, 1, 1].map((v) => expect.closeTo(v, 2)),
    );
    expectClose(
      found.rates.map((rate) => rate / 100),
      made.map((rate) => rate / 100),
      1e-3,
    );
    const bell = currents.map((current) => 50 / (1 + Math.exp(-(3 * current - 6))));
    expect((await fitActivation({ currents, rates: bell }, "sigmoid")).error).toBeLessThan(1e-5);
  });

  test("Hodgkin and Huxley's neuron begins with a jump: no smooth activation describes it", async () => {
    const curve = await fICurve(hodgkinHuxley({ integration: "rushLarsen" }), range(0, 20, 21), {
      dt: 0.04,
      duration: 400,
      settle: 150,
    });
    expect(curve.rates[6]).toBe(0);
    expect(curve.rates[7]).toBeGreaterThan(50);
    expect((await fitActivation(curve, "softplus")).error).toBeGreaterThan(0.05);
  });
});

describe("leaky cell ↔ membrane without spikes", () => {
  test("the cell of a recurrent layer with weight β is a LIF that does not fire", async () => {
    const [tau, dt] = [20, 1];
    const beta = betaOf({ tau, dt });
    const drive = range(0, 29, 30).map((k) => Math.sin(k / 3));
    const net = sequential([
      input({ shape: [30, 1] }),
      layers.simpleRNN({ units: 1, activation: "linear", useBias: false, returnSequences: true }),
    ]);
    net.compile({ loss: "meanSquaredError", runtime: "reference" });
    const weights = [1 - beta, beta].map((w) => tensor([[w]], { dtype: "float64" }));
    net.setWeights(weights);
    const cell = await net.predict(tensor(drive, { dtype: "float64", shape: [1, 30, 1] }));
    const neuron = lif({ tauMembrane: tau, resistance: 1, vRest: 0, vThreshold: 1000 });
    const current = tensor(drive, { dtype: "float64", shape: [30, 1] });
    const { traces } = await simulate(neuron, { current, dt, duration: 30, record: ["v"] });
    expectClose(cell.toFloat64(), traces.v.toFloat64(), 1e-12);
    const discrete = await simulate(leaky({ beta, reset: "none", vThreshold: 1000 }), {
      current,
      dt,
      duration: 30,
      record: ["v"],
    });
    expectClose(
      discrete.traces.v.toFloat64().map((v) => v * (1 - beta)),
      traces.v.toFloat64(),
      1e-12,
    );
  });

  test("β and τ", () => {
    expect(betaOf({ tau: 10, dt: 1 })).toBeCloseTo(Math.exp(-0.1), 15);
    expect(betaOf({ tau: 10, dt: 1, integration: "euler" })).toBe(0.9);
    for (const integration of ["exact", "euler"] as const)
      expect(tauOf({ beta: betaOf({ tau: 7, dt: 0.5, integration }), dt: 0.5, integration })).toBeCloseTo(
        7,
        10,
      );
    expect(() => tauOf({ beta: 2, dt: 1 })).toThrow(
      "tauOf: beta is 2; use a number from 0 to 1. (invalid_option)",
    );
  });
});
