import { checkOptionNames } from "../../nn/config.js";
import { checkNumber, checkPositive } from "../../nn/options.js";
import { clamp, firstWeights, type Plasticity } from "./plasticity.js";
import { traces } from "./trace.js";

/** Numbers of the rule; the defaults are those fitted to visual cortex, all-to-all. */
export interface TripletStdpOptions {
  /** A₂⁺, A₃⁺: what a pair adds, and what a triplet after–before–after adds. Default: 5e-10 and 0.0062. */
  readonly a2Plus?: number;
  readonly a3Plus?: number;
  /** A₂⁻, A₃⁻: what a pair takes, and what a triplet before–after–before takes. Default: 0.007 and 0.00023. */
  readonly a2Minus?: number;
  readonly a3Minus?: number;
  /** Memories of pairs [ms]. Default: 16.8 and 33.7. */
  readonly tauPlus?: number;
  readonly tauMinus?: number;
  /** Memories of triplets: of spikes before, of spikes after [ms]. Default: 101 and 125. */
  readonly tauX?: number;
  readonly tauY?: number;
  /** Weights stay from 0 to wMax. Default: 1. */
  readonly wMax?: number;
}

const defaults: Required<TripletStdpOptions> = {
  a2Plus: 5e-10,
  a3Plus: 0.0062,
  a2Minus: 0.007,
  a3Minus: 0.00023,
  tauPlus: 16.8,
  tauMinus: 33.7,
  tauX: 101,
  tauY: 125,
  wMax: 1,
};

/**
 * Spike-timing-dependent plasticity by triplets: at a spike after, `w ← w + r₁ (A₂⁺ + A₃⁺ o₂)`; at a spike before, `w ← w − o₁ (A₂⁻ + A₃⁻ r₂)`; r₁ (τ₊) and r₂ (τx) are traces of the spikes before, o₁ (τ₋) and
 * o₂ (τy) of those after. It says what pairs cannot: the same pairing weakens when it is repeated slowly and strengthens when it is repeated fast, as in cortex.
 *
 * Units   ms.
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Pfister & Gerstner (2006), J. Neurosci. 26:9673, equations 3 and 4, table 4
 *
 * @example
 * const pairs = (hz: number): number[] => Array.from({ length: 60 }, (_, k) => (k * 1000) / hz);
 * const [slow, fast] = [1, 50].map((hz) => replaySpikes(tripletStdp(), { pre: pairs(hz), post: pairs(hz).map((t) => t + 10), weight: 0.5 }));
 * [slow < 0.5, fast > 0.5];                                     // both true
 */
export function tripletStdp(options: TripletStdpOptions = {}): Plasticity {
  checkOptionNames("tripletStdp", options, Object.keys(defaults));
  const numbers = { ...defaults, ...options };
  for (const [name, value] of Object.entries(numbers))
    if (/^tau|wMax/.test(name)) checkPositive("tripletStdp", name, value);
    else checkNumber("tripletStdp", name, value, 0);
  const { a2Plus, a3Plus, a2Minus, a3Minus, tauPlus, tauMinus, tauX, tauY, wMax } = numbers;
  return {
    kind: "tripletStdp",
    options,
    begin: (first) => {
      const weights = firstWeights("tripletStdp", first, wMax);
      const [r1, r2] = [tauPlus, tauX].map((tau) => traces(weights.length, tau));
      const [o1, o2] = [tauMinus, tauY].map((tau) => traces(1, tau));
      return {
        weights,
        pre: (i, t) => {
          weights[i] = clamp(weights[i] - o1.before(0, t) * (a2Minus + a3Minus * r2.before(i, t)), wMax);
          r1.add(i, t);
          r2.add(i, t);
        },
        post: (t) => {
          const gain = a2Plus + a3Plus * o2.before(0, t);
          for (let i = 0; i < weights.length; i++)
            weights[i] = clamp(weights[i] + r1.before(i, t) * gain, wMax);
          o1.add(0, t);
          o2.add(0, t);
        },
      };
    },
  };
}
