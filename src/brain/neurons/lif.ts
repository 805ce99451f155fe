import { add, divide, exp, multiply, subtract } from "../../core/ops/index.js";
import {
  type FiringChoices,
  type FiringParameter,
  fireAndReset,
  firingChoices,
  refractoryState,
  resetNumber,
} from "./fire-and-reset.js";
import { defineNeuron, type NeuronFactory } from "./neuron.js";

export interface LifChoices extends FiringChoices {
  readonly integration: readonly ("exact" | "euler")[];
}

/**
 * Leaky integrate-and-fire: `τ dv/dt = −(v − vRest) + R I`; where v reaches `vThreshold`, a spike, and v is reset and holds for
 * `tRefractory`.
 *
 * `integration: "exact"` (default) steps by `v ← v∞ + (v − v∞) e^(−dt/τ)`, v∞ = vRest + R I, exact while I holds still; `"euler"` by
 * `v ← v + (v∞ − v) dt/τ`. `reset`: `"value"`, `"subtract"`, `"none"`; `fireWhen`: `">"`, as NIR defines it, or `">="`.
 *
 * Units   v in mV, the current in nA.
 * Default the neuron of Gerstner's exercises: τ = 10 ms, R = 10 MΩ, from −70 to −50 mV.
 * Source  Gerstner, Kistler, Naud & Paninski, Neuronal Dynamics (2014), section 1.3; its exact step: Rotter & Diesmann (1999),
 *         Biol. Cybern. 81:381, equation 11
 *
 * @example
 * const neuron = lif({ tauMembrane: 20, tRefractory: 2 });
 * const { spikes } = await simulate(neuron, { current: 2.5, dt: 0.1, duration: 200 });
 * spikes.rates();                                               // one number [Hz]
 */
export const lif: NeuronFactory<FiringParameter | "tauMembrane" | "resistance" | "vRest", LifChoices> =
  defineNeuron("lif", {
    parameters: {
      tauMembrane: [10, "ms"],
      resistance: [10, "MΩ"],
      vRest: [-70, "mV"],
      vThreshold: [-50, "mV"],
      vReset: [-70, "mV"],
      tRefractory: [0, "ms"],
    },
    choices: { ...firingChoices, integration: ["exact", "euler"] },
    units: { current: "nA", v: "mV" },
    states: ({ vRest, tRefractory }) => ({ v: vRest, ...refractoryState(tRefractory) }),
    step: (context) => {
      const { state, current, jump, p, chosen, dt } = context;
      const vInfinity = add(p.vRest, multiply(p.resistance, current));
      const kept =
        chosen.integration === "exact"
          ? exp(divide(-dt, p.tauMembrane)) // e^(−dt/τ)
          : subtract(1, divide(dt, p.tauMembrane));
      const v = add(vInfinity, multiply(subtract(state.v, vInfinity), kept));
      return fireAndReset(context, add(v, jump));
    },
    events: ({ tauMembrane, resistance, vRest, vThreshold, vReset, tRefractory }, { reset }) => {
      const vInfinity = (current: number): number => vRest + resistance * current;
      return {
        vThreshold,
        tRefractory,
        after: (v, current, t) => vInfinity(current) + (v - vInfinity(current)) * Math.exp(-t / tauMembrane),
        timeToThreshold: (v, current) => {
          const goal = vInfinity(current);
          return goal > vThreshold ? tauMembrane * Math.log((goal - v) / (goal - vThreshold)) : Infinity;
        },
        reset: (v) => resetNumber(v, vThreshold, vReset, reset),
      };
    },
  });
