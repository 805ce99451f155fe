import type { Value } from "../../core/graph.js";
import {
  argmax,
  cast,
  equal,
  expandDims,
  greater,
  less,
  max,
  multiply,
  oneHot,
  slice,
  sum,
} from "../../core/ops/index.js";
import { classTargets, matchTargets } from "../losses/targets.js";
import { defineMeanMetric, type Metric, type MetricOptions } from "../metric.js";
import { checkPositiveInteger } from "../options.js";

export interface TopKOptions extends MetricOptions {
  /** Among how many of the largest predictions the right class is to be. */
  readonly k?: number;
}
export interface SparseTopKOptions extends TopKOptions {
  /** Predictions are class numbers, the best first. */
  readonly fromSortedIds?: boolean;
}

/** 1 where fewer than k predictions are larger than that of the class, so that ties count as right. */
function isAmongTop(classes: Value, p: Value, k: number): Value {
  const hot = oneHot(classes, { depth: p.shape.at(-1) as number }); // the classes of a classifier are a number
  const own = sum(multiply(hot, cast(p, { dtype: "float32" })), { axis: -1, keepdims: true });
  const larger = sum(cast(greater(cast(p, { dtype: "float32" }), own), { dtype: "float32" }), { axis: -1 });
  return cast(less(larger, k), { dtype: "float32" });
}

/**
 * Share of examples whose target class, the largest of one-hot targets, is among the k largest predictions; ties count as
 * right.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.TopKCategoricalAccuracy`.
 *
 * @example metrics.topKCategoricalAccuracy({ k: 3 })
 */
export const topKCategoricalAccuracy: (options?: TopKOptions) => Metric = defineMeanMetric<TopKOptions>(
  "topKCategoricalAccuracy",
  {
    defaults: { k: 5 },
    check: ({ k }, where) => checkPositiveInteger(where, "k", k),
    perExample: ({ yTrue, yPred, options: { k } }) =>
      isAmongTop(argmax(matchTargets("topKCategoricalAccuracy", yTrue, yPred)), yPred, k),
  },
);

/**
 * Share of examples whose target class, a number, is among the k largest predictions; ties count as right.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.SparseTopKCategoricalAccuracy`.
 *
 * @example metrics.sparseTopKCategoricalAccuracy({ k: 3 })
 */
export const sparseTopKCategoricalAccuracy: (options?: SparseTopKOptions) => Metric =
  defineMeanMetric<SparseTopKOptions>("sparseTopKCategoricalAccuracy", {
    defaults: { k: 5, fromSortedIds: false },
    check: ({ k }, where) => checkPositiveInteger(where, "k", k),
    perExample: ({ yTrue, yPred, options: { k, fromSortedIds } }) => {
      const classes = classTargets("sparseTopKCategoricalAccuracy", yTrue, yPred);
      if (!fromSortedIds) return isAmongTop(classes, yPred, k);
      const first = cast(slice(yPred, { starts: [0], ends: [k], axes: [-1] }), { dtype: "int64" });
      const isThere = equal(expandDims(classes, { axis: -1 }), first);
      return max(cast(isThere, { dtype: "float32" }), { axis: -1 });
    },
  });
