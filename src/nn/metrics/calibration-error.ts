import { constant } from "../../core/constant.js";
import type { Value } from "../../core/graph.js";
import {
  broadcastTo,
  cast,
  ceil,
  equal,
  greater,
  max,
  maximum,
  minimum,
  multiply,
  reshape,
  scatterElementsAdd,
  subtract,
  where,
} from "../../core/ops/index.js";
import { tensor } from "../../core/tensor.js";
import { defineMetric } from "../define-metric.js";
import { type Metric, type MetricOptions, share } from "../metric.js";
import { checkPositiveInteger } from "../options.js";
import { classPairs } from "./class-numbers.js";
import { numbers, sumOf } from "./numbers.js";
import { weightsOf } from "./sample-weights.js";

export interface ExpectedCalibrationErrorOptions extends MetricOptions {
  /** Into how many bins of equal width confidences from 0 to 1 are sorted. */
  readonly numBins?: number;
}

/** The probability given to the class that is said: the largest; of one prediction p, that of p and 1 − p. */
function confidenceOf(p: Value): Value {
  if (p.shape.at(-1) !== 1) return max(p, { axis: -1 });
  const own = reshape(p, { shape: p.shape.slice(0, -1) });
  return maximum(own, subtract(1, own));
}

/**
 * `Σ_m |B_m| / n · |accuracy(B_m) − confidence(B_m)|`: how far the probability given to the class that is said is from how
 * often it is right, over bins B_m of examples with like confidence, `((m − 1) / M, m / M]`. Its report has of each bin the
 * `accuracy`, the mean `confidence` and the `count`: a reliability diagram.
 *
 * Shape   targets class numbers [batch, ...] or one per class; probabilities [batch, ..., classes] or [batch, ..., 1].
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Guo, Pleiss, Sun and Weinberger 2017, equation 3. Keras has none.
 *
 * @example metrics.expectedCalibrationError({ numBins: 10 })
 */
export const expectedCalibrationError: (options?: ExpectedCalibrationErrorOptions) => Metric =
  defineMetric<ExpectedCalibrationErrorOptions>("expectedCalibrationError", {
    defaults: { numBins: 15 },
    check: ({ numBins }, where) => checkPositiveInteger(where, "numBins", numBins),
    states: ({ numBins }) => ({ hits: [numBins], confidence: [numBins], count: [numBins] }),
    update: ({ yTrue, yPred, states, sampleWeight, options: { numBins }, where: whereTo }) => {
      const { actual, said } = classPairs(whereTo, yTrue, yPred, 0.5);
      const confidence = cast(confidenceOf(yPred), { dtype: "float32" });
      const step = subtract(ceil(multiply(confidence, numBins)), 1);
      const isInside = greater(step, 0); // a NaN goes to the first bin, as 0 does
      const bin = cast(where(isInside, minimum(step, numBins - 1), 0), { dtype: "int64" });
      const one = broadcastTo(constant(tensor(1)), { shape: actual.shape });
      const weights = multiply(one, weightsOf(sampleWeight, actual.shape));
      const isRight = cast(equal(actual, said), { dtype: "float32" });
      const row = (x: Value): Value => reshape(x, { shape: [-1] });
      const added = (to: Value, x: Value): Value =>
        scatterElementsAdd(to, row(bin), row(multiply(x, weights)));
      return {
        hits: added(states.hits, isRight),
        confidence: added(states.confidence, confidence),
        count: scatterElementsAdd(states.count, row(bin), row(weights)),
      };
    },
    result: ({ hits, confidence, count }) => {
      const [right, sure] = [hits, confidence].map((x) => x.toFloat64());
      return share(sumOf([...right].map((r, m) => Math.abs(r - sure[m]))), sumOf([...count.toFloat64()]));
    },
    report: ({ hits, confidence, count }) => {
      const n = count.toFloat64();
      const perExample = (x: Float64Array): number[] => [...x].map((total, m) => share(total, n[m]));
      return {
        accuracy: numbers(perExample(hits.toFloat64())),
        confidence: numbers(perExample(confidence.toFloat64())),
        count: numbers(n),
      };
    },
  });
