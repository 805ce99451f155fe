import type { Value } from "../../core/graph.js";
import {
  add,
  divide,
  exp,
  floor,
  less,
  log,
  maximum,
  multiply,
  subtract,
  where,
} from "../../core/ops/index.js";
import { checkNumber, checkPositive } from "../options.js";
import { defineSchedule, type Schedule } from "../schedule.js";
import { between, halfCosine } from "./half-cosine.js";

export interface CosineDecayRestartsOptions {
  readonly initialLearningRate: number;
  /** Steps of the first decay. */
  readonly firstDecaySteps: number;
  /** Each decay is so many times as long as the one before. */
  readonly tMul?: number;
  /** Each decay begins with so many times the rate of the one before. */
  readonly mMul?: number;
  /** What remains at the end of a decay, as a share of `initialLearningRate`. */
  readonly alpha?: number;
}

/**
 * Cosine decays one after another: in the i-th, of length `T = firstDecaySteps · tMulⁱ`, begun `s` steps ago,
 * `η = η₀ ((1 − α) mMulⁱ ½(1 + cos(π s / T)) + α)`.
 *
 * Throws  `invalid_option`, `missing_option`, `unknown_name`.
 * Source  Loshchilov & Hutter 2017, equation 5; Keras 3 `optimizers.schedules.CosineDecayRestarts`.
 *
 * @example schedules.cosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 1000 })
 */
export const cosineDecayRestarts: (options: CosineDecayRestartsOptions) => Schedule =
  defineSchedule<CosineDecayRestartsOptions>("cosineDecayRestarts", {
    required: ["initialLearningRate", "firstDecaySteps"],
    defaults: { tMul: 2, mMul: 1, alpha: 0 },
    check: ({ initialLearningRate, firstDecaySteps, tMul, mMul, alpha }, name) => {
      checkNumber(name, "initialLearningRate", initialLearningRate, 0);
      checkPositive(name, "firstDecaySteps", firstDecaySteps);
      checkNumber(name, "tMul", tMul, 1);
      checkPositive(name, "mMul", mMul);
      checkNumber(name, "alpha", alpha, 0);
    },
    rate: (step, { initialLearningRate, firstDecaySteps, tMul, mMul, alpha }) => {
      const t = divide(step, firstDecaySteps); // in lengths of the first decay
      const { restarts, p } = tMul === 1 ? evenRestarts(t) : growingRestarts(t, tMul);
      const height = mMul === 1 ? halfCosine(p) : multiply(halfCosine(p), powerOf(mMul, restarts));
      return multiply(between(alpha, 1, height), initialLearningRate);
    },
  });

interface Restarts {
  readonly restarts: Value;
  /** How much of the present decay is over. */
  readonly p: Value;
}

function evenRestarts(t: Value): Restarts {
  const restarts = floor(t);
  return { restarts, p: subtract(t, restarts) };
}

/** The i-th decay begins at (tMulⁱ − 1) / (tMul − 1). */
function growingRestarts(t: Value, tMul: number): Restarts {
  const begin = (i: Value): Value => divide(subtract(powerOf(tMul, i), 1), tMul - 1);
  // The logarithm at a restart may come out just below the whole number: ask for a little more, and look whether that
  // decay has begun.
  const near = floor(add(divide(log(add(multiply(t, tMul - 1), 1)), Math.log(tMul)), 1e-3));
  const restarts = where(less(t, multiply(begin(near), 1 - 1e-6)), subtract(near, 1), near);
  return { restarts, p: divide(maximum(subtract(t, begin(restarts)), 0), powerOf(tMul, restarts)) };
}

const powerOf = (base: number, exponent: Value): Value => exp(multiply(exponent, Math.log(base)));
