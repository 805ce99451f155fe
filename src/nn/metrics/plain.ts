import { add, cast, multiply, sum as total } from "../../core/ops/index.js";
import { defineMetric } from "../define-metric.js";
import { defineMeanMetric, type Metric, type MetricOptions } from "../metric.js";
import { weightsOf } from "./sample-weights.js";

/**
 * Mean of the predictions over all examples; targets do not matter. Where the output is a layer of its own, it shows what
 * the layer gives.
 *
 * Source  Keras 3 `metrics.Mean`, of the predictions.
 *
 * @example metrics.mean({ name: "meanActivation" })
 */
export const mean: (options?: MetricOptions) => Metric = defineMeanMetric("mean", {
  defaults: {},
  perExample: ({ yPred }) => yPred,
});

/**
 * Sum of the predictions over all examples; targets do not matter.
 *
 * Source  Keras 3 `metrics.Sum`, of the predictions.
 *
 * @example metrics.sum()
 */
export const sum: (options?: MetricOptions) => Metric = defineMetric<MetricOptions>("sum", {
  defaults: {},
  states: () => ({ total: [] }),
  update: ({ yPred, states, sampleWeight }) => {
    const values = cast(yPred, { dtype: "float32" });
    return { total: add(states.total, total(multiply(values, weightsOf(sampleWeight, values.shape)))) };
  },
  result: (states) => states.total.item(),
});
