import { NeurogradError } from "../../core/errors.js";
import { sigmoid } from "../../core/ops/index.js";
import { formatShape, type Shape } from "../../core/size.js";
import { defineMetric } from "../define-metric.js";
import { type Metric, type MetricOptions, type MetricStates, share } from "../metric.js";
import { checkOneOf, checkPositiveInteger } from "../options.js";
import { numbers, sumOf } from "./numbers.js";
import {
  type ConfusionCounts,
  type CountingOptions,
  countingStates,
  countLevels,
  countsOf,
} from "./threshold-counts.js";
import { checkThresholds, type Thresholds, thresholdsWithMargins } from "./thresholds.js";

export interface AucOptions extends MetricOptions {
  /** How many thresholds stand for the curve. */
  readonly numThresholds?: number;
  /** Of recall over false positives, of precision over recall, or of their gains. */
  readonly curve?: "ROC" | "PR" | "PRGAIN";
  /** The height between two thresholds: their mean (for PR, Davis and Goadrich's curve), the lesser or the larger. */
  readonly summationMethod?: "interpolation" | "minoring" | "majoring";
  /** Thresholds of one's own, within (0, 1), instead of evenly spaced ones. */
  readonly thresholds?: readonly number[] | null;
  /** A curve for each label, of which the mean is taken. */
  readonly multiLabel?: boolean;
  /** How many labels there are; by default as many as predictions. */
  readonly numLabels?: number | null;
  /** How much each label counts. */
  readonly labelWeights?: readonly number[] | null;
  /** Predictions are logits. */
  readonly fromLogits?: boolean;
}

const thresholdsFor = ({ numThresholds, thresholds }: Required<AucOptions>): Thresholds =>
  thresholdsWithMargins(numThresholds, thresholds);

const counting = (options: Required<AucOptions>, labels: number | null): CountingOptions => ({
  thresholds: thresholdsFor(options),
  labels,
  labelWeights: options.labelWeights,
});

/** Points of the curve, from the lowest threshold, where everything counts as 1, to the highest. */
function curvePoints(
  { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn }: ConfusionCounts,
  curve: Required<AucOptions>["curve"],
): { x: number[]; y: number[] } {
  const each = (f: (k: number) => number): number[] => tp.map((_, k) => f(k));
  const recall = each((k) => share(tp[k], tp[k] + fn[k]));
  if (curve === "ROC") return { x: each((k) => share(fp[k], fp[k] + tn[k])), y: recall };
  if (curve === "PR") return { x: recall, y: each((k) => share(tp[k], tp[k] + fp[k])) };
  const odds = (k: number): number => share(tp[k] + fn[k], tn[k] + fp[k]);
  return {
    x: each((k) => (tp[k] === 0 ? 0 : Math.max(1 - (odds(k) * fn[k]) / tp[k], 0))),
    y: each((k) => (tp[k] === 0 ? 1 : 1 - (odds(k) * fp[k]) / tp[k])),
  };
}

const heights = {
  interpolation: (a: number, b: number) => (a + b) / 2,
  minoring: Math.min,
  majoring: Math.max,
};

function area(counts: ConfusionCounts, { curve, summationMethod }: Required<AucOptions>): number {
  if (curve === "PR" && summationMethod === "interpolation") return interpolatedPrecision(counts);
  const { x, y } = curvePoints(counts, curve);
  return sumOf(x.slice(1).map((next, k) => (x[k] - next) * heights[summationMethod](y[k], y[k + 1])));
}

/**
 * Between two thresholds true positives grow with the positives said, TP = a P + b, so that the area is
 * `a (ΔTP + b ln(P₀ / P₁)) / (TP + FN)`.
 */
function interpolatedPrecision({
  truePositives: tp,
  falsePositives: fp,
  falseNegatives: fn,
}: ConfusionCounts): number {
  const said = tp.map((n, k) => n + fp[k]);
  return sumOf(
    tp.slice(1).map((next, k) => {
      const [p0, p1] = [said[k], said[k + 1]];
      const gained = tp[k] - next;
      const slope = share(gained, Math.max(p0 - p1, 0));
      const intercept = next - slope * p1;
      const ratio = p0 > 0 && p1 > 0 ? p0 / p1 : 1;
      return share(slope * (gained + intercept * Math.log(ratio)), Math.max(next + fn[k + 1], 0));
    }),
  );
}

/** The area under the curve of each label, or of all together. */
function areas(states: MetricStates, options: Required<AucOptions>): number[] {
  const labels = options.multiLabel ? states.positives.shape[1] : 1;
  return Array.from({ length: labels }, (_, label) => area(countsOf(states, label, labels), options));
}

/**
 * The area under a curve over the thresholds: `ROC`, recall `TP / (TP + FN)` over false-positive rate `FP / (FP + TN)`,
 * is the chance that a 1 gets a higher prediction than a 0; `PR` is precision `TP / (TP + FP)` over recall; `PRGAIN` is
 * that of `1 − odds · FP / TP` over `1 − odds · FN / TP`. Its report has the areas by label, and the points of the curve.
 *
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `metrics.AUC`; Davis and Goadrich 2006; Flach and Kull 2015.
 *
 * @example metrics.auc({ curve: "PR" })
 */
export const auc: (options?: AucOptions) => Metric = defineMetric<AucOptions>("auc", {
  defaults: {
    numThresholds: 200,
    curve: "ROC",
    summationMethod: "interpolation",
    thresholds: null,
    multiLabel: false,
    numLabels: null,
    labelWeights: null,
    fromLogits: false,
  },
  check: ({ numThresholds, curve, summationMethod, thresholds, multiLabel, numLabels }, where) => {
    checkAtLeastTwo(where, numThresholds);
    checkOneOf(where, "curve", curve, ["ROC", "PR", "PRGAIN"]);
    checkOneOf(where, "summationMethod", summationMethod, ["interpolation", "minoring", "majoring"]);
    checkThresholds(where, thresholds);
    if (numLabels === null) return;
    checkPositiveInteger(where, "numLabels", numLabels);
    if (!multiLabel)
      throw new NeurogradError(
        "invalid_option",
        `${where}: numLabels is ${numLabels}; give multiLabel: true with it`,
      );
  },
  states: (options) => {
    if (!options.multiLabel) return countingStates(counting(options, null));
    if (options.numLabels !== null) return countingStates(counting(options, options.numLabels));
    return (shape) => countingStates(counting(options, labelsOf(shape)));
  },
  update: ({ where, options, ...context }) => {
    const yPred = options.fromLogits ? sigmoid(context.yPred) : context.yPred;
    const labels = options.multiLabel ? labelsOf(yPred.shape) : null;
    return countLevels(where, { ...context, yPred }, counting(options, labels));
  },
  result: (states, options) => {
    const found = areas(states, options);
    const weights = (options.multiLabel ? options.labelWeights : null) ?? found.map(() => 1);
    return share(sumOf(found.map((value, k) => value * weights[k])), sumOf([...weights]));
  },
  report: (states, options) => {
    const found = areas(states, options);
    const curves = found.map((_, label) => curvePoints(countsOf(states, label, found.length), options.curve));
    const points = (of: readonly number[][]) =>
      numbers(of.flat(), options.multiLabel ? [of.length, of[0].length] : [of[0].length]);
    return {
      auc: numbers(found),
      thresholds: numbers(thresholdsFor(options).values),
      x: points(curves.map(({ x }) => x)),
      y: points(curves.map(({ y }) => y)),
    };
  },
});

function checkAtLeastTwo(where: string, numThresholds: number): void {
  if (Number.isInteger(numThresholds) && numThresholds > 1) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: numThresholds is ${numThresholds}; use a whole number from 2`,
  );
}

function labelsOf(shape: Shape): number {
  const labels = shape[1];
  if (shape.length === 2 && typeof labels === "number") return labels;
  throw new NeurogradError(
    "shape_mismatch",
    `auc: predictions are ${formatShape(shape)}, not [batch, labels]; leave out multiLabel, or reshape the last layer's output`,
  );
}
