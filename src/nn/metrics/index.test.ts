import { describe, expect, test } from "vitest";
import { readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { fromKeras, functionName, goldenTensor } from "../../../test/support/from-keras.js";
import { type Case, runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { constant } from "../../core/constant.js";
import { graphInput, type Value } from "../../core/graph.js";
import { type Tensor, tensor } from "../../core/tensor.js";
import type { Metric } from "../metric.js";
import * as metrics from "./index.js";

const golden = readGolden("metrics").metrics;
const { defaults } = readGolden("keras-a");
const makers = metrics as unknown as Readonly<Record<string, (options?: object) => Metric>>; // by golden names

/** The states of a metric after each batch, in one graph. */
function graphOf(metric: Metric, yTrue: Tensor, yPred: Tensor, batchSize: number): Case {
  const parts = Array.from({ length: Math.ceil(yPred.shape[0] / batchSize) }, (_, k) => {
    const part = (x: Tensor): Tensor => x.slice(k * batchSize, (k + 1) * batchSize);
    return [part(yTrue), part(yPred)] as const;
  });
  const inputs = Object.fromEntries(
    parts.flatMap(([y, p], k) => [[`y${k}`, y] as const, [`p${k}`, p] as const]),
  );
  const fn: Case["fn"] = (values) => {
    const out: Record<string, Value> = {};
    let states: Readonly<Record<string, Value>> = Object.fromEntries(
      Object.keys(metric.states).map((key) => [key, constant(tensor(0))]),
    );
    for (const k of parts.keys()) {
      states = metric.update({ yTrue: values[`y${k}`], yPred: values[`p${k}`], states });
      for (const [key, value] of Object.entries(states)) out[`${key}${k}`] = value;
    }
    return out;
  };
  return { inputs, fn };
}

const tolerances = { reference: 1e-12, native: 1e-6, wasm: 1e-6 };
const isClasses = (resolved: string): boolean => resolved.startsWith("Sparse");

describe.each(runtimes)("values after each of some ragged batches are Keras's on %s", async (runtime) => {
  const named = (name: string): Metric => makers[name]();
  const cases = golden.flatMap(({ metric, resolved, yTrue, yPred, batchSize }) => {
    const y = goldenTensor(yTrue, isClasses(resolved) ? "int32" : "float64");
    const p = goldenTensor(yPred);
    // The name, and what Keras resolved it to.
    return [metric, functionName(resolved)].map((name) => graphOf(named(name), y, p, batchSize));
  });
  const results = await runOn(runtime, cases);
  golden.forEach(({ name, metric, resolved, afterEachBatch }, i) => {
    for (const [j, ours] of [metric, functionName(resolved)].entries()) {
      test(`${name}: ${ours} (case ${i})`, () => {
        const states = results[2 * i + j];
        const values = afterEachBatch.map((_, k) =>
          named(ours).result({ total: tensor(states[`total${k}`]), count: tensor(states[`count${k}`]) }),
        );
        expectClose(values, afterEachBatch, tolerances[runtime], "after each batch");
      });
    }
  });
});

test("every metric has a golden case", () => {
  const tried = golden.flatMap(({ metric, resolved }) => [metric, functionName(resolved)]);
  expect(Object.keys(metrics).filter((name) => !tried.includes(name))).toEqual([]);
});

test("binaryAccuracy with another threshold", async () => {
  const metric = metrics.binaryAccuracy({ threshold: 0.25 });
  const y = tensor([[1], [1], [0], [0]]);
  const p = tensor([[0.3], [0.25], [0.2], [0.9]]);
  const [{ total0, count0 }] = await runOn("reference", [graphOf(metric, y, p, 4)]);
  expect([total0[0], count0[0]]).toEqual([2, 4]); // the threshold itself counts as 0
});

describe("defaults", () => {
  for (const [className, options] of Object.entries(defaults.metrics)) {
    // Keras's Accuracy compares numbers for equality, its Mean averages what it is given: neither is named in compile.
    if (className === "Accuracy" || className === "Mean") continue;
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
