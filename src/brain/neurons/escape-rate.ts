import {
  add,
  cast,
  divide,
  exp,
  greater,
  less,
  minimum,
  multiply,
  subtract,
  where,
} from "../../core/ops/index.js";
import { defineNeuron, type NeuronFactory } from "./neuron.js";

/**
 * A leaky membrane with a soft threshold: it fires at the rate `ρ = ρ₀ e^((v − vThreshold)/Δu)`, so in a step with probability
 * `1 − e^(−ρ·dt)`; then v is reset. `τ dv/dt = −(v − vRest) + R I`, stepped exactly.
 *
 * Units   v in mV, the current in nA, ρ₀ in 1/ms.
 * Source  Gerstner, Kistler, Naud & Paninski, Neuronal Dynamics (2014), equations 9.5 and 9.8
 *
 * @example
 * const { spikes } = await simulate(escapeRate({ deltaU: 2 }), { current: 1.9, dt: 0.1, duration: 500, seed: 3 });
 * spikes.counts();                                              // irregular, though the mean drive stays below the threshold
 */
export const escapeRate: NeuronFactory<
  "tauMembrane" | "resistance" | "vRest" | "vThreshold" | "vReset" | "rho0" | "deltaU"
> = defineNeuron("escapeRate", {
  parameters: {
    tauMembrane: [10, "ms"],
    resistance: [10, "MΩ"],
    vRest: [-70, "mV"],
    vThreshold: [-50, "mV"],
    vReset: [-70, "mV"],
    rho0: [1, "1/ms"],
    deltaU: [2, "mV"],
  },
  choices: {},
  units: { current: "nA", v: "mV" },
  states: ({ vRest }) => ({ v: vRest }),
  step: ({ state, current, jump, p, dt, uniform }) => {
    const vInfinity = add(p.vRest, multiply(p.resistance, current));
    const kept = exp(divide(-dt, p.tauMembrane));
    const v = add(add(vInfinity, multiply(subtract(state.v, vInfinity), kept)), jump);
    const rho = multiply(p.rho0, exp(minimum(divide(subtract(v, p.vThreshold), p.deltaU), 50))); // e⁵⁰ fires for sure
    const chance = subtract(1, exp(multiply(rho, -dt)));
    const spikes = cast(less(uniform(), chance), { dtype: v.dtype as "float32" });
    return { state: { v: where(greater(spikes, 0.5), p.vReset, v) }, spikes };
  },
});
