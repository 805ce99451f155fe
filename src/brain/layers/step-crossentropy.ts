import { argmax, cast, equal, expandDims, multiply, negative, oneHot, sum } from "../../core/ops/index.js";
import { defineLoss, type Loss } from "../../nn/loss.js";
import { logProbabilities } from "../../nn/losses/log-probabilities.js";
import { classTargets } from "../../nn/losses/targets.js";
import { defineMeanMetric, type Metric, type MetricOptions } from "../../nn/metric.js";

/**
 * `−Σₜ ln softmax(v[t])[class]`: cross-entropy at every step, of membranes as logits. All of them are pulled, also those that do not fire yet.
 *
 * Shape   targets [batch] class numbers, predictions [batch, time, classes] → [batch].
 * Throws  `shape_mismatch`; `label_out_of_range` before training.
 * Source  Eshraghian et al. (2023), Proc. IEEE 111:1016, section III.B; snnTorch's `ce_rate_loss`, without its division by the number of steps
 *
 * @example net.compile({ optimizer: "adam", loss: stepCrossentropy(), metrics: [stepAccuracy()] });
 */
export const stepCrossentropy: () => Loss = defineLoss<Record<never, never>>("stepCrossentropy", {
  defaults: {},
  hasClassTargets: true,
  perExample: ({ yTrue, yPred }) => {
    const classes = classTargets("stepCrossentropy", yTrue, sum(yPred, { axis: 1 }));
    const target = oneHot(classes, { depth: yPred.shape.at(-1) as number, dtype: yPred.dtype as "float32" }); // the classes of a classifier are a number
    const logs = logProbabilities(yPred, true, -1);
    return negative(sum(multiply(logs, expandDims(target, { axis: 1 })), { axis: [1, 2] }));
  },
});

/**
 * Share of examples of which the class that has most over all steps, in spikes or in membrane, is the right one.
 *
 * Shape   targets [batch], predictions [batch, time, classes].
 * Throws  `shape_mismatch`.
 * Source  snnTorch's `accuracy_rate`
 *
 * @example stepAccuracy({ name: "accuracy" })
 */
export const stepAccuracy: (options?: MetricOptions) => Metric = defineMeanMetric("stepAccuracy", {
  defaults: {},
  perExample: ({ yTrue, yPred }) => {
    const overTime = sum(yPred, { axis: 1 });
    return cast(equal(classTargets("stepAccuracy", yTrue, overTime), argmax(overTime)), { dtype: "float32" });
  },
});
