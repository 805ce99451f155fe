import type { Value } from "../../core/graph.js";
import { add, multiply, subtract } from "../../core/ops/index.js";
import { fade } from "./current.js";
import { defineSynapse, type SynapseFactory } from "./synapse.js";

/**
 * A spike opens channels that close again: `g(t) = w e^(−t/τ)`, `i = g (eReversal − v)`. Above its reversal potential an excitatory
 * synapse pulls down.
 *
 * The current of a step is that of the mean conductance at the membrane before the step.
 *
 * Units   weights in the neuron's unit of current per mV: µS beside nA and mV.
 * Default eReversal = 0 mV, an excitatory synapse (AMPA); −80 is an inhibitory one (GABA).
 * Source  Dayan & Abbott, Theoretical Neuroscience (2001), equations 5.27 and 5.31
 *
 * @example conductance({ tau: 10, eReversal: -80 });
 */
export const conductance: SynapseFactory<"tau" | "eReversal"> = defineSynapse("conductance", {
  parameters: { tau: [5, "ms"], eReversal: [0, "mV"] },
  states: ["g"],
  step: ({ state: { g }, arrivals, v, p, dt }) => {
    const { end, mean } = fade(g, p.tau, dt);
    return { state: { g: add(end, arrivals) }, current: through(mean, p.eReversal, v) };
  },
});

const through = (g: Value, eReversal: Value, v: Value): Value => multiply(g, subtract(eReversal, v));
