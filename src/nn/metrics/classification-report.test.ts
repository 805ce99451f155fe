import { describe, expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { tensor } from "../../core/tensor.js";
import { classificationReport } from "./classification-report.js";

// The example of scikit-learn's own page of classification_report: class 1 is found nowhere.
const yTrue = [0, 1, 2, 2, 2];
const yPred = [0, 0, 2, 2, 1];

describe("classificationReport", () => {
  test("the numbers are those of scikit-learn's page", () => {
    const { classes, accuracy, macroAverage, weightedAverage, matrix } = classificationReport(yTrue, yPred);
    const rows = classes.map(({ precision, recall, f1Score, support }) => [
      precision,
      recall,
      f1Score,
      support,
    ]);
    expect(rows).toEqual([
      [0.5, 1, 2 / 3, 1],
      [0, 0, 0, 1],
      [1, 2 / 3, 0.8, 3],
    ]);
    expect(accuracy).toBe(0.6);
    expect(macroAverage.precision).toBe(0.5);
    expect(macroAverage.recall).toBeCloseTo(0.56, 2);
    expect(macroAverage.f1Score).toBeCloseTo(0.49, 2);
    expect(weightedAverage.precision).toBeCloseTo(0.7, 12);
    expect(weightedAverage.recall).toBeCloseTo(0.6, 12);
    expect(weightedAverage.f1Score).toBeCloseTo(0.61, 2);
    expect(matrix.toArray()).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 2],
    ]);
  });

  test("as text it is a table", () => {
    expect(String(classificationReport(yTrue, yPred, { names: ["cat", "dog", "horse"] }))).toBe(
      [
        "                  precision     recall   f1-score  support",
        "",
        "             cat      0.500      1.000      0.667        1",
        "             dog      0.000      0.000      0.000        1",
        "           horse      1.000      0.667      0.800        3",
        "",
        "        accuracy                            0.600        5",
        "   macro average      0.500      0.556      0.489        5",
        "weighted average      0.700      0.600      0.613        5",
      ].join("\n"),
    );
  });

  test("probabilities per class, one-hot targets and single probabilities say the same", () => {
    const hot = tensor(yTrue.map((k) => [0, 1, 2].map((j) => Number(j === k))));
    const shares = tensor(yPred.map((k) => [0, 1, 2].map((j) => (j === k ? 0.5 : 0.25))));
    expect(classificationReport(hot, shares).matrix).toEqual(classificationReport(yTrue, yPred).matrix);
    const single = classificationReport([[0], [1], [1]], [[0.2], [0.4], [0.9]]);
    expect(single.matrix.toArray()).toEqual([
      [1, 0],
      [1, 1],
    ]);
    expect(classificationReport([0, 1], [0.2, 0.4], { threshold: 0.1 }).accuracy).toBe(0.5);
  });

  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "other lengths": [
      () => classificationReport([0, 1], [0, 1, 1]),
      "classificationReport: targets are [2], predictions [3]; give one of each for every example. (shape_mismatch)",
    ],
    "fewer names than classes": [
      () => classificationReport([0, 1, 2], [0, 1, 1], { names: ["no", "yes"] }),
      "classificationReport: class 2 of example 2 is outside the 2 classes 0 to 1; check the labels, or give as many names. (label_out_of_range)",
    ],
    "a picture": [
      () => classificationReport(tensor(new Float32Array(8), { shape: [2, 2, 2] }), [0, 1]),
      "classificationReport: got an array [2, 2, 2]; give [n] class numbers, or [n, classes]. (shape_mismatch)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});
