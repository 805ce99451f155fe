import { checkNumber, checkPositive } from "../../nn/options.js";

export interface ShortTermPlasticityOptions {
  /** U: the share of its stores that a rested synapse releases. Default: 0.5. */
  readonly release?: number;
  /** τr: how fast the stores fill again [ms]. Default: 800. */
  readonly tauRecovery?: number;
  /** τf: how fast the release falls back to U [ms]; 0: at once, a synapse that only tires. Default: 0. */
  readonly tauFacilitation?: number;
}

/** A rule by which a sender's synapses tire and warm up. Its state belongs to the run. */
export interface ShortTermPlasticity {
  readonly kind: "shortTermPlasticity";
  /** What it was made with, filled up. */
  readonly options: Required<ShortTermPlasticityOptions>;
  /** A run of n senders: call it at each spike, in the order of time, for the factor of its weights. */
  begin(n: number): (sender: number, t: number) => number;
}

/**
 * Short-term plasticity of Tsodyks, Pawelzik and Markram. Between spikes the stores fill, `dx/dt = (1 − x)/τr`, and the release fades, `du/dt = −u/τf`; at a spike
 * `u ← u + U (1 − u)`, the weight counts `u x`, then `x ← x − u x`. Solved exactly from spike to spike; with τf = 0, u is U at every spike.
 *
 * Throws  `invalid_option`.
 * Default depressing, as between pyramidal cells.
 * Source  Tsodyks, Pawelzik & Markram (1998), Neural Comput. 10:821, equations 1 to 4
 *
 * @example
 * const factor = shortTermPlasticity({ release: 0.5, tauRecovery: 800 }).begin(1);
 * [factor(0, 0), factor(0, 50)];                                // 0.5, then 0.265: half of what is left
 */
export function shortTermPlasticity({
  release = 0.5,
  tauRecovery = 800,
  tauFacilitation = 0,
}: ShortTermPlasticityOptions = {}): ShortTermPlasticity {
  checkNumber("shortTermPlasticity", "release", release, 0, 1);
  checkPositive("shortTermPlasticity", "tauRecovery", tauRecovery);
  checkNumber("shortTermPlasticity", "tauFacilitation", tauFacilitation, 0);
  return {
    kind: "shortTermPlasticity",
    options: { release, tauRecovery, tauFacilitation },
    begin: (n) => {
      const x = new Float64Array(n).fill(1);
      const u = new Float64Array(n);
      const last = new Float64Array(n).fill(-Infinity);
      return (i, t) => {
        const gap = t - last[i];
        last[i] = t;
        x[i] = 1 - (1 - x[i]) * Math.exp(-gap / tauRecovery);
        const left = tauFacilitation === 0 ? 0 : u[i] * Math.exp(-gap / tauFacilitation);
        u[i] = left + release * (1 - left);
        const factor = u[i] * x[i];
        x[i] -= factor;
        return factor;
      };
    },
  };
}
