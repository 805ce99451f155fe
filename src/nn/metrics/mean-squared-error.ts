import { squaredErrors } from "../losses/mean-squared-error.js";
import { defineMeanMetric, type Metric, type MetricOptions } from "../metric.js";

/**
 * Mean of `(y − ŷ)²` over all examples. As a name, `"mse"` or `"meanSquaredError"` is its key in the history.
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `metrics.MeanSquaredError`.
 *
 * @example net.compile({ loss: "meanAbsoluteError", metrics: ["mse"] });
 */
export const meanSquaredError: (options?: MetricOptions) => Metric = defineMeanMetric("meanSquaredError", {
  defaults: {},
  perExample: ({ yTrue, yPred }) => squaredErrors("meanSquaredError", yTrue, yPred),
});
