import { NeurogradError } from "../../core/errors.js";
import { checkNumber, checkPositive, checkPositiveInteger } from "../../nn/options.js";

export interface PopulationCodeOptions {
  /** How many neurons tell one number. */
  readonly neurons: number;
  /** The numbers that can be told: preferred numbers are spread evenly over them. Default: 0 to 1. */
  readonly from?: number;
  readonly to?: number;
  /** σ of the tuning curves. Default: the distance between preferred numbers. */
  readonly width?: number;
  /** Rate at the preferred number [Hz]. Default: 100. */
  readonly maxRate?: number;
}

/** A number as the rates of many neurons, and back. */
export interface PopulationCode {
  /** The number that each neuron prefers. */
  readonly preferred: readonly number[];
  encode(x: number): number[];
  decode(rates: readonly number[]): number;
}

/**
 * Each neuron prefers another number, and fires the less the further x is from it: `r_i = r_max e^(−(x − c_i)²/2σ²)`. Read by the most likely x: `Σ r_i c_i / Σ r_i`, exact for curves that cover the
 * range evenly, and so near its ends too few neurons speak: there the answer is drawn inwards. Noise of single neurons averages out.
 *
 * Units   Hz.
 * Throws  `invalid_option`; `shape_mismatch` for rates of another number of neurons.
 * Source  Dayan & Abbott, Theoretical Neuroscience (2001), equations 3.28 and 3.32
 *
 * @example
 * const code = populationCode({ neurons: 11 });
 * code.decode(code.encode(0.42));                               // 0.42
 */
export function populationCode({
  neurons,
  from = 0,
  to = 1,
  width,
  maxRate = 100,
}: PopulationCodeOptions): PopulationCode {
  checkPositiveInteger("populationCode", "neurons - 1", neurons - 1);
  checkNumber("populationCode", "from", from, -Infinity, to);
  checkPositive("populationCode", "maxRate", maxRate);
  const gap = (to - from) / (neurons - 1);
  const sigma = width ?? gap;
  checkPositive("populationCode", "width", sigma);
  const preferred = Array.from({ length: neurons }, (_, i) => from + i * gap);
  return {
    preferred,
    encode: (x) => preferred.map((c) => maxRate * Math.exp(-((x - c) ** 2) / (2 * sigma ** 2))),
    decode: (rates) => {
      if (rates.length !== neurons) {
        throw new NeurogradError(
          "shape_mismatch",
          `populationCode: got ${rates.length} rates for ${neurons} neurons; give one for each`,
        );
      }
      const total = rates.reduce((a, b) => a + b, 0);
      return rates.reduce((sum, rate, i) => sum + rate * preferred[i], 0) / total;
    },
  };
}
