import { plasticNeuron, stdp } from "neurograd/brain";
import { expect, test } from "vitest";
import { groups, LiveNeuron } from "./live-neuron.js";
import { changeBy } from "./window-picture.js";

test("the window shown is A₊ e^(−Δt/τ₊) to the right and −A₋ e^(Δt/τ₋) to the left", () => {
  expect(changeBy("song", 10)).toBeCloseTo(0.01 * Math.exp(-10 / 20), 12);
  expect(changeBy("song", -10)).toBeCloseTo(-0.0105 * Math.exp(-10 / 20), 12);
  expect(changeBy("biPoo", 16.8)).toBeCloseTo(0.01 * Math.exp(-1), 12);
  expect(changeBy("biPoo", -33.7)).toBeCloseTo(-0.006 * Math.exp(-1), 12);
  expect(changeBy("song", 0)).toBe(0);
});

test("the neuron shown is the package's, in whatever parts it lives; the group wins, then the other one", () => {
  const neuron = new LiveNeuron();
  for (let k = 0; k < 1000; k++) neuron.advance(20);
  const rule = stdp({ aPlus: 0.01, aMinus: 0.012, muPlus: 0, muMinus: 0 });
  const whole = plasticNeuron({ inputs: 100, rule, seed: 1, group: groups.first });
  whole.advance(20_000);
  expect(neuron.weights).toEqual(whole.weights);
  expect(neuron.age).toBe(20_000);
  const [group, others] = neuron.means();
  expect(group).toBeGreaterThan(0.9);
  expect(others).toBeLessThan(0.3);
  neuron.correlate("last");
  for (let k = 0; k < 80; k++) neuron.advance(1000);
  expect(neuron.means()[0]).toBeGreaterThan(0.9);
  expect(neuron.before.every(([t]) => t > neuron.age - 300)).toBe(true);
});
