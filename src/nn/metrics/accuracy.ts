import type { Value } from "../../core/graph.js";
import { argmax, cast, equal, greater, mean } from "../../core/ops/index.js";
import { classTargets, matchTargets } from "../losses/targets.js";
import { defineMeanMetric, type Metric, meanMetric } from "../metric.js";

const hits = (isRight: Value): Value => cast(isRight, { dtype: "float32" });

export interface BinaryAccuracyOptions {
  readonly threshold?: number;
}
/** Share of predictions on the right side of `threshold`. Source Keras 3 `metrics.BinaryAccuracy`. */
export const binaryAccuracy: (options?: BinaryAccuracyOptions & { readonly name?: string }) => Metric =
  defineMeanMetric<BinaryAccuracyOptions>("binaryAccuracy", {
    defaults: { threshold: 0.5 },
    name: "binaryAccuracy",
    perExample: ({ yTrue, yPred, options: { threshold } }) =>
      mean(hits(equal(matchTargets(yTrue, yPred), cast(greater(yPred, threshold), { dtype: yPred.dtype }))), {
        axis: -1,
      }),
  });

/** Share of examples whose largest prediction is the largest target. Source Keras 3 `metrics.CategoricalAccuracy`. */
export const categoricalAccuracy: (options?: { readonly name?: string }) => Metric = defineMeanMetric<object>(
  "categoricalAccuracy",
  {
    defaults: {},
    name: "categoricalAccuracy",
    perExample: ({ yTrue, yPred }) => hits(equal(argmax(cast(yTrue, { dtype: yPred.dtype })), argmax(yPred))),
  },
);

/** Share of examples whose largest prediction is the target class. Source Keras 3 `metrics.SparseCategoricalAccuracy`. */
export const sparseCategoricalAccuracy: (options?: { readonly name?: string }) => Metric =
  defineMeanMetric<object>("sparseCategoricalAccuracy", {
    defaults: {},
    name: "sparseCategoricalAccuracy",
    perExample: ({ yTrue, yPred }) => hits(equal(classTargets(yTrue, yPred), argmax(yPred))),
  });

/**
 * Accuracy as the shapes tell, as Keras 3 does for the name "accuracy": binary for one output per example, sparse
 * where targets have no axis of classes, else categorical.
 */
export const accuracy: (options?: { readonly name?: string }) => Metric = ({ name = "accuracy" } = {}) =>
  meanMetric("accuracy", name, {}, (yTrue, yPred) => {
    const perExample = resolve(yTrue, yPred);
    return perExample;
  });

function resolve(yTrue: Value, yPred: Value): Value {
  const isBinary = yPred.shape.at(-1) === 1;
  const isSparse = yTrue.shape.length < yPred.shape.length || yTrue.shape.at(-1) === 1;
  if (isBinary)
    return mean(hits(equal(matchTargets(yTrue, yPred), cast(greater(yPred, 0.5), { dtype: yPred.dtype }))), {
      axis: -1,
    });
  if (isSparse) return hits(equal(classTargets(yTrue, yPred), argmax(yPred)));
  return hits(equal(argmax(cast(yTrue, { dtype: yPred.dtype })), argmax(yPred)));
}
