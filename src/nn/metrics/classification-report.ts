import { NeurogradError } from "../../core/errors.js";
import { sizeOf, type Tensor } from "../../core/tensor.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { checkOptionNames } from "../config.js";
import { share } from "../metric.js";
import { numbers, sumOf } from "./numbers.js";
import { perClass } from "./per-class.js";

export interface ClassificationReportOptions {
  /** Names of the classes, in order; their numbers by default. */
  readonly names?: readonly string[];
  /** Where predictions are one probability each: what it is to exceed to be of class 1. Default 0.5. */
  readonly threshold?: number;
}
export interface ClassificationRow {
  readonly name: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1Score: number;
  /** How many examples are of the class. */
  readonly support: number;
}
export interface ClassificationReport {
  readonly classes: readonly ClassificationRow[];
  readonly accuracy: number;
  /** Means over the classes. */
  readonly macroAverage: ClassificationRow;
  /** Means over the classes by their support. */
  readonly weightedAverage: ClassificationRow;
  /** Counts by actual class (rows) and said class (columns). */
  readonly matrix: Tensor;
  /** The table as text. */
  toString(): string;
}

/**
 * Of each class `precision = TP / (TP + FP)`, `recall = TP / (TP + FN)`, `f1Score = 2 TP / (2 TP + FP + FN)` and how many
 * there are, with their means; 0 / 0 is 0. As text it is a table.
 *
 * Shape   targets [n] or [n, 1] class numbers, or [n, classes]; predictions the same, or [n, 1] probabilities.
 * Throws  `shape_mismatch`, `label_out_of_range`, `unknown_name`.
 * Source  Sokolova and Lapalme 2009, table 3; the form is that of scikit-learn's `classification_report`.
 *
 * @example
 * const report = classificationReport(yTest, await net.predict(xTest));
 * report.classes[1].recall;
 * console.log(String(report));
 */
export function classificationReport(
  yTrue: ArrayInput,
  yPred: ArrayInput,
  options: ClassificationReportOptions = {},
): ClassificationReport {
  checkOptionNames("classificationReport", options, ["names", "threshold"]);
  const { names, threshold = 0.5 } = options;
  const [y, p] = [
    inputTensor("classificationReport: yTrue", yTrue),
    inputTensor("classificationReport: yPred", yPred),
  ];
  const [actual, said] = [classesOf(y, threshold), classesOf(p, threshold)];
  if (actual.length !== said.length) {
    throw new NeurogradError(
      "shape_mismatch",
      `classificationReport: targets are [${y.shape.join(", ")}], predictions [${p.shape.join(", ")}]; give one of each for every example`,
    );
  }
  const classes = names?.length ?? Math.max(columnsOf(y), columnsOf(p), 1 + largest([...actual, ...said]));
  const counts = new Float64Array(classes * classes);
  for (const [i, k] of actual.entries()) {
    checkClass(k, i, classes);
    checkClass(said[i], i, classes);
    counts[k * classes + said[i]]++;
  }
  return reportOf(counts, names ?? Array.from({ length: classes }, (_, k) => String(k)));
}

const columnsOf = ({ shape }: Tensor): number => (shape.length === 2 && shape[1] > 1 ? shape[1] : 0);

const largest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -1);

/** Class numbers: given so, or where the largest of a row stands, or by a threshold. */
function classesOf(x: Tensor, threshold: number): number[] {
  const data = x.toFloat64();
  const columns = columnsOf(x);
  if (columns > 0) {
    return Array.from({ length: x.shape[0] }, (_, i) => {
      const row = data.subarray(i * columns, (i + 1) * columns);
      return row.indexOf(row.reduce((a, b) => Math.max(a, b), -Infinity));
    });
  }
  if (sizeOf(x.shape) !== (x.shape[0] ?? 0)) {
    throw new NeurogradError(
      "shape_mismatch",
      `classificationReport: got an array [${x.shape.join(", ")}]; give [n] class numbers, or [n, classes]`,
    );
  }
  const areClasses = data.every(Number.isInteger);
  return [...data].map((value) => (areClasses ? value : Number(value > threshold)));
}

function checkClass(k: number, i: number, classes: number): void {
  if (k >= 0 && k < classes) return;
  throw new NeurogradError(
    "label_out_of_range",
    `classificationReport: class ${k} of example ${i} is outside the ${classes} classes 0 to ${classes - 1}; check the labels, or give as many names`,
  );
}

function reportOf(counts: Float64Array, names: readonly string[]): ClassificationReport {
  const { precision, recall, f1Score, support } = perClass(counts, names.length);
  const total = sumOf(support);
  const classes = names.map(
    (name, k): ClassificationRow => ({
      name,
      precision: precision[k],
      recall: recall[k],
      f1Score: f1Score[k],
      support: support[k],
    }),
  );
  const averageOf = (name: string, weights: readonly number[]): ClassificationRow => {
    const mean = (values: readonly number[]): number =>
      share(sumOf(values.map((value, k) => value * weights[k])), sumOf(weights));
    return { name, precision: mean(precision), recall: mean(recall), f1Score: mean(f1Score), support: total };
  };
  const accuracy = share(sumOf(names.map((_, k) => counts[k * (names.length + 1)])), total);
  const macroAverage = averageOf(
    "macro average",
    names.map(() => 1),
  );
  const weightedAverage = averageOf("weighted average", support);
  return {
    classes,
    accuracy,
    macroAverage,
    weightedAverage,
    matrix: numbers(counts, [names.length, names.length]),
    toString: () => table(classes, accuracy, [macroAverage, weightedAverage]),
  };
}

function table(
  classes: readonly ClassificationRow[],
  accuracy: number,
  averages: readonly ClassificationRow[],
): string {
  const first = Math.max(...[...classes, ...averages].map(({ name }) => name.length));
  const last = Math.max("support".length, String(averages[0].support).length);
  const line = (name: string, cells: readonly string[], support: string | number): string =>
    [name.padStart(first), ...cells.map((cell) => cell.padStart(9)), String(support).padStart(last)].join(
      "  ",
    );
  const rowOf = ({ name, precision, recall, f1Score, support }: ClassificationRow): string =>
    line(
      name,
      [precision, recall, f1Score].map((value) => value.toFixed(3)),
      support,
    );
  return [
    line("", ["precision", "recall", "f1-score"], "support"),
    "",
    ...classes.map(rowOf),
    "",
    line("accuracy", ["", "", accuracy.toFixed(3)], averages[0].support),
    ...averages.map(rowOf),
  ].join("\n");
}
