import { NeurogradError } from "../../core/errors.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkNumber, checkPositive } from "../../nn/options.js";
import {
  endDensity,
  endDistribution,
  endProbability,
  meanEndTime,
  meanTimeAtEnd,
  type UnitDiffusion,
} from "./first-passage.js";

/** The two bounds. */
export type Bound = "upper" | "lower";

/** What a decision between two by diffusion depends on. Evidence has no unit of its own: only its ratios count. */
export interface DriftDiffusionOptions {
  /** A: evidence gained in a second, for the upper bound where positive [1/s]. */
  readonly drift: number;
  /** z: the bounds stand at +z and −z. Default: 1. */
  readonly threshold?: number;
  /** c: deviation of the evidence after a second without drift [1/√s]. Default: 1. */
  readonly noise?: number;
  /** Where the evidence starts, between the bounds: a bias. Default: 0. */
  readonly start?: number;
  /** Time for seeing and moving, added to each decision [s]. Default: 0. */
  readonly tNonDecision?: number;
}

/** What is known of such decisions without simulating one. */
export interface DriftDiffusion extends Required<DriftDiffusionOptions> {
  /** Probability of the bound that the drift leads away from; ½ without drift and bias. */
  readonly errorRate: number;
  /** Mean time of all decisions [s]. */
  readonly meanTime: number;
  /** Probability of a bound. */
  readonly probability: (bound: Bound) => number;
  /** Mean time of the decisions for one bound [s]. */
  readonly meanTimeOf: (bound: Bound) => number;
  /** How likely a decision for the bound is at time t [1/s]; over t it integrates to the bound's probability. */
  readonly density: (t: number, bound: Bound) => number;
  /** Probability of a decision for the bound by the time t. */
  readonly distribution: (t: number, bound: Bound) => number;
}

const names = ["drift", "threshold", "noise", "start", "tNonDecision"] as const;

/** The options over their defaults. Throws `invalid_option`. */
export function diffusionNumbers(
  where: string,
  { drift, threshold = 1, noise = 1, start = 0, tNonDecision = 0 }: DriftDiffusionOptions,
): Required<DriftDiffusionOptions> {
  checkNumber(where, "drift", drift);
  checkPositive(where, "threshold", threshold);
  checkPositive(where, "noise", noise);
  checkNumber(where, "tNonDecision", tNonDecision, 0);
  if (!(Math.abs(start) < threshold)) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: start is ${String(start)}; use a number between the bounds −${threshold} and ${threshold}`,
    );
  }
  return { drift, threshold, noise, start, tNonDecision };
}

/**
 * Decision between two by drift and diffusion: `dx = A dt + c dW` until x reaches +z or −z. In closed form: how often it errs, `1/(1 + e^(2Az/c²))`, how long it
 * takes, `(z/A) tanh(Az/c²)`, and the whole distribution of times, also with a biased start.
 *
 * Units   s.
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Bogacz, Brown, Moehlis, Holmes & Cohen (2006), Psychol. Rev. 113:700, equations 8 and 9; the distribution: Navarro & Fuss (2009),
 *         J. Math. Psychol. 53:222
 *
 * @example
 * const decision = driftDiffusion({ drift: 0.2, threshold: 0.04, noise: 0.1 });
 * decision.errorRate;                                           // 0.168
 * decision.meanTime;                                            // 0.133 s
 * decision.distribution(0.1, "upper");                          // right and within 0.1 s
 */
export function driftDiffusion(options: DriftDiffusionOptions): DriftDiffusion {
  checkOptionNames("driftDiffusion", options, names);
  const numbers = diffusionNumbers("driftDiffusion", options);
  const { drift, tNonDecision } = numbers;
  const toward = (bound: Bound): UnitDiffusion => towards(numbers, bound);
  const probability = (bound: Bound): number => endProbability(toward(bound));
  return {
    ...numbers,
    errorRate: probability(drift >= 0 ? "lower" : "upper"),
    meanTime: meanEndTime(toward("lower")) + tNonDecision,
    probability,
    meanTimeOf: (bound) => meanTimeAtEnd(toward(bound)) + tNonDecision,
    density: (t, bound) => endDensity(t - tNonDecision, toward(bound)),
    distribution: (t, bound) => endDistribution(t - tNonDecision, toward(bound)),
  };
}

/** The diffusion with noise 1, the bound at 0. */
function towards(
  { drift, threshold, noise, start }: Required<DriftDiffusionOptions>,
  bound: Bound,
): UnitDiffusion {
  const side = bound === "lower" ? 1 : -1;
  return {
    v: (side * drift) / noise,
    a: (2 * threshold) / noise,
    w: (threshold + side * start) / (2 * threshold),
  };
}

/**
 * The threshold at which decisions err as often as wanted: `z = (c²/2A) ln((1 − ER)/ER)`. Of all ways to decide with that error rate, this one takes the
 * least time on average.
 *
 * Throws  `invalid_option`.
 * Source  Wald & Wolfowitz (1948), Ann. Math. Stat. 19:326; Bogacz et al. (2006), equation 8 solved for z
 *
 * @example thresholdFor({ drift: 0.2, noise: 0.1, errorRate: 0.05 });  // 0.0736
 */
export function thresholdFor({
  drift,
  noise = 1,
  errorRate,
}: {
  readonly drift: number;
  readonly noise?: number;
  readonly errorRate: number;
}): number {
  checkPositive("thresholdFor", "drift", drift);
  checkPositive("thresholdFor", "noise", noise);
  if (errorRate > 0 && errorRate < 0.5)
    return (noise ** 2 / (2 * drift)) * Math.log((1 - errorRate) / errorRate);
  throw new NeurogradError(
    "invalid_option",
    `thresholdFor: errorRate is ${String(errorRate)}; use a number between 0 and 0.5`,
  );
}
