import { constant } from "../../core/constant.js";
import type { Value } from "../../core/graph.js";
import { add, broadcastTo, cast, multiply, square, subtract, sum } from "../../core/ops/index.js";
import { sizeOf, tensor } from "../../core/tensor.js";
import { defineMetric } from "../define-metric.js";
import { matchTargets } from "../losses/targets.js";
import type { Metric, MetricOptions, MetricStates } from "../metric.js";
import { checkOneOf, checkWholeNumber } from "../options.js";
import { meanOf, numbers, sumOf } from "./numbers.js";
import { weightsOf } from "./sample-weights.js";

export interface R2ScoreOptions extends MetricOptions {
  /** Over the outputs: their mean, that by the variance of each, or null: a number for each in the report, their mean in logs. */
  readonly classAggregation?: "uniformAverage" | "varianceWeightedAverage" | null;
  /** How many inputs the model has, to adjust for them: `1 − (1 − R²)(n − 1) / (n − p − 1)`. */
  readonly numRegressors?: number;
}

/** `1 − Σ (y − ŷ)² / Σ (y − ȳ)²` of each output, with the divisors; 0 where y never varies. */
function byOutput(states: MetricStates): { scores: number[]; spreads: number[] } {
  const [total, squares, residual, count] = ["sum", "squaredSum", "residual", "count"].map((key) =>
    states[key].toFloat64(),
  );
  const spreads = [...total].map((s, k) => squares[k] - (s * s) / count[k]);
  const scores = spreads.map((spread, k) => 1 - residual[k] / spread);
  return { scores: scores.map((r) => (Math.abs(r) === Infinity ? 0 : r)), spreads };
}

function adjusted(r2: number, n: number, p: number): number {
  return p === 0 || p >= n - 1 ? r2 : 1 - ((1 - r2) * (n - 1)) / (n - p - 1);
}

/**
 * `R² = 1 − Σ (y − ŷ)² / Σ (y − ȳ)²`: the share of the variance of y that the predictions account for; 1 is best, 0 what
 * the mean ȳ of y would get. Its report has one number per output.
 *
 * Shape   targets and predictions [batch, outputs].
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `metrics.R2Score`.
 *
 * @example metrics.r2Score()
 */
export const r2Score: (options?: R2ScoreOptions) => Metric = defineMetric<R2ScoreOptions>("r2Score", {
  defaults: { classAggregation: "uniformAverage", numRegressors: 0 },
  check: ({ classAggregation, numRegressors }, where) => {
    checkOneOf(where, "classAggregation", classAggregation, [
      "uniformAverage",
      "varianceWeightedAverage",
      null,
    ]);
    checkWholeNumber(where, "numRegressors", numRegressors);
  },
  states: () => (shape) => {
    const outputs = [shape.at(-1) as number]; // units are a number
    return { sum: outputs, squaredSum: outputs, residual: outputs, count: outputs, numSamples: [] };
  },
  update: ({ yTrue, yPred, states, sampleWeight, where }) => {
    const [y, p] = [matchTargets(where, yTrue, yPred), yPred].map((x) => cast(x, { dtype: "float32" }));
    const weights = weightsOf(sampleWeight, y.shape);
    const axis = y.shape.map((_, k) => k).slice(0, -1); // all but the outputs
    const added = (key: string, x: Value): Value => add(states[key], sum(multiply(x, weights), { axis }));
    return {
      sum: added("sum", y),
      squaredSum: added("squaredSum", square(y)),
      residual: added("residual", square(subtract(y, p))),
      count: added("count", broadcastTo(constant(tensor(1)), { shape: y.shape })),
      numSamples: add(states.numSamples, sizeOf(y.shape as readonly number[])), // steps are built for numbers
    };
  },
  result: (states, { classAggregation, numRegressors }) => {
    const { scores, spreads } = byOutput(states);
    const r2 =
      classAggregation === "varianceWeightedAverage"
        ? sumOf(scores.map((score, k) => score * spreads[k])) / sumOf(spreads)
        : meanOf(scores);
    return adjusted(r2, states.numSamples.item(), numRegressors);
  },
  report: (states, { numRegressors }) => {
    const n = states.numSamples.item();
    return { r2Score: numbers(byOutput(states).scores.map((r2) => adjusted(r2, n, numRegressors))) };
  },
});
