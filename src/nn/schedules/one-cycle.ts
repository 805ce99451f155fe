import type { Value } from "../../core/graph.js";
import { divide, lessEqual, minimum, subtract, where } from "../../core/ops/index.js";
import { checkNumber, checkPositive, checkPositiveInteger } from "../options.js";
import { defineSchedule, type Schedule } from "../schedule.js";
import { between, halfCosine } from "./half-cosine.js";

export interface OneCycleOptions {
  readonly maxLearningRate: number;
  /** Steps of the whole training; the last rate stays after them. */
  readonly totalSteps: number;
  /** Share of the steps in which the rate rises. */
  readonly pctStart?: number;
  /** The rate begins with `maxLearningRate / divFactor` … */
  readonly divFactor?: number;
  /** … and ends with that divided by this. */
  readonly finalDivFactor?: number;
  /** Fall as long as it rose, to where it began, and only then to the end. */
  readonly threePhase?: boolean;
}

/** A rate that begins at `start` goes to `end`, reached at step `until`. */
interface Phase {
  readonly from: number;
  readonly until: number;
  readonly start: number;
  readonly end: number;
}

/**
 * One rise and one fall over the whole training, each half a cosine: `η = b + (a − b) ½(1 + cos πp)`, from
 * `a = max / divFactor` to `b = max` in the first `pctStart` of the steps, then to `max / divFactor / finalDivFactor`.
 *
 * Throws  `invalid_option`, `missing_option`, `unknown_name`.
 * Source  Smith & Topin 2018, arXiv:1708.07120; the formula of PyTorch's `OneCycleLR` with its defaults, without its
 *         cycle of momentum.
 *
 * @example optimizers.sgd({ momentum: 0.9, learningRate: schedules.oneCycle({ maxLearningRate: 0.4, totalSteps: 2000 }) })
 */
export const oneCycle: (options: OneCycleOptions) => Schedule = defineSchedule<OneCycleOptions>("oneCycle", {
  required: ["maxLearningRate", "totalSteps"],
  defaults: { pctStart: 0.3, divFactor: 25, finalDivFactor: 1e4, threePhase: false },
  check: ({ maxLearningRate, totalSteps, pctStart, divFactor, finalDivFactor, threePhase }, name) => {
    checkNumber(name, "maxLearningRate", maxLearningRate, 0);
    checkPositiveInteger(name, "totalSteps", totalSteps);
    checkNumber(name, "pctStart", pctStart, 0, threePhase ? 0.5 : 1);
    checkPositive(name, "divFactor", divFactor);
    checkPositive(name, "finalDivFactor", finalDivFactor);
  },
  rate: (step, options) => {
    const rates = phases(options).map(({ from, until, start, end }): readonly [number, Value] => {
      const length = until - from;
      if (length <= 0) return [until, between(end, start, halfCosine(minimum(step, 1)))]; // over at once
      return [until, between(end, start, halfCosine(divide(subtract(minimum(step, until), from), length)))];
    });
    return rates
      .slice(0, -1)
      .reduceRight(
        (later, [until, value]) => where(lessEqual(step, until), value, later),
        rates[rates.length - 1][1],
      );
  },
});

function phases(options: Required<OneCycleOptions>): readonly Phase[] {
  const { maxLearningRate: top, totalSteps, pctStart, divFactor, finalDivFactor, threePhase } = options;
  const first = top / divFactor;
  const last = first / finalDivFactor;
  const peak = pctStart * totalSteps - 1;
  const rise = { from: 0, until: peak, start: first, end: top };
  if (!threePhase) return [rise, { from: peak, until: totalSteps - 1, start: top, end: last }];
  const back = 2 * pctStart * totalSteps - 2;
  return [
    rise,
    { from: peak, until: back, start: top, end: first },
    { from: back, until: totalSteps - 1, start: first, end: last },
  ];
}
