import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { argmax, cast, greaterEqual } from "../../core/ops/index.js";
import { defineMetric } from "../define-metric.js";
import { epsilon } from "../epsilon.js";
import { matchTargets } from "../losses/targets.js";
import type { Metric, MetricOptions, MetricStates } from "../metric.js";
import { checkNumber, checkPositiveInteger } from "../options.js";
import { countClasses } from "./class-matrix.js";
import { numbers, sumOf } from "./numbers.js";

export interface OneHotMeanIoUOptions extends MetricOptions {
  /** How many classes there are; places of others do not count. */
  readonly numClasses: number;
  /** Places actually of this class do not count. */
  readonly ignoreClass?: number | null;
  /** Predictions are class numbers, not one number per class along `axis`. */
  readonly sparseYPred?: boolean;
  /** The axis of classes of what is not class numbers. */
  readonly axis?: number;
}
export interface MeanIoUOptions extends OneHotMeanIoUOptions {
  /** Targets are class numbers, not one-hot along `axis`. */
  readonly sparseYTrue?: boolean;
}
export interface IoUOptions extends MeanIoUOptions {
  /** The classes whose mean is wanted. */
  readonly targetClassIds: readonly number[];
}
export interface OneHotIoUOptions extends OneHotMeanIoUOptions {
  /** The classes whose mean is wanted. */
  readonly targetClassIds: readonly number[];
}
export interface BinaryIoUOptions extends MetricOptions {
  /** The classes, of 0 and 1, whose mean is wanted. */
  readonly targetClassIds?: readonly number[];
  /** From which prediction on it counts as 1. */
  readonly threshold?: number;
}

/** What is true of all of these metrics. */
interface Kind<O extends MetricOptions> {
  readonly defaults: Partial<O>;
  readonly required?: readonly (keyof O & string)[];
  readonly classes: (options: Required<O>) => number;
  readonly targets: (options: Required<O>) => readonly number[];
  readonly ignored?: (options: Required<O>) => number | null;
  readonly check?: (options: Required<O>, where: string) => void;
  readonly pairs: (context: {
    readonly yTrue: Value;
    readonly yPred: Value;
    readonly options: Required<O>;
    readonly where: string;
  }) => { readonly actual: Value; readonly said: Value };
}

/** |A ∩ B| / |A ∪ B| by class; null of a class that neither is nor was said to be anywhere. */
function ratios(matrix: Float64Array, classes: number): (number | null)[] {
  const numbersTo = Array.from({ length: classes }, (_, k) => k);
  return numbersTo.map((k) => {
    const both = matrix[k * classes + k];
    const either = sumOf(numbersTo.map((j) => matrix[k * classes + j] + matrix[j * classes + k])) - both;
    return either > 1e-9 ? both / (either + epsilon) : null;
  });
}

/* @__NO_SIDE_EFFECTS__ */
function overUnion<O extends MetricOptions>(
  kind: string,
  { defaults, required = [], classes, targets, ignored, check, pairs }: Kind<O>,
): (options: O) => Metric {
  const byClass = (states: MetricStates, options: Required<O>): (number | null)[] =>
    ratios(states.matrix.toFloat64(), classes(options));
  return defineMetric<O>(kind, {
    defaults,
    required,
    check: (options, where) => {
      check?.(options, where);
      checkTargets(where, targets(options), classes(options));
    },
    states: (options) => ({ matrix: [classes(options) ** 2] }),
    update: ({ states, sampleWeight, ...context }) => {
      const count = classes(context.options);
      const ignore = ignored?.(context.options) ?? null;
      const matrix = countClasses(context.where, states.matrix, pairs(context), count, sampleWeight, ignore);
      return { matrix };
    },
    result: (states, options) => {
      const all = byClass(states, options);
      const found = targets(options).flatMap((k) => all[k] ?? []);
      return sumOf(found) / (found.length + epsilon);
    },
    report: (states, options) => ({
      [kind]: numbers(byClass(states, options).map((ratio) => ratio ?? 0)),
      matrix: numbers(states.matrix.toFloat64(), [classes(options), classes(options)]),
    }),
  });
}

function checkTargets(where: string, targets: readonly number[], classes: number): void {
  const wrong = targets.find((k) => !(Number.isInteger(k) && k >= 0 && k < classes));
  if (wrong === undefined && targets.length > 0) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: targetClassIds are ${JSON.stringify(targets)}; use class numbers from 0 to ${classes - 1}`,
  );
}

const whole = (x: Value): Value => cast(x, { dtype: "int64" });

/** Class numbers of what is given as such, or of the largest along the axis of classes. */
const classesOf = (x: Value, isSparse: boolean, axis: number): Value =>
  isSparse ? whole(x) : argmax(x, { axis });

const sparse = { ignoreClass: null, sparseYTrue: true, sparseYPred: true, axis: -1 };
const hot = { ignoreClass: null, sparseYPred: false, axis: -1 };

const common = {
  classes: ({ numClasses }: { readonly numClasses: number }) => numClasses,
  check: ({ numClasses }: { readonly numClasses: number }, where: string) =>
    checkPositiveInteger(where, "numClasses", numClasses),
  ignored: ({ ignoreClass }: { readonly ignoreClass: number | null }) => ignoreClass,
};
const all = ({ numClasses }: { readonly numClasses: number }): readonly number[] =>
  Array.from({ length: numClasses }, (_, k) => k);
const listed = ({ targetClassIds }: { readonly targetClassIds: readonly number[] }): readonly number[] =>
  targetClassIds;

const sparsePairs: Kind<MeanIoUOptions>["pairs"] = ({ yTrue, yPred, options }) => ({
  actual: classesOf(yTrue, options.sparseYTrue, options.axis),
  said: classesOf(yPred, options.sparseYPred, options.axis),
});
const hotPairs: Kind<OneHotMeanIoUOptions>["pairs"] = ({ yTrue, yPred, options }) => ({
  actual: classesOf(yTrue, false, options.axis),
  said: classesOf(yPred, options.sparseYPred, options.axis),
});

/**
 * Mean over the classes named of `|A ∩ B| / |A ∪ B|`, the intersection over union of the places that are of a class (A) and
 * those said to be (B). Classes that occur nowhere are left out. Its report has the ratio of every class, and the counts
 * by actual class (rows) and said class (columns).
 *
 * Throws  `invalid_option`, `missing_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.IoU`.
 *
 * @example metrics.iou({ numClasses: 3, targetClassIds: [0, 2], sparseYPred: false })
 */
export const iou: (options: IoUOptions) => Metric = overUnion<IoUOptions>("iou", {
  defaults: sparse,
  required: ["numClasses", "targetClassIds"],
  ...common,
  targets: listed,
  pairs: sparsePairs,
});

/**
 * Mean over all classes of the intersection over union, `|A ∩ B| / |A ∪ B|`. Classes that occur nowhere are left out. Its
 * report has the ratio of every class.
 *
 * Throws  `invalid_option`, `missing_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.MeanIoU`.
 *
 * @example metrics.meanIoU({ numClasses: 3, sparseYPred: false })
 */
export const meanIoU: (options: MeanIoUOptions) => Metric = overUnion<MeanIoUOptions>("meanIoU", {
  defaults: sparse,
  required: ["numClasses"],
  ...common,
  targets: all,
  pairs: sparsePairs,
});

/**
 * Intersection over union, `|A ∩ B| / |A ∪ B|`, of yes-or-no targets with predictions from `threshold` on: the mean over
 * the classes 0 and 1, or those named.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.BinaryIoU`.
 *
 * @example metrics.binaryIoU({ targetClassIds: [1] })
 */
export const binaryIoU: (options?: BinaryIoUOptions) => Metric = overUnion<BinaryIoUOptions>("binaryIoU", {
  defaults: { targetClassIds: [0, 1], threshold: 0.5 },
  classes: () => 2,
  targets: listed,
  check: ({ threshold }, where) => checkNumber(where, "threshold", threshold, 0, 1),
  pairs: ({ yTrue, yPred, options: { threshold }, where }) => ({
    actual: whole(matchTargets(where, yTrue, yPred)),
    said: whole(greaterEqual(yPred, threshold)),
  }),
}) as (options?: BinaryIoUOptions) => Metric; // no option is required

/**
 * Mean over the classes named of the intersection over union, `|A ∩ B| / |A ∪ B|`, for targets and predictions with one
 * number per class.
 *
 * Throws  `invalid_option`, `missing_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.OneHotIoU`.
 *
 * @example metrics.oneHotIoU({ numClasses: 3, targetClassIds: [1] })
 */
export const oneHotIoU: (options: OneHotIoUOptions) => Metric = overUnion<OneHotIoUOptions>("oneHotIoU", {
  defaults: hot,
  required: ["numClasses", "targetClassIds"],
  ...common,
  targets: listed,
  pairs: hotPairs,
});

/**
 * Mean over all classes of the intersection over union, `|A ∩ B| / |A ∪ B|`, for targets and predictions with one number
 * per class.
 *
 * Throws  `invalid_option`, `missing_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.OneHotMeanIoU`.
 *
 * @example metrics.oneHotMeanIoU({ numClasses: 3 })
 */
export const oneHotMeanIoU: (options: OneHotMeanIoUOptions) => Metric = overUnion<OneHotMeanIoUOptions>(
  "oneHotMeanIoU",
  { defaults: hot, required: ["numClasses"], ...common, targets: all, pairs: hotPairs },
);
