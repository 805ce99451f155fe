import { NeurogradError } from "../../core/errors.js";
import { add, multiply, oneHot, sum } from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { defineLoss, type Loss } from "../../nn/loss.js";
import { squaredErrors } from "../../nn/losses/mean-squared-error.js";
import { classTargets } from "../../nn/losses/targets.js";
import { checkNumber } from "../../nn/options.js";

export interface CountMeanSquaredErrorOptions {
  /** Share of the steps at which the neuron of the right class is to fire. Default: 1. */
  readonly correctRate?: number;
  /** Share of the steps at which the others are to fire. Default: 0. */
  readonly incorrectRate?: number;
}

/**
 * `mean over classes of (Σₜ s[t] − r T)² / T`: spikes of each class against as many as wanted of T steps, r being the rate for the right or for a wrong class. Unlike a cross-entropy it asks no neuron to
 * be silent for good or to fire without end, so all keep learning.
 *
 * Shape   targets [batch] class numbers, spikes [batch, time, classes] → [batch].
 * Throws  `invalid_option`, `shape_mismatch`; `label_out_of_range` before training.
 * Source  snnTorch's `mse_count_loss` (which cuts r T off to a whole number); Shrestha & Orchard (2018), SLAYER, NeurIPS 31
 *
 * @example net.compile({ optimizer: "adam", loss: countMeanSquaredError({ correctRate: 0.8, incorrectRate: 0.2 }) });
 */
export const countMeanSquaredError: (options?: CountMeanSquaredErrorOptions) => Loss =
  defineLoss<CountMeanSquaredErrorOptions>("countMeanSquaredError", {
    defaults: { correctRate: 1, incorrectRate: 0 },
    hasClassTargets: true,
    check: ({ correctRate, incorrectRate }, where) => {
      checkNumber(where, "correctRate", correctRate, 0, 1);
      checkNumber(where, "incorrectRate", incorrectRate, 0, 1);
    },
    perExample: ({ yTrue, yPred, options: { correctRate, incorrectRate } }) => {
      const [, time, depth] = yPred.shape;
      if (yPred.shape.length !== 3 || typeof time !== "number" || typeof depth !== "number") {
        throw new NeurogradError(
          "shape_mismatch",
          `countMeanSquaredError: expects spikes [batch, time, classes] with known numbers of steps and classes, got ${formatShape(yPred.shape)}; end the model with leakyLayer() and give the input's shape in full`,
        );
      }
      const counts = sum(yPred, { axis: 1 });
      const classes = classTargets("countMeanSquaredError", yTrue, counts);
      const right = oneHot(classes, { depth, dtype: yPred.dtype as "float32" });
      const wanted = add(multiply(right, (correctRate - incorrectRate) * time), incorrectRate * time);
      return multiply(squaredErrors("countMeanSquaredError", wanted, counts), 1 / time);
    },
  });
