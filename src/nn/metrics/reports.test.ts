import { describe, expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { metricCase, statesAfter } from "../../../test/support/metric-case.js";
import { runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { graphInput } from "../../core/graph.js";
import { type Tensor, tensor } from "../../core/tensor.js";
import { input, layers, sequential } from "../../index.js";
import type { Metric } from "../metric.js";
import * as metrics from "./index.js";

/** A metric's number and report after all batches. */
async function after(
  metric: Metric,
  yTrue: Tensor,
  yPred: Tensor,
  { runtime = "reference" as (typeof runtimes)[number], sampleWeight = undefined as Tensor | undefined } = {},
): Promise<{ value: number; report: Record<string, Tensor> }> {
  const data = { yTrue, yPred, sampleWeight, batchSize: 2 };
  const [found] = await runOn(runtime, [metricCase(metric, data)]);
  const states = statesAfter(metric, data, found, Math.ceil(yPred.shape[0] / 2) - 1);
  return { value: metric.result(states), report: { ...metric.report?.(states) } };
}

const classes = tensor([0, 1, 2, 2, 2], { dtype: "int32" });
const shares = tensor([
  [0.8, 0.1, 0.1],
  [0.5, 0.3, 0.2],
  [0, 0.4, 0.6],
  [0.2, 0.1, 0.7],
  [0.1, 0.7, 0.2],
]);

describe.each(runtimes)("confusionMatrix on %s", (runtime) => {
  test("counts by actual and said class, and the scores of each", async () => {
    const { value, report } = await after(metrics.confusionMatrix(), classes, shares, { runtime });
    expect(value).toBe(0.6); // the example of scikit-learn's page of classification_report
    expect(report.matrix.toArray()).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 2],
    ]);
    expect(report.recall.toArray()).toEqual([1, 0, 2 / 3]);
    expect(report.precision.toArray()).toEqual([0.5, 0, 1]);
    expect(report.f1Score.toArray()).toEqual([2 / 3, 0, 0.8]);
    expect(report.support.toArray()).toEqual([1, 1, 3]);
  });
});

test("confusionMatrix: one prediction, one-hot targets, weights", async () => {
  const one = await after(
    metrics.confusionMatrix({ threshold: 0.25 }),
    tensor([0, 1, 1]),
    tensor([[0.2], [0.25], [0.4]]),
  );
  expect(one.report.matrix.toArray()).toEqual([
    [1, 0],
    [1, 1],
  ]);
  const hot = tensor([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0, 0, 1],
    [0, 0, 1],
  ]);
  const sampleWeight = tensor([2, 0.5, 1, 0, 4]);
  const { value, report } = await after(metrics.confusionMatrix(), hot, shares, { sampleWeight });
  expect(report.matrix.toArray()).toEqual([
    [2, 0, 0],
    [0.5, 0, 0],
    [0, 4, 1],
  ]);
  expect(value).toBe(3 / 7.5);
});

describe.each(runtimes)("expectedCalibrationError on %s", (runtime) => {
  test("is the mean distance of accuracy and confidence by bins", async () => {
    // Confidences 0.8, 0.5, 0.6, 0.7, 0.7, right but for the second and the last. Four bins: (¼, ½] holds 0.5, (½, ¾]
    // 0.6, 0.7, 0.7 and (¾, 1] 0.8.
    const metric = metrics.expectedCalibrationError({ numBins: 4 });
    const { value, report } = await after(metric, classes, shares, { runtime });
    expectClose([value], [(Math.abs(0 - 0.5) + Math.abs(2 - 2) + Math.abs(1 - 0.8)) / 5], 1e-6);
    expectClose(report.count.toFloat64(), [0, 1, 3, 1], 0);
    expectClose(report.accuracy.toFloat64(), [0, 0, 2 / 3, 1], 1e-6);
    expectClose(report.confidence.toFloat64(), [0, 0.5, 2 / 3, 0.8], 1e-6);
  });
});

test("expectedCalibrationError: one prediction, weights, and a NaN that stays where it is", async () => {
  const p = tensor([[0.2], [0.4], [0.9]]);
  const sampleWeight = tensor([1, 3, 0]);
  const { value } = await after(metrics.expectedCalibrationError({ numBins: 1 }), tensor([0, 1, 1]), p, {
    sampleWeight,
  });
  expectClose([value], [Math.abs(1 - (0.8 + 3 * 0.6)) / 4], 1e-7); // one right of weight 1; confidences 0.8 and 0.6
  const broken = tensor([[Number.NaN], [0.4], [0.9]]);
  const native = { runtime: "native" as const };
  const found = await after(metrics.expectedCalibrationError(), tensor([0, 1, 1]), broken, native);
  expect(found.value).toBeNaN();
  const area = await after(metrics.auc(), tensor([0, 1, 1]), broken, native);
  expect(area.value).toBe(1); // a NaN exceeds no threshold
});

test("auc: the points of the curve", async () => {
  const metric = metrics.auc({ thresholds: [0.5] });
  const { report } = await after(metric, tensor([[0], [1], [1], [0]]), tensor([[0.2], [0.4], [0.9], [0.6]]));
  expect(report.x.toArray()).toEqual([1, 0.5, 0]); // false positives of 2
  expect(report.y.toArray()).toEqual([1, 0.5, 0]); // true positives of 2
  expect(report.auc.toArray()).toEqual([0.5]);
});

test("f1Score takes class numbers, too", async () => {
  const { value, report } = await after(metrics.f1Score({ average: "macro" }), classes, shares);
  expectClose(report.f1Score.toFloat64(), [2 / 3, 0, 0.8], 1e-6); // less Keras's 1e-7
  expectClose([value], [(2 / 3 + 0.8) / 3], 1e-6);
});

test("what metrics tell beside their number is under reports, after evaluate and after fit", async () => {
  const net = sequential([input({ shape: [3] }), layers.softmax()]);
  net.compile({
    loss: "sparseCategoricalCrossentropy",
    metrics: [metrics.confusionMatrix({ name: "table" }), "accuracy", metrics.fBetaScore({ beta: 2 })],
    runtime: "native",
  });
  const found = await net.evaluate(shares, classes, { batchSize: 2 });
  expect(found.table).toBeCloseTo(0.6, 6);
  expect(found.accuracy).toBeCloseTo(0.6, 6);
  expect(Object.keys(net.reports)).toEqual(["table", "fBetaScore"]);
  expect(net.reports.table.matrix.toArray()).toEqual([
    [1, 0, 0],
    [1, 0, 0],
    [0, 1, 2],
  ]);
  // F₂ = 5 P R / (4 P + R): of ½ and 1, and of 1 and ⅔
  expectClose(net.reports.fBetaScore.fBetaScore.toFloat64(), [2.5 / 3, 0, 10 / 3 / (4 + 2 / 3)], 1e-6);
  await net.evaluate(shares.slice(0, 2), classes.slice(0, 2));
  expect(net.reports.table.support.toArray()).toEqual([1, 1, 0]);
});

describe("errors", () => {
  const value = (shape: readonly number[]): ReturnType<typeof graphInput> =>
    graphInput("x", { dtype: "float32", shape });
  const update = (metric: Metric, y: readonly number[], p: readonly number[]) => (): unknown => {
    const fitted = metric.forPredictions?.(p) ?? metric;
    const states = Object.fromEntries(
      Object.entries(fitted.states).map(([key, shape]) => [key, value(shape)]),
    );
    return fitted.update({ yTrue: value(y), yPred: value(p), states });
  };
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "thresholds that are none": [
      () => metrics.precision({ thresholds: [0.5, 2] }),
      "precision: thresholds are [0.5,2]; use numbers from 0 to 1. (invalid_option)",
    ],
    "no thresholds": [
      () => metrics.recall({ thresholds: [] }),
      "recall: thresholds are []; use numbers from 0 to 1. (invalid_option)",
    ],
    "one threshold for a curve": [
      () => metrics.auc({ numThresholds: 1 }),
      "auc: numThresholds is 1; use a whole number from 2. (invalid_option)",
    ],
    "a curve that there is not": [
      () => metrics.auc({ curve: "roc" as "ROC" }),
      'auc: curve: unknown name "roc"; did you mean "ROC"? use one of ROC, PR, PRGAIN. (unknown_name)',
    ],
    "labels without multiLabel": [
      () => metrics.auc({ numLabels: 3 }),
      "auc: numLabels is 3; give multiLabel: true with it. (invalid_option)",
    ],
    "labels of pictures": [
      update(metrics.auc({ multiLabel: true }), [4, 2, 3], [4, 2, 3]),
      "auc: predictions are [4, 2, 3], not [batch, labels]; leave out multiLabel, or reshape the last layer's output. (shape_mismatch)",
    ],
    "a point without its value": [
      () => metrics.recallAtPrecision({} as { precision: number }),
      "recallAtPrecision: needs the option precision; give recallAtPrecision({ precision }). (missing_option)",
    ],
    "an average that there is not": [
      () => metrics.f1Score({ average: "mean" as "macro" }),
      'f1Score: average: unknown name "mean"; use one of micro, macro, weighted, null. (unknown_name)',
    ],
    "a class outside": [
      () => metrics.iou({ numClasses: 3, targetClassIds: [3] }),
      "iou: targetClassIds are [3]; use class numbers from 0 to 2. (invalid_option)",
    ],
    "class numbers beside shares": [
      update(metrics.meanIoU({ numClasses: 3 }), [4, 5], [4, 5, 3]),
      "meanIoU: targets name classes at [4, 5], predictions at [4, 5, 3]; they must agree: say with sparseYTrue and sparseYPred whether they are class numbers. (shape_mismatch)",
    ],
    "other units": [
      update(metrics.r2Score(), [4, 2], [4, 3]),
      "r2Score: targets are [4, 2], predictions [4, 3]; they must agree: check the last layer's units, or the targets. (shape_mismatch)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});
