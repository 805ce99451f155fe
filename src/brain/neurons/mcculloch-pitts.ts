import { add, divide, log, multiply, subtract } from "../../core/ops/index.js";
import { defineNeuron, type FireWhen, type NeuronFactory } from "./neuron.js";

export interface McCullochPittsChoices {
  readonly fireWhen: readonly FireWhen[];
  readonly noise: readonly ("none" | "logistic")[];
}

/**
 * The first artificial neuron: it fires in a step if its input in that step reaches the threshold, `s = [x ≥ θ]`. Nothing is kept.
 *
 * With `noise: "logistic"` the threshold trembles: `s = [x + T ln(u/(1 − u)) ≥ θ]`, u uniform. Then the chance of a spike is `sigmoid((x − θ)/T)`: a
 * sigmoid unit is the mean of a noisy threshold.
 *
 * Units   none; T is `temperature`.
 * Source  McCulloch & Pitts (1943), Bull. Math. Biophys. 5:115; with noise: Ackley, Hinton & Sejnowski (1985), Cogn. Sci. 9:147
 *
 * @example
 * const and = mccullochPitts({ threshold: 2 });
 * const { spikes } = await simulate(and, { n: 4, current: [0, 1, 1, 2], dt: 1, duration: 1 });
 * spikes.counts();                                              // [0, 0, 0, 1]
 */
export const mccullochPitts: NeuronFactory<"threshold" | "temperature", McCullochPittsChoices> = defineNeuron(
  "mccullochPitts",
  {
    parameters: { threshold: [1, "1"], temperature: [1, "1"] },
    choices: { fireWhen: [">=", ">"], noise: ["none", "logistic"] },
    units: { current: "1", v: "1" },
    states: () => ({}),
    step: ({ current, jump, p, chosen, fires, uniform }) => {
      const x = add(current, jump);
      if (chosen.noise === "none") return { state: {}, spikes: fires(x, p.threshold), v: x };
      const u = uniform();
      const noise = log(divide(u, subtract(1, u)));
      return { state: {}, spikes: fires(add(x, multiply(p.temperature, noise)), p.threshold), v: x };
    },
  },
);
