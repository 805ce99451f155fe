import { ceil, divide, maximum, minimum, multiply, power, subtract } from "../../core/ops/index.js";
import { checkNumber, checkPositive } from "../options.js";
import { defineSchedule, type Schedule } from "../schedule.js";
import { between } from "./half-cosine.js";

export interface PolynomialDecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly endLearningRate?: number;
  readonly power?: number;
  /** After `decaySteps` begin anew, with the next multiple of it as length; else the last rate stays. */
  readonly cycle?: boolean;
}

/**
 * `η = (η₀ − η_end)(1 − p)^power + η_end`, `p = min(step, decaySteps) / decaySteps`; with `cycle`, decaySteps grows to
 * the next multiple that is not below the step.
 *
 * Throws  `invalid_option`, `missing_option`, `unknown_name`.
 * Source  Keras 3 `optimizers.schedules.PolynomialDecay`.
 *
 * @example schedules.polynomialDecay({ initialLearningRate: 0.1, decaySteps: 10_000, power: 0.5 })
 */
export const polynomialDecay: (options: PolynomialDecayOptions) => Schedule =
  defineSchedule<PolynomialDecayOptions>("polynomialDecay", {
    required: ["initialLearningRate", "decaySteps"],
    defaults: { endLearningRate: 0.0001, power: 1, cycle: false },
    check: (options, name) => {
      checkNumber(name, "initialLearningRate", options.initialLearningRate, 0);
      checkPositive(name, "decaySteps", options.decaySteps);
      checkNumber(name, "endLearningRate", options.endLearningRate, 0);
      checkPositive(name, "power", options.power);
    },
    rate: (step, { initialLearningRate, decaySteps, endLearningRate, power: exponent, cycle }) => {
      const p = cycle
        ? divide(step, multiply(maximum(ceil(divide(step, decaySteps)), 1), decaySteps))
        : divide(minimum(step, decaySteps), decaySteps);
      const left = subtract(1, p);
      return between(endLearningRate, initialLearningRate, exponent === 1 ? left : power(left, exponent));
    },
  });
