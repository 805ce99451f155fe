import { cast, exp, less, multiply, subtract } from "../../core/ops/index.js";
import { defineNeuron, type NeuronFactory } from "./neuron.js";

/**
 * A neuron without memory: it fires in each step with probability `1 − e^(−rate·dt)`, whatever it did before. The current is the
 * rate.
 *
 * Units   the current in Hz.
 * Source  Dayan & Abbott, Theoretical Neuroscience (2001), section 1.4
 *
 * @example
 * const { spikes } = await simulate(poisson(), { current: 40, n: 100, dt: 1, duration: 1000, seed: 1 });
 * spikes.rates().reduce((a, b) => a + b) / 100;                 // near 40 Hz: at most one spike a step, so a little less
 */
export const poisson: NeuronFactory<never> = defineNeuron("poisson", {
  parameters: {},
  choices: {},
  units: { current: "Hz", v: "1" },
  states: () => ({}),
  step: ({ current, dt, uniform }) => {
    const silence = exp(multiply(current, -dt / 1000)); // Hz · ms
    const spikes = cast(less(uniform(), subtract(1, silence)), { dtype: current.dtype as "float32" });
    return { state: {}, spikes, v: subtract(1, silence) };
  },
});
