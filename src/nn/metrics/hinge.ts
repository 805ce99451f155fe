import {
  categoricalHinge as categoricalLoss,
  hinge as hingeLoss,
  squaredHinge as squaredLoss,
} from "../losses/hinge.js";
import type { Metric, MetricOptions } from "../metric.js";
import { meanOfLoss } from "./loss-metric.js";

/**
 * Mean of `max(1 − y ŷ, 0)` over all examples, for targets −1 and 1 (a batch of 0 and 1 is taken as such).
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `metrics.Hinge`.
 *
 * @example metrics.hinge()
 */
export const hinge: (options?: MetricOptions) => Metric = meanOfLoss("hinge", hingeLoss, {});

/**
 * Mean of `max(1 − y ŷ, 0)²` over all examples, for targets −1 and 1 (a batch of 0 and 1 is taken as such).
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `metrics.SquaredHinge`.
 *
 * @example metrics.squaredHinge()
 */
export const squaredHinge: (options?: MetricOptions) => Metric = meanOfLoss("squaredHinge", squaredLoss, {});

/**
 * Mean of `max(0, 1 + max((1 − y) ŷ) − Σ y ŷ)` over all examples, for one-hot y.
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `metrics.CategoricalHinge`.
 *
 * @example metrics.categoricalHinge()
 */
export const categoricalHinge: (options?: MetricOptions) => Metric = meanOfLoss(
  "categoricalHinge",
  categoricalLoss,
  {},
);
