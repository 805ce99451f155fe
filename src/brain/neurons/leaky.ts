import { add, multiply, subtract } from "../../core/ops/index.js";
import { defineNeuron, type FireWhen, type NeuronFactory } from "./neuron.js";

export interface LeakyChoices {
  readonly reset: readonly ("subtract" | "zero" | "none")[];
  readonly fireWhen: readonly FireWhen[];
}

/**
 * The leaky neuron of networks trained by gradients, in steps instead of milliseconds:
 * `v[t] = β v[t−1] + I[t] − θ s[t−1]`, `s[t] = v[t] > θ`: what a spike takes away is missed at the next step.
 *
 * `reset: "zero"` sets v to 0 instead: `v[t] = (1 − s[t−1]) (β v[t−1] + I[t])`. β stands for `e^(−dt/τ)`, or `1 − dt/τ` where a LIF is stepped by Euler;
 * it is what a forget gate is to an LSTM. dt is not looked at.
 *
 * Units   none.
 * Source  snnTorch's `Leaky`: Eshraghian et al. (2023), Proc. IEEE 111:1016, equation 4
 *
 * @example
 * const { spikes } = await simulate(leaky({ beta: 0.9 }), { current: 0.2, dt: 1, duration: 40 });
 * spikes.of(0);                                                 // 7, 14, 22, 29, 36
 */
export const leaky: NeuronFactory<"beta" | "vThreshold", LeakyChoices> = defineNeuron("leaky", {
  parameters: { beta: [0.9, "1"], vThreshold: [1, "1"] },
  choices: { reset: ["subtract", "zero", "none"], fireWhen: [">", ">="] },
  units: { current: "1", v: "1" },
  states: () => ({ v: 0, spiked: 0 }),
  step: ({ state, current, jump, p, chosen, fires }) => {
    const { v, spiked } = state;
    const charged = add(add(multiply(p.beta, v), current), jump);
    const next =
      chosen.reset === "none"
        ? charged
        : chosen.reset === "zero"
          ? multiply(subtract(1, spiked), charged)
          : subtract(charged, multiply(p.vThreshold, spiked));
    const spikes = fires(next, p.vThreshold);
    return { state: { v: next, spiked: spikes }, spikes };
  },
});
