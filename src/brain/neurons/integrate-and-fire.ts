import { add, divide, multiply } from "../../core/ops/index.js";
import {
  type FiringChoices,
  type FiringParameter,
  fireAndReset,
  firingChoices,
  refractoryState,
  resetNumber,
} from "./fire-and-reset.js";
import { defineNeuron, type NeuronFactory } from "./neuron.js";

/**
 * Integrate-and-fire without a leak: `C dv/dt = I`; where v reaches `vThreshold`, a spike, and v is reset.
 *
 * With the reset `"subtract"` its rate is the ReLU of its current: after T steps of input z from v = 0 there are ⌊zT⌋ spikes.
 *
 * Units   v in mV, the current in nA.
 * Default C = 1 nF, vThreshold 1, vReset 0: with dt = 1 ms the step is `v ← v + I`, as NIR's IF with R = 1.
 * Source  Lapicque (1907), as told by Abbott (1999), Brain Res. Bull. 50:303; NIR: Pedersen et al. (2024), Nat. Commun. 15:8122, table 1
 *
 * @example
 * const { spikes } = await simulate(integrateAndFire({ reset: "subtract" }), { current: 0.25, dt: 1, duration: 100 });
 * spikes.counts();                                              // [24]: ⌊0.25·100⌋, less one as v must exceed 1
 */
export const integrateAndFire: NeuronFactory<FiringParameter | "capacitance", FiringChoices> = defineNeuron(
  "integrateAndFire",
  {
    parameters: {
      capacitance: [1, "nF"],
      vThreshold: [1, "mV"],
      vReset: [0, "mV"],
      tRefractory: [0, "ms"],
    },
    choices: firingChoices,
    units: { current: "nA", v: "mV" },
    states: ({ vReset, tRefractory }) => ({ v: vReset, ...refractoryState(tRefractory) }),
    step: (context) => {
      const { state, current, jump, p, dt } = context;
      const v = add(state.v, multiply(current, divide(dt, p.capacitance))); // v + I dt / C
      return fireAndReset(context, add(v, jump));
    },
    events: ({ capacitance, vThreshold, vReset, tRefractory }, { reset }) => ({
      vThreshold,
      tRefractory,
      after: (v, current, t) => v + (current * t) / capacitance,
      timeToThreshold: (v, current) => (current > 0 ? ((vThreshold - v) * capacitance) / current : Infinity),
      reset: (v) => resetNumber(v, vThreshold, vReset, reset),
    }),
  },
);
