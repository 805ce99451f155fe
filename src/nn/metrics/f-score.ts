import type { Value } from "../../core/graph.js";
import {
  abs,
  add,
  cast,
  greater,
  greaterEqual,
  logicalAnd,
  max,
  multiply,
  subtract,
  sum,
} from "../../core/ops/index.js";
import { defineMetric } from "../define-metric.js";
import { epsilon } from "../epsilon.js";
import type { Metric, MetricOptions, MetricStates } from "../metric.js";
import { checkNumber, checkOneOf, checkPositive } from "../options.js";
import { hotTargets } from "./class-numbers.js";
import { meanOf, numbers, sumOf } from "./numbers.js";
import { weightsOf } from "./sample-weights.js";

export interface F1ScoreOptions extends MetricOptions {
  /**
   * Over the classes: `micro` counts all places together, `macro` is their mean, `weighted` that by how often each occurs;
   * null gives one number per class in the report and their mean in logs.
   */
  readonly average?: "micro" | "macro" | "weighted" | null;
  /** What a prediction is to exceed to count as 1; null: the largest of each example does. */
  readonly threshold?: number | null;
}
export interface FBetaScoreOptions extends F1ScoreOptions {
  /** How many times as much recall counts as precision. */
  readonly beta?: number;
}

const averages = ["micro", "macro", "weighted", null] as const;

/** 1 where a prediction counts as 1. The largest of an example does, unless it is 0. */
function saidOnes(p: Value, threshold: number | null): Value {
  if (threshold !== null) return cast(greater(p, threshold), { dtype: "float32" });
  const isLargest = greaterEqual(p, max(p, { axis: -1, keepdims: true }));
  return cast(logicalAnd(isLargest, greater(abs(p), 1e-9)), { dtype: "float32" });
}

/** F of each class, or with `micro` of all together. */
function scores(states: MetricStates, average: F1ScoreOptions["average"], beta: number): number[] {
  const of = (key: string): number[] => {
    const counts = [...states[key].toFloat64()];
    return average === "micro" ? [sumOf(counts)] : counts;
  };
  const [tp, fp, fn] = ["truePositives", "falsePositives", "falseNegatives"].map(of);
  return tp.map((hits, k) => {
    const precision = hits / (hits + fp[k] + epsilon);
    const recall = hits / (hits + fn[k] + epsilon);
    return ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall + epsilon);
  });
}

/* @__NO_SIDE_EFFECTS__ */
function fScore<O extends F1ScoreOptions>(
  kind: string,
  defaults: Partial<O>,
  betaOf: (options: Required<O>) => number,
): (options?: O) => Metric {
  return defineMetric<O>(kind, {
    defaults,
    check: (options, where) => {
      checkOneOf(where, "average", options.average ?? null, averages);
      if (options.threshold !== null) checkNumber(where, "threshold", options.threshold, 0, 1);
      checkPositive(where, "beta", betaOf(options));
    },
    states: () => (shape) => {
      const classes = [shape.at(-1) as number]; // of a classifier: a number
      return { truePositives: classes, falsePositives: classes, falseNegatives: classes };
    },
    update: ({ yTrue, yPred, states, sampleWeight, options, where }) => {
      const y = hotTargets(where, yTrue, yPred);
      const p = saidOnes(yPred, options.threshold ?? null);
      const weights = weightsOf(sampleWeight, y.shape);
      const axis = y.shape.map((_, k) => k).slice(0, -1); // all but the classes
      const added = (key: string, a: Value, b: Value): Value =>
        add(states[key], sum(multiply(multiply(a, b), weights), { axis }));
      return {
        truePositives: added("truePositives", p, y),
        falsePositives: added("falsePositives", p, subtract(1, y)),
        falseNegatives: added("falseNegatives", subtract(1, p), y),
      };
    },
    result: (states, options) => {
      const found = scores(states, options.average, betaOf(options));
      if (options.average !== "weighted") return meanOf(found);
      const [tp, fn] = [states.truePositives, states.falseNegatives].map((counts) => counts.toFloat64());
      const occurs = found.map((_, k) => tp[k] + fn[k]);
      return sumOf(found.map((score, k) => (score * occurs[k]) / (sumOf(occurs) + epsilon)));
    },
    report: (states, options) => ({ [kind]: numbers(scores(states, options.average, betaOf(options))) }),
  });
}

/**
 * `F_β = (1 + β²) · precision · recall / (β² precision + recall)` of each class, each division with 1e-7 added below. Its
 * report has one number per class; the number in logs is their mean, or as `average` says.
 *
 * Shape   targets one-hot or many-hot [batch, classes], or class numbers [batch]; predictions [batch, classes].
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `metrics.FBetaScore`; van Rijsbergen 1979.
 *
 * @example metrics.fBetaScore({ beta: 2, average: "macro" })
 */
export const fBetaScore: (options?: FBetaScoreOptions) => Metric = fScore<FBetaScoreOptions>(
  "fBetaScore",
  { average: null, beta: 1, threshold: null },
  ({ beta }) => beta,
);

/**
 * `F₁ = 2 · precision · recall / (precision + recall)` of each class, as `fBetaScore` with `beta: 1`.
 *
 * Shape   targets one-hot or many-hot [batch, classes], or class numbers [batch]; predictions [batch, classes].
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `metrics.F1Score`.
 *
 * @example metrics.f1Score({ average: "weighted" })
 */
export const f1Score: (options?: F1ScoreOptions) => Metric = fScore<F1ScoreOptions>(
  "f1Score",
  { average: null, threshold: null },
  () => 1,
);
