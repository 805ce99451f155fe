import { equal, logicalNot, where } from "../../core/ops/index.js";
import {
  type BinaryCrossentropyOptions,
  binaryCrossentropy as binaryLoss,
} from "../losses/binary-crossentropy.js";
import {
  type CategoricalCrossentropyOptions,
  categoricalCrossentropy as categoricalLoss,
} from "../losses/categorical-crossentropy.js";
import { klDivergence as klLoss, poisson as poissonLoss } from "../losses/divergence.js";
import {
  type SparseCategoricalCrossentropyOptions,
  sparseCategoricalCrossentropy as sparseLoss,
} from "../losses/sparse-categorical-crossentropy.js";
import { classTargets } from "../losses/targets.js";
import { defineMeanMetric, type Metric, type MetricOptions } from "../metric.js";
import { meanOfLoss } from "./loss-metric.js";

/**
 * Mean of `−[y ln p + (1 − y) ln(1 − p)]` over all examples; where p is made by sigmoid, of its logits.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.BinaryCrossentropy`.
 *
 * @example metrics.binaryCrossentropy({ fromLogits: true })
 */
export const binaryCrossentropy: (
  options?: Omit<BinaryCrossentropyOptions, "axis"> & MetricOptions,
) => Metric = meanOfLoss<Omit<BinaryCrossentropyOptions, "axis">>("binaryCrossentropy", binaryLoss, {
  fromLogits: false,
  labelSmoothing: 0,
});

/**
 * Mean of `−Σ y ln p` over all examples, for targets that are one-hot or shares; where p is made by softmax, of its logits.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.CategoricalCrossentropy`.
 *
 * @example metrics.categoricalCrossentropy()
 */
export const categoricalCrossentropy: (options?: CategoricalCrossentropyOptions & MetricOptions) => Metric =
  meanOfLoss<CategoricalCrossentropyOptions>("categoricalCrossentropy", categoricalLoss, {
    fromLogits: false,
    labelSmoothing: 0,
    axis: -1,
  });

/**
 * Mean of `−ln p[class]` over all examples, for class numbers; where p is made by softmax, of its logits.
 * Targets that are `ignoreClass` do not count.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.SparseCategoricalCrossentropy`.
 *
 * @example metrics.sparseCategoricalCrossentropy()
 */
export const sparseCategoricalCrossentropy: (
  options?: SparseCategoricalCrossentropyOptions & MetricOptions,
) => Metric = defineMeanMetric<SparseCategoricalCrossentropyOptions & MetricOptions>(
  "sparseCategoricalCrossentropy",
  {
    defaults: { fromLogits: false, ignoreClass: null, axis: -1 },
    perExample: ({ yTrue, yPred, options: { fromLogits, ignoreClass, axis } }) => {
      const given = sparseLoss({ fromLogits, axis });
      if (ignoreClass === null) return given.perExample(yTrue, yPred);
      return given.perExample(where(equal(yTrue, ignoreClass), 0, yTrue), yPred);
    },
    counts: ({ yTrue, yPred, options: { ignoreClass, axis } }) =>
      ignoreClass === null
        ? undefined
        : logicalNot(equal(classTargets("sparseCategoricalCrossentropy", yTrue, yPred, axis), ignoreClass)),
  },
);

/**
 * Mean of `Σ y ln(y / ŷ)` over all examples.
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `metrics.KLDivergence`.
 *
 * @example metrics.klDivergence()
 */
export const klDivergence: (options?: MetricOptions) => Metric = meanOfLoss("klDivergence", klLoss, {});

/**
 * Mean of `ŷ − y ln(ŷ + 1e-7)` over all examples.
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `metrics.Poisson`.
 *
 * @example metrics.poisson()
 */
export const poisson: (options?: MetricOptions) => Metric = meanOfLoss("poisson", poissonLoss, {});
