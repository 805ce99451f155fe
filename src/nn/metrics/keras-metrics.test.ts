import { describe, expect, test } from "vitest";
import { readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { fromKeras, functionName, goldenTensor } from "../../../test/support/from-keras.js";
import { metricCase, statesAfter } from "../../../test/support/metric-case.js";
import { runOn, runtimes } from "../../../test/support/run-on.js";
import type { Metric } from "../metric.js";
import * as metrics from "./index.js";

const golden = readGolden("keras-metrics");
const makers = metrics as unknown as Readonly<Record<string, (options?: object) => Metric>>; // by golden names

/** Metrics whose targets are class numbers. */
const ofClasses = ["iou", "meanIoU"];

const cases = golden.metrics.flatMap((one, i) => {
  const name = functionName(one.class);
  const isClass = name.startsWith("sparse") || ofClasses.includes(name);
  const data = {
    yTrue: goldenTensor(one.yTrue, isClass ? "int32" : "float64"),
    yPred: goldenTensor(one.yPred),
    batchSize: one.batchSize,
  };
  const sampleWeight = goldenTensor(one.weighted.sampleWeight);
  const options = fromKeras(one.options);
  const title = `${name} ${JSON.stringify(options)} [${one.yPred.shape}] (case ${i})`;
  return [
    { name, options, title, data, expected: one.afterEachBatch },
    {
      name,
      options,
      title: `${title}, weighted`,
      data: { ...data, sampleWeight },
      expected: one.weighted.afterEachBatch,
    },
  ];
});

// Not 1e-12: Keras takes fn as total − tp in another order, and ln p of clipped p.
const tolerances = { reference: 1e-9, native: 1e-5, wasm: 1e-5 };

/** On wasm, whose kernels are native's, the first case of each metric. */
const isFirst = ({ name }: (typeof cases)[number], i: number): boolean =>
  cases.findIndex((other) => other.name === name) === i;

describe.each(runtimes)("Keras's values after each of some ragged batches on %s", async (runtime) => {
  const tried = runtime === "wasm" ? cases.filter(isFirst) : cases;
  const results: Readonly<Record<string, Float64Array>>[] = [];
  const atATime = 6; // ONNX Runtime's time to load a graph grows with the square of its size
  for (let i = 0; i < tried.length; i += atATime) {
    const some = tried.slice(i, i + atATime);
    const graphs = some.map(({ name, options, data }) => metricCase(makers[name](options), data));
    results.push(...(await runOn(runtime, graphs)));
  }
  tried.forEach(({ name, options, title, data, expected }, i) => {
    test(title, () => {
      const metric = makers[name](options);
      for (const [k, { shape, data: values }] of expected.entries()) {
        const states = statesAfter(metric, data, results[i], k);
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        expectClose([metric.result(states)], [mean], tolerances[runtime], `after batch ${k}`);
        if (shape.length === 0) continue;
        const table = metric.report?.(states)[name].toFloat64() ?? [];
        expectClose(table, values, tolerances[runtime], `report after batch ${k}`);
      }
    });
  });
});

describe("defaults", () => {
  for (const [className, options] of Object.entries(golden.defaults.metrics)) {
    const name = functionName(className);
    test(`${name}: Keras's, its own name as key`, () => {
      const { name: key, ...ours } = Reflect.get(makers[name], "defaults") as Record<string, unknown>;
      expect(key).toBe(name); // where Keras has another, `logcosh`, or none
      const theirs = Object.entries(fromKeras(options)).filter(
        ([option, value]) => option !== "dtype" && option !== "name" && value !== "<required>",
      );
      expect(ours).toEqual(Object.fromEntries(theirs));
    });
  }
});
