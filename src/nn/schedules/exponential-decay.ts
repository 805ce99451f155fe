import type { Value } from "../../core/graph.js";
import { divide, exp, floor, multiply } from "../../core/ops/index.js";
import { checkNumber, checkPositive } from "../options.js";
import { defineSchedule, type Schedule } from "../schedule.js";

export interface DecayOptions {
  readonly initialLearningRate: number;
  /** Steps in which the rate decays once by `decayRate`. */
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Decay at whole multiples of `decaySteps` only. */
  readonly staircase?: boolean;
}

export const decayDefaults = { staircase: false };

export function checkDecay(
  { initialLearningRate, decaySteps, decayRate }: DecayOptions,
  where: string,
): void {
  checkNumber(where, "initialLearningRate", initialLearningRate, 0);
  checkPositive(where, "decaySteps", decaySteps);
  checkPositive(where, "decayRate", decayRate);
}

/** step / decaySteps, of which a staircase takes the whole part. */
export function decayed(step: Value, { decaySteps, staircase = false }: DecayOptions): Value {
  const p = divide(step, decaySteps);
  return staircase ? floor(p) : p;
}

/**
 * `η = η₀ decayRateᵖ`, `p = step / decaySteps`, with `staircase` `p = ⌊step / decaySteps⌋`.
 *
 * Throws  `invalid_option`, `missing_option`, `unknown_name`.
 * Source  Keras 3 `optimizers.schedules.ExponentialDecay`.
 *
 * @example optimizers.sgd({ learningRate: schedules.exponentialDecay({ initialLearningRate: 0.1, decaySteps: 1000, decayRate: 0.96 }) })
 */
export const exponentialDecay: (options: DecayOptions) => Schedule = defineSchedule<DecayOptions>(
  "exponentialDecay",
  {
    required: ["initialLearningRate", "decaySteps", "decayRate"],
    defaults: decayDefaults,
    check: checkDecay,
    // exp(p ln r): in float32 the error of r itself would be raised to the power p.
    rate: (step, options) =>
      multiply(
        exp(multiply(decayed(step, options), Math.log(options.decayRate))),
        options.initialLearningRate,
      ),
  },
);
