import { defineMetric } from "../define-metric.js";
import { type Metric, type MetricOptions, type MetricReport, type MetricStates, share } from "../metric.js";
import { checkPositiveInteger, checkWholeNumber } from "../options.js";
import { meanOf, numbers } from "./numbers.js";
import {
  type ConfusionCounts,
  type CountingOptions,
  countingStates,
  countLevels,
  countsOf,
} from "./threshold-counts.js";
import { checkThresholds, thresholdsOf } from "./thresholds.js";

export interface ThresholdOptions extends MetricOptions {
  /** What a prediction is to exceed to count as 1; several give as many results. Default null: 0.5. */
  readonly thresholds?: number | readonly number[] | null;
}
export interface PrecisionOptions extends ThresholdOptions {
  /** Of each example only the k largest predictions count as 1; without thresholds, whatever their value. */
  readonly topK?: number | null;
  /** Of this class alone. */
  readonly classId?: number | null;
}

type Ratio = (counts: ConfusionCounts, k: number) => number;

function counting({ thresholds = null, topK = null, classId = null }: PrecisionOptions): CountingOptions {
  if (thresholds === null && topK !== null) return { thresholds: null, topK, classId };
  return { thresholds: thresholdsOf([thresholds ?? 0.5].flat()), topK, classId };
}

/** One number per threshold, in the order given. */
function valuesOf(of: Ratio, states: MetricStates, options: PrecisionOptions): number[] {
  const counts = countsOf(states);
  const values = counts.truePositives.map((_, k) => of(counts, k));
  const sorted = counting(options).thresholds?.values;
  const given = [options.thresholds ?? sorted ?? []].flat();
  return sorted === undefined ? values : given.map((threshold) => values[sorted.indexOf(threshold)]);
}

/** A metric made of the counts at each threshold. With several, the number in logs is their mean. */
/* @__NO_SIDE_EFFECTS__ */
function atThresholds(
  kind: string,
  defaults: PrecisionOptions,
  of: Ratio,
): (options?: PrecisionOptions) => Metric {
  return defineMetric<PrecisionOptions>(kind, {
    defaults,
    check: ({ thresholds = null, topK = null, classId = null }, where) => {
      checkThresholds(where, thresholds);
      if (topK !== null) checkPositiveInteger(where, "topK", topK);
      if (classId !== null) checkWholeNumber(where, "classId", classId);
    },
    states: (options) => countingStates(counting(options)),
    update: ({ where, options, ...context }) => countLevels(where, context, counting(options)),
    result: (states, options) => meanOf(valuesOf(of, states, options)),
    report: (states, options): MetricReport => {
      const values = valuesOf(of, states, options);
      const thresholds = counting(options).thresholds === null ? [] : [options.thresholds ?? 0.5].flat();
      return { thresholds: numbers(thresholds), [kind]: numbers(values) };
    },
  });
}

/**
 * `TP / (TP + FP)`: of what was said to be 1, the share that is; 0 where nothing was. Its report has one value per
 * threshold.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.Precision`.
 *
 * @example metrics.precision({ thresholds: [0.3, 0.5, 0.7] })
 */
export const precision: (options?: PrecisionOptions) => Metric = atThresholds(
  "precision",
  { thresholds: null, topK: null, classId: null },
  ({ truePositives: tp, falsePositives: fp }, k) => share(tp[k], tp[k] + fp[k]),
);

/**
 * `TP / (TP + FN)`: of what is 1, the share that was found; 0 where there is none. Its report has one value per threshold.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.Recall`.
 *
 * @example metrics.recall({ topK: 5 })
 */
export const recall: (options?: PrecisionOptions) => Metric = atThresholds(
  "recall",
  { thresholds: null, topK: null, classId: null },
  ({ truePositives: tp, falseNegatives: fn }, k) => share(tp[k], tp[k] + fn[k]),
);

/**
 * How many places are 1 and were said to be 1; with sample weights, their sum. Its report has one value per threshold.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.TruePositives`.
 *
 * @example metrics.truePositives({ thresholds: 0.8 })
 */
export const truePositives: (options?: ThresholdOptions) => Metric = atThresholds(
  "truePositives",
  { thresholds: null },
  (counts, k) => counts.truePositives[k],
);

/**
 * How many places are 0 and were said to be 1; with sample weights, their sum. Its report has one value per threshold.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.FalsePositives`.
 *
 * @example metrics.falsePositives()
 */
export const falsePositives: (options?: ThresholdOptions) => Metric = atThresholds(
  "falsePositives",
  { thresholds: null },
  (counts, k) => counts.falsePositives[k],
);

/**
 * How many places are 0 and were said to be 0; with sample weights, their sum. Its report has one value per threshold.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.TrueNegatives`.
 *
 * @example metrics.trueNegatives()
 */
export const trueNegatives: (options?: ThresholdOptions) => Metric = atThresholds(
  "trueNegatives",
  { thresholds: null },
  (counts, k) => counts.trueNegatives[k],
);

/**
 * How many places are 1 and were said to be 0; with sample weights, their sum. Its report has one value per threshold.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.FalseNegatives`.
 *
 * @example metrics.falseNegatives()
 */
export const falseNegatives: (options?: ThresholdOptions) => Metric = atThresholds(
  "falseNegatives",
  { thresholds: null },
  (counts, k) => counts.falseNegatives[k],
);
