import { NeurogradError } from "../../core/errors.js";
import { checkOptionNames } from "../../nn/config.js";

export interface SprtOptions {
  /** How often "lower" may be right where "upper" is decided, and how often the reverse. Default: 0.05 each. */
  readonly errorRates?: readonly [falseUpper: number, falseLower: number];
}

export interface SprtResult {
  /** Null: the observations ended before a decision. */
  readonly choice: "upper" | "lower" | null;
  /** How many observations it took. */
  readonly samples: number;
  /** Sum of the log-likelihood ratios after each observation. */
  readonly evidence: readonly number[];
  /** Where it stops: at the upper sum, at the lower one. */
  readonly bounds: readonly [upper: number, lower: number];
}

/**
 * Sequential probability ratio test: add `ln p(x | upper)/p(x | lower)` of one observation after another until the sum leaves `(ln β/(1 − α), ln (1 − β)/α)`. With normal
 * observations it is the drift-diffusion process, step by step.
 *
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Wald (1945), Ann. Math. Stat. 16:117; Gold & Shadlen (2002), Neuron 36:299, on the brain
 *
 * @example
 * // A coin comes up heads with 0.7 or with 0.3: each toss counts ln(7/3) for one or the other.
 * const tosses = [1, 1, 0, 1, 1, 1];
 * const { choice, samples } = sprt(tosses.map((heads) => (heads ? 1 : -1) * Math.log(7 / 3)));
 * choice;                                                       // "upper", after 6: five heads against one
 */
export function sprt(logRatios: Iterable<number>, options: SprtOptions = {}): SprtResult {
  checkOptionNames("sprt", options, ["errorRates"]);
  const { errorRates: [falseUpper, falseLower] = [0.05, 0.05] } = options;
  for (const rate of [falseUpper, falseLower]) {
    if (rate > 0 && rate < 0.5) continue;
    throw new NeurogradError(
      "invalid_option",
      `sprt: errorRates has ${String(rate)}; use numbers between 0 and 0.5`,
    );
  }
  const upper = Math.log((1 - falseLower) / falseUpper);
  const lower = Math.log(falseLower / (1 - falseUpper));
  const evidence: number[] = [];
  let sum = 0;
  let choice: SprtResult["choice"] = null;
  for (const ratio of logRatios) {
    sum += ratio;
    evidence.push(sum);
    if (sum >= upper) choice = "upper";
    else if (sum <= lower) choice = "lower";
    if (choice !== null) break;
  }
  return { choice, samples: evidence.length, evidence, bounds: [upper, lower] };
}
