import { add, divide, multiply } from "../../core/ops/index.js";
import { defineSchedule, type Schedule } from "../schedule.js";
import { checkDecay, type DecayOptions, decayDefaults, decayed } from "./exponential-decay.js";

/**
 * `η = η₀ / (1 + decayRate · p)`, `p = step / decaySteps`, with `staircase` `p = ⌊step / decaySteps⌋`.
 *
 * Throws  `invalid_option`, `missing_option`, `unknown_name`.
 * Source  Keras 3 `optimizers.schedules.InverseTimeDecay`.
 *
 * @example schedules.inverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 100, decayRate: 0.5 })
 */
export const inverseTimeDecay: (options: DecayOptions) => Schedule = defineSchedule<DecayOptions>(
  "inverseTimeDecay",
  {
    required: ["initialLearningRate", "decaySteps", "decayRate"],
    defaults: decayDefaults,
    check: checkDecay,
    rate: (step, options) =>
      divide(options.initialLearningRate, add(multiply(decayed(step, options), options.decayRate), 1)),
  },
);
