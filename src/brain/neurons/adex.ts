import { add, divide, exp, greater, minimum, multiply, subtract, where } from "../../core/ops/index.js";
import { defineNeuron, type FireWhen, type NeuronFactory } from "./neuron.js";

/** `>` or `>=`, the latter first. */
export interface PeakChoices {
  readonly fireWhen: readonly FireWhen[];
}

/**
 * Adaptive exponential integrate-and-fire: `C dv/dt = −gL (v − eL) + gL ΔT e^((v − vT)/ΔT) − w + I`, `τw dw/dt = a (v − eL) − w`;
 * where v reaches `vPeak`, a spike, `v ← vReset`, `w ← w + b`. Stepped by Euler.
 *
 * Units   v in mV; w and the current in pA.
 * Source  Brette & Gerstner (2005), J. Neurophysiol. 94:3637, equations 1 to 4; its table 1 are the defaults
 *
 * @example
 * const { spikes } = await simulate(adex(), { current: 1000, dt: 0.05, duration: 200 });
 * spikes.of(0);                                                 // further and further apart: the neuron adapts
 */
export const adex: NeuronFactory<
  "capacitance" | "gL" | "eL" | "vT" | "deltaT" | "tauW" | "a" | "b" | "vReset" | "vPeak",
  PeakChoices
> = defineNeuron("adex", {
  parameters: {
    capacitance: [281, "pF"],
    gL: [30, "nS"],
    eL: [-70.6, "mV"],
    vT: [-50.4, "mV"],
    deltaT: [2, "mV"],
    tauW: [144, "ms"],
    a: [4, "nS"],
    b: [80.5, "pA"],
    vReset: [-70.6, "mV"],
    vPeak: [20, "mV"],
  },
  choices: { fireWhen: [">=", ">"] },
  units: { current: "pA", v: "mV" },
  states: ({ eL }) => ({ v: eL, w: 0 }),
  step: ({ state, current, jump, p, dt, fires }) => {
    const fromRest = subtract(state.v, p.eL);
    const upstroke = exp(minimum(divide(subtract(state.v, p.vT), p.deltaT), 50)); // e⁵⁰: no spike takes longer than a step from there
    const inward = subtract(multiply(multiply(p.gL, p.deltaT), upstroke), multiply(p.gL, fromRest));
    const slope = divide(add(subtract(inward, state.w), current), p.capacitance);
    const v = add(add(state.v, multiply(dt, slope)), jump);
    const w = add(state.w, multiply(divide(dt, p.tauW), subtract(multiply(p.a, fromRest), state.w)));
    const spikes = fires(v, p.vPeak);
    return {
      state: { v: where(greater(spikes, 0.5), p.vReset, v), w: add(w, multiply(spikes, p.b)) },
      spikes,
    };
  },
});
