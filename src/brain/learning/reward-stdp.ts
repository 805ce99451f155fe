import { checkOptionNames } from "../../nn/config.js";
import { checkNumber, checkPositive } from "../../nn/options.js";
import { clamp, firstWeights, type Plasticity, type PlasticSynapses } from "./plasticity.js";
import { traces } from "./trace.js";

export interface RewardStdpOptions {
  /** A₊ and A₋ of the pairs that mark a synapse as eligible. Default: 1 and 1.5. */
  readonly aPlus?: number;
  readonly aMinus?: number;
  /** [ms]. Default: 20. */
  readonly tauPlus?: number;
  readonly tauMinus?: number;
  /** τc: how long a synapse stays eligible [ms]. Default: 1000. */
  readonly tauEligibility?: number;
  /** τd: how long dopamine lasts [ms]. Default: 200. */
  readonly tauDopamine?: number;
  /** Weights stay from 0 to wMax. Default: 4. */
  readonly wMax?: number;
}

export interface RewardedSynapses extends PlasticSynapses {
  /** c, now: what each would gain. */
  readonly eligibility: Float64Array;
  /** Dopamine comes: more than before for a reward, less for a disappointment. */
  readonly reward: (t: number, amount: number) => void;
  /** Brings weights and eligibility to the time t. */
  readonly until: (t: number) => void;
}

/**
 * Reward-modulated plasticity: pairs of spikes only mark a synapse, `dc/dt = −c/τc + STDP(Δt)`; dopamine, `dd/dt = −d/τd + reward`, makes of the mark a change, `dw/dt = c d`, d in 1/s. So a reward that comes a second late still reaches the
 * synapses that earned it. Solved exactly between spikes: a pair that left c₀, rewarded with d₀ after D, changes w by `c₀ d₀ e^(−D/τc) τc τd/(τc + τd)`.
 *
 * Units   ms; the change is c · d · seconds.
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Izhikevich (2007), Cereb. Cortex 17:2443, equations 1 and 2
 *
 * @example
 * const synapses = rewardStdp().begin([1]);
 * synapses.pre(0, 0);
 * synapses.post(10);                                            // marked
 * synapses.reward(500, 0.5);                                    // half a second later
 * synapses.until(3000);
 * synapses.weights[0];                                          // 1.031
 */
export function rewardStdp(options: RewardStdpOptions = {}): Plasticity<RewardedSynapses> {
  checkOptionNames("rewardStdp", options, names);
  const { aPlus = 1, aMinus = 1.5, tauPlus = 20, tauMinus = 20, wMax = 4 } = options;
  const { tauEligibility = 1000, tauDopamine = 200 } = options;
  for (const [name, value] of Object.entries({ tauPlus, tauMinus, tauEligibility, tauDopamine, wMax }))
    checkPositive("rewardStdp", name, value);
  for (const [name, value] of Object.entries({ aPlus, aMinus })) checkNumber("rewardStdp", name, value, 0);
  return {
    kind: "rewardStdp",
    options,
    begin: (first) => {
      const weights = firstWeights("rewardStdp", first, wMax);
      const eligibility = new Float64Array(weights.length);
      const [before, after] = [traces(weights.length, tauPlus), traces(1, tauMinus)];
      const seen = new Float64Array(weights.length); // up to when each is reckoned
      let [dopamine, since] = [0, 0];
      const both = 1 / tauEligibility + 1 / tauDopamine;
      const bring = (i: number, t: number): void => {
        const span = t - seen[i];
        if (span <= 0) return;
        const d = dopamine * Math.exp(-(seen[i] - since) / tauDopamine);
        const gained = (eligibility[i] * d * -Math.expm1(-span * both)) / both / 1000; // ∫ c d dt, in seconds
        weights[i] = clamp(weights[i] + gained, wMax);
        eligibility[i] *= Math.exp(-span / tauEligibility);
        seen[i] = t;
      };
      const until = (t: number): void => {
        for (let i = 0; i < weights.length; i++) bring(i, t);
      };
      return {
        weights,
        eligibility,
        pre: (i, t) => {
          bring(i, t);
          eligibility[i] -= aMinus * after.before(0, t);
          before.add(i, t);
        },
        post: (t) => {
          until(t);
          for (let i = 0; i < weights.length; i++) eligibility[i] += aPlus * before.before(i, t);
          after.add(0, t);
        },
        reward: (t, amount) => {
          checkNumber("rewardStdp: reward", "amount", amount);
          until(t);
          dopamine = dopamine * Math.exp(-(t - since) / tauDopamine) + amount;
          since = t;
        },
        until,
      };
    },
  };
}

const names = ["aPlus", "aMinus", "tauPlus", "tauMinus", "tauEligibility", "tauDopamine", "wMax"] as const;
