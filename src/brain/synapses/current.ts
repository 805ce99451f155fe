import type { Value } from "../../core/graph.js";
import { add, divide, exp, multiply, power, subtract } from "../../core/ops/index.js";
import { defineSynapse, type SynapseFactory } from "./synapse.js";

/**
 * A spike lifts the membrane at once by the weight: `v ← v + w`.
 *
 * Units   weights in mV.
 * Source  Brunel (2000), J. Comput. Neurosci. 8:183, equation 2
 *
 * @example staticSynapse();
 */
export const staticSynapse: SynapseFactory<never> = defineSynapse("staticSynapse", {
  parameters: {},
  states: [],
  step: ({ arrivals }) => ({ state: {}, jump: arrivals }),
});

/** What an exponential trace is at the end of a step, and on average in it. */
export function fade(s: Value, tau: Value, dt: number): { readonly end: Value; readonly mean: Value } {
  const kept = exp(divide(-dt, tau));
  const share = multiply(subtract(1, kept), divide(tau, dt)); // 1/dt ∫ e^(−t/τ) dt
  return { end: multiply(s, kept), mean: multiply(s, share) };
}

/**
 * A spike adds a current that fades: `i(t) = w e^(−t/τ)`.
 *
 * Units   weights in the neuron's unit of current.
 * Source  Dayan & Abbott, Theoretical Neuroscience (2001), equation 5.31
 *
 * @example exponential({ tau: 5 });
 */
export const exponential: SynapseFactory<"tau"> = defineSynapse("exponential", {
  parameters: { tau: [5, "ms"] },
  states: ["s"],
  step: ({ state: { s }, arrivals, p, dt }) => {
    const { end, mean } = fade(s, p.tau, dt);
    return { state: { s: add(end, arrivals) }, current: mean };
  },
});

/**
 * A spike adds a current that rises and fades: `i(t) = w (t/τ) e^(1 − t/τ)`, w at its peak, t = τ.
 *
 * `s′ = x − s/τ`, `x′ = −x/τ`, stepped exactly; a spike adds w e/τ to x.
 *
 * Units   weights in the neuron's unit of current.
 * Source  Rall (1967), J. Neurophysiol. 30:1138; Rotter & Diesmann (1999), Biol. Cybern. 81:381, section 3.1
 *
 * @example alpha({ tau: 2 });
 */
export const alpha: SynapseFactory<"tau"> = defineSynapse("alpha", {
  parameters: { tau: [2, "ms"] },
  states: ["s", "x"],
  step: ({ state, arrivals, p: { tau }, dt }) => {
    const risen = fade(state.x, tau, dt);
    const s = fade(state.s, tau, dt);
    // s(t) = (s + x t) e^(−t/τ); its mean is that of s, and of x: τ/dt (mean − what is left at the end · dt)
    const fromX = multiply(tau, subtract(risen.mean, risen.end));
    return {
      state: {
        s: add(s.end, multiply(risen.end, dt)),
        x: add(risen.end, multiply(arrivals, divide(Math.E, tau))),
      },
      current: add(s.mean, fromX),
    };
  },
});

/**
 * A spike adds a current that rises with one time constant and fades with another: `i(t) = w k (e^(−t/τd) − e^(−t/τr))`; k makes w the peak,
 * which comes at `t = τd τr/(τd − τr) ln(τd/τr)`.
 *
 * Units   weights in the neuron's unit of current.
 * Source  Dayan & Abbott, Theoretical Neuroscience (2001), equations 5.32 to 5.34
 *
 * @example doubleExponential({ tauRise: 0.5, tauDecay: 5 });
 */
export const doubleExponential: SynapseFactory<"tauRise" | "tauDecay"> = defineSynapse("doubleExponential", {
  parameters: { tauRise: [0.5, "ms"], tauDecay: [5, "ms"] },
  states: ["rise", "decay"],
  step: ({ state, arrivals, p: { tauRise, tauDecay }, dt }) => {
    const rise = fade(state.rise, tauRise, dt);
    const decay = fade(state.decay, tauDecay, dt);
    const given = multiply(arrivals, peakFactor(tauRise, tauDecay));
    return {
      state: { rise: add(rise.end, given), decay: add(decay.end, given) },
      current: subtract(decay.mean, rise.mean),
    };
  },
});

/** k: 1 over the peak of `e^(−t/τd) − e^(−t/τr)`. */
function peakFactor(tauRise: Value, tauDecay: Value): Value {
  const ratio = divide(tauRise, tauDecay);
  // At the peak the two exponentials are r^(r/(1 − r)) and r^(1/(1 − r)), r = τr/τd.
  const exponent = divide(ratio, subtract(1, ratio));
  const decay = power(ratio, exponent);
  return divide(1, multiply(decay, subtract(1, ratio)));
}
