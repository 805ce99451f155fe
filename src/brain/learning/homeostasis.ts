import { checkOptionNames } from "../../nn/config.js";
import { checkPositive } from "../../nn/options.js";

export interface SynapticScalingOptions {
  /** The rate that a neuron keeps to [Hz]. */
  readonly targetRate: number;
  /** Over how long it measures its own rate [ms]. Default: 10000. */
  readonly tauRate?: number;
  /** How long scaling takes, for a rate that is off by the target itself [ms]. Default: 100000. */
  readonly tauScaling?: number;
}

/** A neuron that watches its rate. Times never go back [ms]. */
export interface SynapticScaling {
  readonly spike: (t: number) => void;
  /** Its rate, as it measures it [Hz]. */
  readonly rate: (t: number) => number;
  /** By what all its weights are multiplied since the last time it was asked. */
  readonly factor: (t: number) => number;
}

/**
 * Homeostasis by synaptic scaling: a neuron that fires too much weakens all its synapses in proportion, one that fires too little strengthens them, `dw/dt = w (1 − r/target)/τ`, and their ratios,
 * which hold what was learned, stay. r is its rate, `τr dr/dt = −r + spikes`.
 *
 * Units   ms, Hz.
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Turrigiano et al. (1998), Nature 391:892; as a rule: van Rossum, Bi & Turrigiano (2000), J. Neurosci. 20:8812
 *
 * @example
 * const neuron = synapticScaling({ targetRate: 5 });
 * neuron.spike(100);
 * const weights = [0.2, 0.4].map((w) => w * neuron.factor(1000));     // a little more: one spike in a second is too few
 */
export function synapticScaling(options: SynapticScalingOptions): SynapticScaling {
  checkOptionNames("synapticScaling", options, ["targetRate", "tauRate", "tauScaling"]);
  const { targetRate, tauRate = 10_000, tauScaling = 100_000 } = options;
  for (const [name, value] of Object.entries({ targetRate, tauRate, tauScaling }))
    checkPositive("synapticScaling", name, value);
  let [rate, last, pending] = [0, 0, 0]; // r at `last`, and ln of the factor so far
  const to = (t: number): void => {
    const kept = Math.exp(-(t - last) / tauRate);
    pending += (t - last - (rate / targetRate) * tauRate * (1 - kept)) / tauScaling; // ∫ (1 − r/target) dt/τ
    rate *= kept;
    last = t;
  };
  return {
    spike: (t) => {
      to(t);
      rate += 1000 / tauRate;
    },
    rate: (t) => rate * Math.exp(-(t - last) / tauRate),
    factor: (t) => {
      to(t);
      const factor = Math.exp(pending);
      pending = 0;
      return factor;
    },
  };
}

export interface AdaptiveThresholdOptions {
  /** By how much a spike lifts the threshold [mV]. Default: 0.05. */
  readonly increase?: number;
  /** How slowly it falls again [ms]. Default: 1e7. */
  readonly tau?: number;
}

/** A threshold that rises with each spike. Times never go back [ms]. */
export interface AdaptiveThreshold {
  readonly spike: (t: number) => void;
  /** By how much the threshold is lifted [mV]. */
  readonly at: (t: number) => number;
}

/**
 * Homeostasis by an adaptive threshold: each spike lifts it by `increase`, and it falls back with τ; at regular firing with period T it comes to `increase/(1 − e^(−T/τ))` after a spike. In a group of neurons that compete it lets all
 * of them win now and then.
 *
 * Units   ms, mV.
 * Throws  `invalid_option`, `unknown_name`.
 * Default Diehl & Cook's.
 * Source  Diehl & Cook (2015), Front. Comput. Neurosci. 9:99, section 2.4
 *
 * @example
 * const threshold = adaptiveThreshold({ increase: 1, tau: 100 });
 * threshold.spike(0);
 * threshold.at(100);                                            // 0.368 mV
 */
export function adaptiveThreshold(options: AdaptiveThresholdOptions = {}): AdaptiveThreshold {
  checkOptionNames("adaptiveThreshold", options, ["increase", "tau"]);
  const { increase = 0.05, tau = 1e7 } = options;
  checkPositive("adaptiveThreshold", "increase", increase);
  checkPositive("adaptiveThreshold", "tau", tau);
  let [lifted, last] = [0, 0];
  const at = (t: number): number => lifted * Math.exp(-(t - last) / tau);
  return {
    at,
    spike: (t) => {
      lifted = at(t) + increase;
      last = t;
    },
  };
}
