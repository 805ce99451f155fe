import { absoluteErrors } from "../losses/mean-absolute-error.js";
import { defineMeanMetric, type Metric, type MetricOptions } from "../metric.js";

/**
 * Mean of `|y − ŷ|` over all examples. As a name, `"mae"` or `"meanAbsoluteError"` is its key in the history.
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `metrics.MeanAbsoluteError`.
 *
 * @example net.compile({ loss: "meanSquaredError", metrics: ["mae"] });
 */
export const meanAbsoluteError: (options?: MetricOptions) => Metric = defineMeanMetric("meanAbsoluteError", {
  defaults: {},
  perExample: ({ yTrue, yPred }) => absoluteErrors("meanAbsoluteError", yTrue, yPred),
});
