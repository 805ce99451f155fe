import { add, divide, exp, multiply, subtract } from "../../core/ops/index.js";
import { xOverExpm1 } from "../dynamics/exprel.js";
import {
  type FiringChoices,
  type FiringParameter,
  fireAndReset,
  firingChoices,
  refractoryState,
} from "./fire-and-reset.js";
import { defineNeuron, type NeuronFactory } from "./neuron.js";

export interface CubaLifChoices extends FiringChoices {
  readonly integration: readonly ("exact" | "euler")[];
}

/**
 * Current-based LIF: a synaptic current that fades, in front of a leaky membrane.
 * `τs di/dt = −i + w S`, `τm dv/dt = −(v − vRest) + R i`; where v reaches `vThreshold`, a spike, and v is reset.
 *
 * The step is the exact solution for an input S that holds still during it; with `integration: "euler"` it is `i ← i + (w S − i) dt/τs`, `v ← v + (vRest − v + R i) dt/τm`, both
 * of what was before. Spikes that arrive lift i at once.
 *
 * Units   v in mV, i and the input in nA.
 * Source  NIR: Pedersen et al. (2024), Nat. Commun. 15:8122, table 1 (CubaLIF); exact step: Rotter & Diesmann (1999), equation 11
 *
 * @example
 * const neuron = cubaLif({ tauSynapse: 5, tauMembrane: 20 });
 * const { traces } = await simulate(neuron, { current: 1, dt: 0.1, duration: 50, record: ["i", "v"] });
 */
export const cubaLif: NeuronFactory<
  FiringParameter | "tauMembrane" | "tauSynapse" | "resistance" | "vRest" | "wIn",
  CubaLifChoices
> = defineNeuron("cubaLif", {
  parameters: {
    tauSynapse: [5, "ms"],
    tauMembrane: [10, "ms"],
    resistance: [10, "MΩ"],
    wIn: [1, "1"],
    vRest: [-70, "mV"],
    vThreshold: [-50, "mV"],
    vReset: [-70, "mV"],
    tRefractory: [0, "ms"],
  },
  choices: { ...firingChoices, integration: ["exact", "euler"] },
  units: { current: "nA", v: "mV" },
  states: ({ vRest, tRefractory }) => ({ i: 0, v: vRest, ...refractoryState(tRefractory) }),
  step: (context) => {
    const { state, current, jump, p, chosen, dt } = context;
    const iInfinity = multiply(p.wIn, current);
    const excess = subtract(state.i, iInfinity);
    if (chosen.integration === "euler") {
      const i = subtract(state.i, multiply(excess, divide(dt, p.tauSynapse)));
      const goal = add(p.vRest, multiply(p.resistance, state.i));
      const v = add(state.v, multiply(subtract(goal, state.v), divide(dt, p.tauMembrane)));
      return fireAndReset(context, v, { i: add(i, jump) });
    }
    const i = add(iInfinity, multiply(excess, exp(divide(-dt, p.tauSynapse))));

    // v = v∞ + (v − v∞) e^(−dt/τm) + R (i − i∞) (dt/τm) e^(−dt/τm) (eˣ − 1)/x,  x = dt/τm − dt/τs
    const vInfinity = add(p.vRest, multiply(p.resistance, iInfinity));
    const kept = exp(divide(-dt, p.tauMembrane));
    const x = subtract(divide(dt, p.tauMembrane), divide(dt, p.tauSynapse));
    const passed = divide(multiply(divide(dt, p.tauMembrane), kept), xOverExpm1(x));
    const leaked = add(vInfinity, multiply(subtract(state.v, vInfinity), kept));
    const v = add(leaked, multiply(multiply(p.resistance, excess), passed));
    return fireAndReset(context, v, { i: add(i, jump) });
  },
});
