import { defineMetric } from "../define-metric.js";
import { type Metric, type MetricOptions, share } from "../metric.js";
import { checkNumber } from "../options.js";
import { countClasses } from "./class-matrix.js";
import { classCount, classPairs } from "./class-numbers.js";
import { numbers, sumOf } from "./numbers.js";
import { perClass } from "./per-class.js";

export interface ConfusionMatrixOptions extends MetricOptions {
  /** Where there is one prediction: what it is to exceed to be of class 1. */
  readonly threshold?: number;
}

/**
 * How often examples of one class (rows) were said to be of another (columns). The number in logs is the accuracy,
 * `trace / sum`; the report has the `matrix`, and of each class `precision`, `recall`, `f1Score` and `support`.
 *
 * Shape   targets class numbers [batch, ...] or one per class; predictions [batch, ..., classes] or [batch, ..., 1].
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Stehman 1997. Keras has it for its IoU alone.
 *
 * @example
 * net.compile({ loss: "binaryCrossentropy", metrics: [metrics.confusionMatrix()] });
 * await net.evaluate(xTest, yTest);
 * net.reports.confusionMatrix.matrix;                             // Tensor [2, 2]
 */
export const confusionMatrix: (options?: ConfusionMatrixOptions) => Metric =
  defineMetric<ConfusionMatrixOptions>("confusionMatrix", {
    defaults: { threshold: 0.5 },
    check: ({ threshold }, where) => checkNumber(where, "threshold", threshold),
    states: () => (shape) => ({ matrix: [classCount(shape.at(-1)) ** 2] }),
    update: ({ yTrue, yPred, states, sampleWeight, options, where }) => {
      const pairs = classPairs(where, yTrue, yPred, options.threshold);
      const classes = classCount(yPred.shape.at(-1));
      return { matrix: countClasses(where, states.matrix, pairs, classes, sampleWeight) };
    },
    result: (states) => {
      const matrix = [...states.matrix.toFloat64()];
      const classes = Math.sqrt(matrix.length);
      return share(sumOf(matrix.filter((_, i) => i % (classes + 1) === 0)), sumOf(matrix));
    },
    report: (states) => {
      const matrix = states.matrix.toFloat64();
      const classes = Math.sqrt(matrix.length);
      const { precision, recall, f1Score, support } = perClass(matrix, classes);
      return {
        matrix: numbers(matrix, [classes, classes]),
        precision: numbers(precision),
        recall: numbers(recall),
        f1Score: numbers(f1Score),
        support: numbers(support),
      };
    },
  });
