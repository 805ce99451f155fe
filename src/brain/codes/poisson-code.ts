import { hashPath } from "../../core/random-bits.js";
import { RandomSource } from "../../data/random-source.js";
import { checkNumber, checkPositive } from "../../nn/options.js";
import { SpikeTrains } from "../spikes/spike-trains.js";

export interface PoissonCodeOptions {
  /** [ms] */
  readonly duration: number;
  /** After a spike none comes for that long [ms]. Default: 0. */
  readonly tRefractory?: number;
  /** Default: 0. */
  readonly seed?: number;
}

/** Rates as spikes, and back. */
export interface PoissonCode {
  /** Rates [Hz], one for each neuron. */
  encode(rates: readonly number[]): SpikeTrains;
  /** The rates that spikes speak for [Hz]. */
  decode(spikes: SpikeTrains): number[];
}

/**
 * A rate r as a Poisson process: intervals are exponential, `p(t) = r e^(−rt)`, each spike by itself; read as spikes over time. Counts have mean rT and variance rT, intervals a CV
 * of 1; with a refractory time the intervals are `tRefractory` longer and the CV is `1 − f·tRefractory` at the rate f that is left.
 *
 * Units   Hz, ms. Times are exact, on no grid.
 * Throws  `invalid_option`.
 * Source  Dayan & Abbott, Theoretical Neuroscience (2001), section 1.4
 *
 * @example
 * const code = poissonCode({ duration: 1000, seed: 3 });
 * code.decode(code.encode([10, 50]));                           // near [10, 50]
 */
export function poissonCode({ duration, tRefractory = 0, seed = 0 }: PoissonCodeOptions): PoissonCode {
  checkPositive("poissonCode", "duration", duration);
  checkNumber("poissonCode", "tRefractory", tRefractory, 0);
  return {
    encode: (rates) => {
      const all = rates.flatMap((rate, neuron) => {
        checkNumber("poissonCode", "rate", rate, 0);
        const random = new RandomSource(seed, hashPath("poissonCode"), neuron);
        const found: (readonly [t: number, neuron: number])[] = [];
        const interval = (): number => (-1000 * Math.log(1 - random.uniform())) / rate;
        if (rate > 0)
          for (let t = interval(); t < duration; t += tRefractory + interval()) found.push([t, neuron]);
        return found;
      });
      all.sort(([a], [b]) => a - b);
      const spikes = { times: all.map(([t]) => t), neurons: all.map(([, neuron]) => neuron) };
      return new SpikeTrains(spikes, rates.length, duration);
    },
    decode: (spikes) => spikes.rates(),
  };
}
