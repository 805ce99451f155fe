import { describe, expect, test } from "vitest";
import { readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { fromKeras, functionName, goldenTensor } from "../../../test/support/from-keras.js";
import { metricCase, statesAfter } from "../../../test/support/metric-case.js";
import { runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { constant } from "../../core/constant.js";
import { graphInput, type Value } from "../../core/graph.js";
import { tensor } from "../../core/tensor.js";
import type { Metric } from "../metric.js";
import * as metrics from "./index.js";

const golden = readGolden("metrics").metrics;
const { defaults } = readGolden("keras-a");
const makers = metrics as unknown as Readonly<Record<string, (options?: object) => Metric>>; // by golden names

const tolerances = { reference: 1e-12, native: 1e-6, wasm: 1e-6 };

describe.each(runtimes)("values after each of some ragged batches are Keras's on %s", async (runtime) => {
  const named = (name: string): Metric => makers[name]();
  const cases = golden.flatMap((one) => {
    const { metric, resolved, yTrue, yPred, batchSize, afterEachBatch } = one;
    const isClass = resolved.startsWith("Sparse");
    const data = {
      yTrue: goldenTensor(yTrue, isClass ? "int32" : "float64"),
      yPred: goldenTensor(yPred),
      batchSize,
    };
    // The name, and what Keras resolved it to.
    return [metric, functionName(resolved)].map((ours) => ({ name: one.name, ours, data, afterEachBatch }));
  });
  const results = await runOn(
    runtime,
    cases.map(({ ours, data }) => metricCase(named(ours), data)),
  );
  cases.forEach(({ name, ours, data, afterEachBatch }, i) => {
    test(`${name}: ${ours} (case ${i})`, () => {
      const metric = named(ours);
      const values = afterEachBatch.map((_, k) => metric.result(statesAfter(metric, data, results[i], k)));
      expectClose(values, afterEachBatch, tolerances[runtime], "after each batch");
    });
  });
});

test("binaryAccuracy with another threshold", async () => {
  const metric = metrics.binaryAccuracy({ threshold: 0.25 });
  const data = {
    yTrue: tensor([[1], [1], [0], [0]]),
    yPred: tensor([[0.3], [0.25], [0.2], [0.9]]),
    batchSize: 4,
  };
  const [found] = await runOn("reference", [metricCase(metric, data)]);
  const { total, count } = statesAfter(metric, data, found, 0);
  expect([total.item(), count.item()]).toEqual([2, 4]); // the threshold itself counts as 0
});

test("positions that a mask leaves out do not count", async () => {
  const metric = metrics.meanAbsoluteError();
  const inputs = {
    y: tensor([
      [[1], [2], [3]],
      [[4], [5], [6]],
    ]),
    p: tensor([
      [[1.5], [0], [9]],
      [[4], [9], [9]],
    ]),
    m: tensor([
      [true, true, false],
      [true, false, false],
    ]),
    w: tensor([1, 3]),
  };
  const zeros = { total: constant(tensor(0)), count: constant(tensor(0)) };
  const [{ total, count, totalOfOnes, countOfOnes }] = await runOn("native", [
    {
      inputs,
      fn: ({ y, p, m, w }) => {
        const all = metric.update({ yTrue: y, yPred: p, states: zeros, mask: m, sampleWeight: w });
        const ones = metric.update({ yTrue: y, yPred: p, states: zeros, mask: m });
        return { ...all, totalOfOnes: ones.total, countOfOnes: ones.count };
      },
    },
  ]);
  expectClose([totalOfOnes[0] / countOfOnes[0]], [(0.5 + 2 + 0) / 3], 1e-6);
  expectClose([total[0] / count[0]], [(0.5 + 2 + 3 * 0) / (1 + 1 + 3)], 1e-6);
});

describe("defaults", () => {
  for (const [className, options] of Object.entries(defaults.metrics)) {
    if (className === "Accuracy") continue; // Keras's compares numbers for equality
    const name = functionName(className);
    test(`${name}: Keras's, the name in camelCase`, () => {
      const theirs = Object.entries(fromKeras(options)).filter(([option]) => option !== "dtype");
      expect(Reflect.get(makers[name], "defaults")).toEqual(Object.fromEntries(theirs));
    });
  }

  test("aliases are the same functions, and a name of one's own counts", () => {
    expect(metrics.mse).toBe(metrics.meanSquaredError);
    expect(metrics.mae).toBe(metrics.meanAbsoluteError);
    expect(metrics.accuracy().name).toBe("accuracy");
    expect(metrics.accuracy({ name: "acc" }).name).toBe("acc");
  });
});

describe("errors", () => {
  const value = (shape: readonly number[]): Value => graphInput("x", { dtype: "float32", shape });
  const update = (metric: Metric, y: readonly number[], p: readonly number[]): (() => unknown) => {
    const states = { total: constant(tensor(0)), count: constant(tensor(0)) };
    return () => metric.update({ yTrue: value(y), yPred: value(p), states });
  };
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "other units": [
      update(metrics.meanSquaredError(), [6, 2], [6, 3]),
      "meanSquaredError: targets are [6, 2], predictions [6, 3]; they must agree: check the last layer's units, or the targets. (shape_mismatch)",
    ],
    "accuracy of shapes that do not belong together": [
      update(metrics.accuracy(), [6, 4], [6, 3]),
      "accuracy: targets are [6, 4], predictions [6, 3]; they must agree: check the last layer's units, or the targets. (shape_mismatch)",
    ],
    "classes of another length": [
      update(metrics.sparseCategoricalAccuracy(), [5], [6, 3]),
      "sparseCategoricalAccuracy: targets are [5], predictions [6, 3]; give one class number per prediction; one-hot targets are for categoricalCrossentropy and categoricalAccuracy. (shape_mismatch)",
    ],
    "a misspelt option": [
      () => metrics.accuracy({ nmae: "acc" } as object),
      'accuracy: option: unknown name "nmae"; did you mean "name"? use one of name. (unknown_name)',
    ],
    "a threshold that is none": [
      () => metrics.binaryAccuracy({ threshold: 2 }),
      "binaryAccuracy: threshold is 2; use a number from 0 to 1. (invalid_option)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});
