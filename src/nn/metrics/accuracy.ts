import type { Value } from "../../core/graph.js";
import { argmax, cast, equal, greater, mean } from "../../core/ops/index.js";
import { classTargets, matchTargets } from "../losses/targets.js";
import { defineMeanMetric, type Metric, type MetricOptions } from "../metric.js";
import { checkNumber } from "../options.js";

export interface BinaryAccuracyOptions extends MetricOptions {
  /** Predictions above it count as 1. */
  readonly threshold?: number;
}

const hits = (isRight: Value): Value => cast(isRight, { dtype: "float32" });

function binary(where: string, yTrue: Value, yPred: Value, threshold: number): Value {
  const said = cast(greater(yPred, threshold), { dtype: yPred.dtype });
  return mean(hits(equal(matchTargets(where, yTrue, yPred), said)), { axis: -1 });
}

const categorical = (where: string, yTrue: Value, yPred: Value): Value =>
  hits(equal(argmax(matchTargets(where, yTrue, yPred)), argmax(yPred)));

const sparse = (where: string, yTrue: Value, yPred: Value): Value =>
  hits(equal(classTargets(where, yTrue, yPred), argmax(yPred)));

/**
 * Share of predictions on the right side of `threshold`.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.BinaryAccuracy`.
 *
 * @example metrics.binaryAccuracy({ threshold: 0.7 })
 */
export const binaryAccuracy: (options?: BinaryAccuracyOptions) => Metric =
  defineMeanMetric<BinaryAccuracyOptions>("binaryAccuracy", {
    defaults: { threshold: 0.5 },
    check: ({ threshold }, where) => checkNumber(where, "threshold", threshold, 0, 1),
    perExample: ({ yTrue, yPred, options }) => binary("binaryAccuracy", yTrue, yPred, options.threshold),
  });

/**
 * Share of examples whose largest prediction stands where the largest target stands.
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `metrics.CategoricalAccuracy`.
 *
 * @example metrics.categoricalAccuracy()
 */
export const categoricalAccuracy: (options?: MetricOptions) => Metric = defineMeanMetric(
  "categoricalAccuracy",
  {
    defaults: {},
    perExample: ({ yTrue, yPred }) => categorical("categoricalAccuracy", yTrue, yPred),
  },
);

/**
 * Share of examples whose largest prediction is that of the target class.
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `metrics.SparseCategoricalAccuracy`.
 *
 * @example metrics.sparseCategoricalAccuracy()
 */
export const sparseCategoricalAccuracy: (options?: MetricOptions) => Metric = defineMeanMetric(
  "sparseCategoricalAccuracy",
  {
    defaults: {},
    perExample: ({ yTrue, yPred }) => sparse("sparseCategoricalAccuracy", yTrue, yPred),
  },
);

/**
 * Accuracy as the shapes tell: binary where predictions have one number on the last axis, sparse where targets have
 * no axis of classes (or one of size 1), else categorical.
 *
 * Throws  `shape_mismatch`.
 * Source  Keras 3, what `metrics=["accuracy"]` resolves to.
 *
 * @example net.compile({ loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
 */
export const accuracy: (options?: MetricOptions) => Metric = defineMeanMetric("accuracy", {
  defaults: {},
  perExample: ({ yTrue, yPred }) => {
    if (yPred.shape.at(-1) === 1) return binary("accuracy", yTrue, yPred, 0.5);
    const isSparse = yTrue.shape.length < yPred.shape.length || yTrue.shape.at(-1) === 1;
    return (isSparse ? sparse : categorical)("accuracy", yTrue, yPred);
  },
});
