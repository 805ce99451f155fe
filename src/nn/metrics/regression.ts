import type { Value } from "../../core/graph.js";
import { add, divide, mean, multiply, sqrt, square, subtract } from "../../core/ops/index.js";
import { epsilon } from "../epsilon.js";
import { cosines } from "../losses/cosine-similarity.js";
import { squaredErrors } from "../losses/mean-squared-error.js";
import {
  meanSquaredLogarithmicError as logarithmicLoss,
  logCosh,
  meanAbsolutePercentageError as percentageLoss,
} from "../losses/regression.js";
import { matchTargets } from "../losses/targets.js";
import { defineMeanMetric, type Metric, type MetricOptions } from "../metric.js";
import { meanOfLoss } from "./loss-metric.js";

export interface AxisOptions extends MetricOptions {
  /** The axis along which the vectors lie. */
  readonly axis?: number;
}

/**
 * `√(mean of (y − ŷ)²)` over all examples.
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `metrics.RootMeanSquaredError`.
 *
 * @example metrics.rootMeanSquaredError()
 */
export const rootMeanSquaredError: (options?: MetricOptions) => Metric = defineMeanMetric(
  "rootMeanSquaredError",
  {
    defaults: {},
    perExample: ({ yTrue, yPred }) => squaredErrors("rootMeanSquaredError", yTrue, yPred),
    finish: Math.sqrt,
  },
);

/**
 * Mean of `100 · |y − ŷ| / max(|y|, 1e-7)` over all examples.
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `metrics.MeanAbsolutePercentageError`.
 *
 * @example metrics.meanAbsolutePercentageError()
 */
export const meanAbsolutePercentageError: (options?: MetricOptions) => Metric = meanOfLoss(
  "meanAbsolutePercentageError",
  percentageLoss,
  {},
);

/**
 * Mean of `(ln(1 + y) − ln(1 + ŷ))²` over all examples.
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `metrics.MeanSquaredLogarithmicError`.
 *
 * @example metrics.meanSquaredLogarithmicError()
 */
export const meanSquaredLogarithmicError: (options?: MetricOptions) => Metric = meanOfLoss(
  "meanSquaredLogarithmicError",
  logarithmicLoss,
  {},
);

/**
 * Mean of `ln cosh(ŷ − y)` over all examples.
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `metrics.LogCoshError`.
 *
 * @example metrics.logCoshError()
 */
export const logCoshError: (options?: MetricOptions) => Metric = meanOfLoss("logCoshError", logCosh, {});

/**
 * Mean of `Σ y ŷ / (|y| |ŷ|)` along `axis` over all examples: 1 where the two point the same way. (The loss of that name has
 * the sign turned round.)
 *
 * Throws  `shape_mismatch`, `axis_out_of_range`.
 * Source  Keras 3 `metrics.CosineSimilarity`.
 *
 * @example metrics.cosineSimilarity()
 */
export const cosineSimilarity: (options?: AxisOptions) => Metric = defineMeanMetric<AxisOptions>(
  "cosineSimilarity",
  {
    defaults: { axis: -1 },
    perExample: ({ yTrue, yPred, options: { axis } }) => cosines("cosineSimilarity", yTrue, yPred, axis),
  },
);

/** Deviations from the mean along an axis, and the mean. */
function centered(x: Value, axis: number): { readonly center: Value; readonly deviations: Value } {
  const center = mean(x, { axis, keepdims: true });
  return { center, deviations: subtract(x, center) };
}
const variance = (deviations: Value, axis: number): Value => mean(square(deviations), { axis });

/**
 * Mean over all examples of Pearson's `r = cov(y, ŷ) / (σ_y σ_ŷ)` along `axis`.
 *
 * Throws  `shape_mismatch`, `axis_out_of_range`.
 * Source  Keras 3 `metrics.PearsonCorrelation`.
 *
 * @example metrics.pearsonCorrelation({ axis: 0 })
 */
export const pearsonCorrelation: (options?: AxisOptions) => Metric = defineMeanMetric<AxisOptions>(
  "pearsonCorrelation",
  {
    defaults: { axis: -1 },
    perExample: ({ yTrue, yPred, options: { axis } }) => {
      const { deviations: y } = centered(matchTargets("pearsonCorrelation", yTrue, yPred), axis);
      const { deviations: p } = centered(yPred, axis);
      return divide(
        mean(multiply(y, p), { axis }),
        multiply(sqrt(variance(y, axis)), sqrt(variance(p, axis))),
      );
    },
  },
);

/**
 * Mean over all examples of Lin's concordance `2 cov(y, ŷ) / (σ_y² + σ_ŷ² + (ȳ − ŷ̄)² + 1e-7)` along `axis`: as Pearson's r,
 * but other means or scales count against it.
 *
 * Throws  `shape_mismatch`, `axis_out_of_range`.
 * Source  Keras 3 `metrics.ConcordanceCorrelation`; Lin 1989.
 *
 * @example metrics.concordanceCorrelation({ axis: 0 })
 */
export const concordanceCorrelation: (options?: AxisOptions) => Metric = defineMeanMetric<AxisOptions>(
  "concordanceCorrelation",
  {
    defaults: { axis: -1 },
    perExample: ({ yTrue, yPred, options: { axis } }) => {
      const y = centered(matchTargets("concordanceCorrelation", yTrue, yPred), axis);
      const p = centered(yPred, axis);
      const covariance = mean(multiply(y.deviations, p.deviations), { axis });
      const shift = mean(square(subtract(y.center, p.center)), { axis });
      const spread = add(variance(y.deviations, axis), variance(p.deviations, axis));
      return divide(multiply(covariance, 2), add(add(spread, shift), epsilon));
    },
  },
);
