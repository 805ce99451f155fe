import { defineMetric } from "../define-metric.js";
import { type Metric, type MetricOptions, share } from "../metric.js";
import { checkNumber, checkPositiveInteger, checkWholeNumber } from "../options.js";
import { numbers } from "./numbers.js";
import {
  type ConfusionCounts,
  type CountingOptions,
  countingStates,
  countLevels,
  countsOf,
} from "./threshold-counts.js";
import { evenThresholds } from "./thresholds.js";

export interface OperatingPointOptions extends MetricOptions {
  /** How many thresholds from 0 to 1 are tried. */
  readonly numThresholds?: number;
  /** Of this class alone. */
  readonly classId?: number | null;
}
export interface SensitivityAtSpecificityOptions extends OperatingPointOptions {
  /** The least specificity. */
  readonly specificity: number;
}
export interface SpecificityAtSensitivityOptions extends OperatingPointOptions {
  /** The least sensitivity. */
  readonly sensitivity: number;
}
export interface PrecisionAtRecallOptions extends OperatingPointOptions {
  /** The least recall. */
  readonly recall: number;
}
export interface RecallAtPrecisionOptions extends OperatingPointOptions {
  /** The least precision. */
  readonly precision: number;
}

type Rate = (counts: ConfusionCounts, k: number) => number;

const rates = {
  sensitivity: ({ truePositives: tp, falseNegatives: fn }, k) => share(tp[k], tp[k] + fn[k]),
  specificity: ({ trueNegatives: tn, falsePositives: fp }, k) => share(tn[k], tn[k] + fp[k]),
  recall: ({ truePositives: tp, falseNegatives: fn }, k) => share(tp[k], tp[k] + fn[k]),
  precision: ({ truePositives: tp, falsePositives: fp }, k) => share(tp[k], tp[k] + fp[k]),
} satisfies Record<string, Rate>;

const counting = ({ numThresholds, classId }: Required<OperatingPointOptions>): CountingOptions => ({
  thresholds: evenThresholds(numThresholds),
  classId,
});

/** The best of one rate over the thresholds at which another is at least as wanted. */
/* @__NO_SIDE_EFFECTS__ */
function bestAt<K extends keyof typeof rates, O extends OperatingPointOptions & Record<K, number>>(
  kind: string,
  best: keyof typeof rates,
  least: K,
): (options: O) => Metric {
  const curves = (states: Parameters<Metric["result"]>[0]): Record<"best" | "least", number[]> => {
    const counts = countsOf(states);
    const of = (rate: Rate): number[] => counts.truePositives.map((_, k) => rate(counts, k));
    return { best: of(rates[best]), least: of(rates[least]) };
  };
  const defaults: Partial<OperatingPointOptions> = { numThresholds: 200, classId: null };
  return defineMetric<O>(kind, {
    defaults: defaults as Partial<O>, // O has these and the required one
    required: [least],
    check: (options, where) => {
      checkNumber(where, least, options[least], 0, 1);
      checkPositiveInteger(where, "numThresholds", options.numThresholds);
      if (options.classId !== null) checkWholeNumber(where, "classId", options.classId);
    },
    states: (options) => countingStates(counting(options)),
    update: ({ where, options, ...context }) => countLevels(where, context, counting(options)),
    result: (states, options) => {
      const found = curves(states);
      return found.best.reduce(
        (top, value, k) => (found.least[k] >= options[least] ? Math.max(top, value) : top),
        0,
      );
    },
    report: (states, options) => {
      const found = curves(states);
      const thresholds = numbers(evenThresholds(options.numThresholds as number).values);
      return { thresholds, [best]: numbers(found.best), [least]: numbers(found.least) };
    },
  });
}

/**
 * The largest sensitivity, `TP / (TP + FN)`, at any threshold where the specificity, `TN / (TN + FP)`, is at least as
 * given; 0 where it is at none. Its report has both at every threshold.
 *
 * Throws  `invalid_option`, `missing_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.SensitivityAtSpecificity`.
 *
 * @example metrics.sensitivityAtSpecificity({ specificity: 0.95 })
 */
export const sensitivityAtSpecificity: (options: SensitivityAtSpecificityOptions) => Metric = bestAt(
  "sensitivityAtSpecificity",
  "sensitivity",
  "specificity",
);

/**
 * The largest specificity, `TN / (TN + FP)`, at any threshold where the sensitivity, `TP / (TP + FN)`, is at least as
 * given; 0 where it is at none. Its report has both at every threshold.
 *
 * Throws  `invalid_option`, `missing_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.SpecificityAtSensitivity`.
 *
 * @example metrics.specificityAtSensitivity({ sensitivity: 0.95 })
 */
export const specificityAtSensitivity: (options: SpecificityAtSensitivityOptions) => Metric = bestAt(
  "specificityAtSensitivity",
  "specificity",
  "sensitivity",
);

/**
 * The largest precision, `TP / (TP + FP)`, at any threshold where the recall, `TP / (TP + FN)`, is at least as given; 0
 * where it is at none. Its report has both at every threshold.
 *
 * Throws  `invalid_option`, `missing_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.PrecisionAtRecall`.
 *
 * @example metrics.precisionAtRecall({ recall: 0.8 })
 */
export const precisionAtRecall: (options: PrecisionAtRecallOptions) => Metric = bestAt(
  "precisionAtRecall",
  "precision",
  "recall",
);

/**
 * The largest recall, `TP / (TP + FN)`, at any threshold where the precision, `TP / (TP + FP)`, is at least as given; 0
 * where it is at none. Its report has both at every threshold.
 *
 * Throws  `invalid_option`, `missing_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.RecallAtPrecision`.
 *
 * @example metrics.recallAtPrecision({ precision: 0.8 })
 */
export const recallAtPrecision: (options: RecallAtPrecisionOptions) => Metric = bestAt(
  "recallAtPrecision",
  "recall",
  "precision",
);
