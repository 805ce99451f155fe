import { RandomSource } from "../../data/random-source.js";
import { checkNumber, checkPositive } from "../../nn/options.js";
import { lif } from "../neurons/lif.js";

export interface NoiseCurrentOptions {
  /** The mean of each neuron, or of all [nA]. */
  readonly current: number | readonly number[];
  /** σ of the noise as `siegertRate` has it: without threshold the membrane would vary by σ/√2 [mV]. */
  readonly deviation: number;
  /** Of the neuron. Default: `lif`'s. */
  readonly tauMembrane?: number;
  readonly resistance?: number;
  /** Length of a step, that of the run [ms]. */
  readonly dt: number;
  readonly seed?: number;
}

/**
 * A noisy current for leaky neurons, each its own: `I + (σ/R) √((1 + k)/(2 (1 − k))) ξ`, k = e^(−dt/τ), a fresh normal number ξ in each step. With that the membrane of an
 * exactly stepped `lif` without threshold has the deviation σ/√2 whatever the step, and one with a threshold fires at `siegertRate` as dt → 0. A pure function of
 * seed and time.
 *
 * Units   nA, mV, ms.
 * Throws  `invalid_option`.
 * Source  the variance of `x ← k x + (1 − k) ε` is `(1 − k)² var ε/(1 − k²)`
 *
 * @example
 * const current = noiseCurrent({ current: [1.8, 2], deviation: 5, dt: 0.1, seed: 1 });
 * const { spikes } = await simulate(lif(), { n: 2, current, dt: 0.1, duration: 500 });
 * spikes.counts();                                              // both fire, though neither mean passes the threshold
 */
export function noiseCurrent(options: NoiseCurrentOptions): (t: number, current: Float64Array) => void {
  const { current: mean, deviation, dt, seed = 0 } = options;
  const { tauMembrane = lif.parameters.tauMembrane[0], resistance = lif.parameters.resistance[0] } = options;
  checkNumber("noiseCurrent", "deviation", deviation, 0);
  checkPositive("noiseCurrent", "tauMembrane", tauMembrane);
  checkPositive("noiseCurrent", "resistance", resistance);
  checkPositive("noiseCurrent", "dt", dt);
  const kept = Math.exp(-dt / tauMembrane);
  const size = (deviation / resistance) * Math.sqrt((1 + kept) / (2 * (1 - kept)));
  const random = new RandomSource(seed);
  return (t, current) => {
    random.position = Math.round(t / dt) * current.length * wordsOfNormal;
    for (let i = 0; i < current.length; i++)
      current[i] = (typeof mean === "number" ? mean : mean[i]) + size * random.normal();
  };
}

const wordsOfNormal = 4;
