import { plasticNeuron, stdp } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";

const mean = (x: ArrayLike<number>): number => Array.from(x).reduce((a, b) => a + b, 0) / x.length;
const group = { count: 30, correlation: 0.3 };

describe("inputs", () => {
  test("all are equally busy; two of the group are correlated as asked, others are not", () => {
    const seconds = 200;
    const { before } = plasticNeuron({ group, seed: 3 }).advance(1000 * seconds);
    const steps = 1000 * seconds;
    const raster = before.toRaster(1).data as Uint8Array;
    const rates = before.rates();
    const error = Math.sqrt(20 / seconds); // of one input's rate
    expect(Math.abs(mean(rates.slice(30)) - 20)).toBeLessThan((4 * error) / Math.sqrt(70));
    // the group's hidden events are one train: its mean rate is less sure
    expect(Math.abs(mean(rates.slice(0, 30)) - 20)).toBeLessThan(4 * error * Math.sqrt(0.3 + 0.7 / 30));
    const correlation = (a: number, b: number): number => {
      const [pa, pb] = [rates[a] / 1000, rates[b] / 1000];
      let both = 0;
      for (let k = 0; k < steps; k++) both += raster[100 * k + a] * raster[100 * k + b];
      return (both / steps - pa * pb) / Math.sqrt(pa * (1 - pa) * pb * (1 - pb));
    };
    expect(correlation(0, 1), "two of the group, asked: 0.3").toBeCloseTo(0.3, 1);
    expect(correlation(4, 29)).toBeCloseTo(0.3, 1);
    expect(Math.abs(correlation(0, 30))).toBeLessThan(0.02);
    expect(Math.abs(correlation(50, 51))).toBeLessThan(0.02);
  });
});

describe("competition", () => {
  test("the group that fires together takes the weight, and another one takes it over", () => {
    const neuron = plasticNeuron({ group, seed: 1 });
    neuron.advance(60_000);
    expect(mean(neuron.weights.slice(0, 30)), "of the group").toBeGreaterThan(0.9);
    expect(mean(neuron.weights.slice(30)), "of the others").toBeLessThan(0.2);
    neuron.correlate({ from: 60, count: 30 });
    neuron.advance(120_000);
    expect(mean(neuron.weights.slice(60, 90)), "of the new group").toBeGreaterThan(0.9);
    expect(mean(neuron.weights.slice(0, 30)), "of the old one").toBeLessThan(0.4);
    expect(neuron.time).toBe(180_000);
  });

  test("a multiplicative rule does not choose", () => {
    const rule = stdp({ aPlus: 0.008, aMinus: 0.00864, muPlus: 1, muMinus: 1 });
    const neuron = plasticNeuron({ group, rule, seed: 1 });
    neuron.advance(60_000);
    const ahead = mean(neuron.weights.slice(0, 30)) - mean(neuron.weights.slice(30));
    expect(ahead).toBeGreaterThan(0);
    expect(ahead).toBeLessThan(0.4);
  });

  test("lived in parts it is the same; the seed counts", () => {
    const whole = plasticNeuron({ group, seed: 7 });
    const parts = plasticNeuron({ group, seed: 7 });
    const { after } = whole.advance(3000);
    const times = [0, 1000, 2000].flatMap((start) =>
      Array.from(parts.advance(1000).after.times, (t) => start + t),
    );
    expect(times).toEqual(Array.from(after.times));
    expect(times.length).toBeGreaterThan(10);
    expect(parts.weights).toEqual(whole.weights);
    const other = plasticNeuron({ group, seed: 8 });
    other.advance(3000);
    expect(other.weights).not.toEqual(whole.weights);
  });
});

test("errors", () => {
  expect(thrown(() => plasticNeuron({ group: { from: 90, count: 20 } }))).toBe(
    "plasticNeuron: group: from + count is 110; use a number from 1 to 100. (invalid_option)",
  );
  expect(thrown(() => plasticNeuron({ rate: 2000 }))).toBe(
    "plasticNeuron: rate dt / 1000 is 2; use a number from 0 to 1. (invalid_option)",
  );
});
