import { checkOptionNames } from "../../nn/config.js";
import { checkNumber, checkOneOf, checkPositive } from "../../nn/options.js";
import { clamp, firstWeights, type Plasticity } from "./plasticity.js";
import { traces } from "./trace.js";

export interface StdpOptions {
  /** A₊: how much a pair strengthens, as a share of wMax. Default: 0.005. */
  readonly aPlus?: number;
  /** A₋: how much a pair weakens, as a share of wMax. Default: 0.00525. */
  readonly aMinus?: number;
  /** How long a spike before is remembered [ms]. Default: 20. */
  readonly tauPlus?: number;
  /** How long a spike after is remembered [ms]. Default: 20. */
  readonly tauMinus?: number;
  /** μ₊: 0: all synapses grow alike; 1: the less, the nearer they are to wMax. Default: 0. */
  readonly muPlus?: number;
  /** μ₋: 0: all shrink alike; 1: in proportion to themselves. Default: 0. */
  readonly muMinus?: number;
  /** Weights stay from 0 to wMax. Default: 1. */
  readonly wMax?: number;
  /** Whether all earlier spikes count, or the last one. Default: "all". */
  readonly pairing?: "all" | "nearest";
}

/**
 * Spike-timing-dependent plasticity by pairs: a spike before, then one after, strengthen by `A₊ wMax (1 − w/wMax)^μ₊ e^(−Δt/τ₊)`; the other way round they weaken by
 * `A₋ wMax (w/wMax)^μ₋ e^(−Δt/τ₋)`. With μ = 0 (additive) weights compete and end at either bound; with μ = 1 (multiplicative) they settle between.
 *
 * Units   ms.
 * Throws  `invalid_option`, `unknown_name`.
 * Default Song, Miller & Abbott's: A₋/A₊ = 1.05, 20 ms both.
 * Source  Song, Miller & Abbott (2000), Nat. Neurosci. 3:919; the powers: Gütig et al. (2003), J. Neurosci. 23:3697
 *
 * @example
 * const synapses = stdp({ tauPlus: 16.8, tauMinus: 33.7 }).begin([0.5, 0.5]);
 * synapses.pre(0, 10);
 * synapses.post(15);                                            // the first came in time
 * synapses.pre(1, 20);                                          // the second too late
 * synapses.weights;
 */
export function stdp(options: StdpOptions = {}): Plasticity {
  checkOptionNames("stdp", options, names);
  const { aPlus = 0.005, aMinus = 0.00525, tauPlus = 20, tauMinus = 20, wMax = 1 } = options;
  const { muPlus = 0, muMinus = 0, pairing = "all" } = options;
  for (const [name, value] of Object.entries({ tauPlus, tauMinus, wMax })) checkPositive("stdp", name, value);
  for (const [name, value] of Object.entries({ aPlus, aMinus, muPlus, muMinus }))
    checkNumber("stdp", name, value, 0);
  checkOneOf("stdp", "pairing", pairing, ["all", "nearest"]);
  return {
    kind: "stdp",
    options,
    begin: (first) => {
      const weights = firstWeights("stdp", first, wMax);
      const nearest = pairing === "nearest";
      const [before, after] = [traces(weights.length, tauPlus, nearest), traces(1, tauMinus, nearest)];
      return {
        weights,
        pre: (i, t) => {
          const share = weights[i] / wMax;
          weights[i] = clamp(weights[i] - aMinus * wMax * share ** muMinus * after.before(0, t), wMax);
          before.add(i, t);
        },
        post: (t) => {
          for (let i = 0; i < weights.length; i++) {
            const room = 1 - weights[i] / wMax;
            weights[i] = clamp(weights[i] + aPlus * wMax * room ** muPlus * before.before(i, t), wMax);
          }
          after.add(0, t);
        },
      };
    },
  };
}

const names = ["aPlus", "aMinus", "tauPlus", "tauMinus", "muPlus", "muMinus", "wMax", "pairing"] as const;
