import type { Value } from "../../core/graph.js";
import { divide, less, maximum, minimum, multiply, subtract, where } from "../../core/ops/index.js";
import { checkNumber, checkPositive } from "../options.js";
import { defineSchedule, type Schedule } from "../schedule.js";
import { between, halfCosine } from "./half-cosine.js";

export interface CosineDecayOptions {
  readonly initialLearningRate: number;
  /** Steps of the decay, those of the warm-up not counted. */
  readonly decaySteps: number;
  /** What remains at the end, as a share of the rate at its beginning. */
  readonly alpha?: number;
  /** The rate to warm up to, from `initialLearningRate`; null: no warm-up. */
  readonly warmupTarget?: number | null;
  readonly warmupSteps?: number;
}

/**
 * `η = η₀ ((1 − α) ½(1 + cos πp) + α)`, `p = min(step, decaySteps) / decaySteps`. With `warmupTarget`, the rate first
 * goes straight from `initialLearningRate` to the target in `warmupSteps`, and decays from there.
 *
 * Throws  `invalid_option`, `missing_option`, `unknown_name`.
 * Source  Loshchilov & Hutter 2017, equation 5; Keras 3 `optimizers.schedules.CosineDecay`.
 *
 * @example schedules.cosineDecay({ initialLearningRate: 0, warmupTarget: 0.1, warmupSteps: 100, decaySteps: 900 })
 */
export const cosineDecay: (options: CosineDecayOptions) => Schedule = defineSchedule<CosineDecayOptions>(
  "cosineDecay",
  {
    required: ["initialLearningRate", "decaySteps"],
    defaults: { alpha: 0, warmupTarget: null, warmupSteps: 0 },
    check: ({ initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps }, name) => {
      checkNumber(name, "initialLearningRate", initialLearningRate, 0);
      checkPositive(name, "decaySteps", decaySteps);
      checkNumber(name, "alpha", alpha, 0);
      if (warmupTarget !== null) checkNumber(name, "warmupTarget", warmupTarget, 0);
      checkNumber(name, "warmupSteps", warmupSteps, 0);
    },
    rate: (step, { initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps }) => {
      const decay = (since: Value, from: number): Value => {
        const p = divide(minimum(since, decaySteps), decaySteps);
        return multiply(between(alpha, 1, halfCosine(p)), from);
      };
      if (warmupTarget === null) return decay(step, initialLearningRate);
      const after = decay(maximum(subtract(step, warmupSteps), 0), warmupTarget);
      if (warmupSteps === 0) return after;
      const warming = between(initialLearningRate, warmupTarget, divide(step, warmupSteps));
      return where(less(step, warmupSteps), warming, after);
    },
  },
);
