import { describe, expect, test } from "vitest";
import { readGolden } from "../../golden/read-golden.js";
import { expectClose } from "../../test/support/expect-close.js";
import { camelCase, goldenTensor } from "../../test/support/from-keras.js";
import { runtimes } from "../../test/support/run-on.js";
import { input, layers, type Model, optimizers, sequential } from "../index.js";
import type { CompileOptions } from "./compile.js";

const { history: golden } = readGolden("metrics");
const x = goldenTensor(golden.x);
const y = goldenTensor(golden.y, "int32");
const xVal = goldenTensor(golden.xVal);
const yVal = goldenTensor(golden.yVal, "int32");

/** The model of the golden histories. */
function classifier(runtime: CompileOptions["runtime"] = "reference"): Model {
  const net = sequential([input({ shape: [3] }), layers.dense({ units: 3, activation: "softmax" })]);
  net.compile({
    optimizer: optimizers.sgd({ learningRate: 0.5 }),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    runtime: runtime ?? "reference",
  });
  net.setWeights(golden.weights.map((w) => goldenTensor(w)));
  return net;
}

const tolerances = { reference: 1e-12, native: 1e-6, wasm: 1e-6 };

describe.each(runtimes)("history, running loss and weights are Keras's on %s", (runtime) => {
  for (const run of golden.runs) {
    test(run.name, async () => {
      const net = classifier(runtime);
      const running: number[] = [];
      const { validationSplit } = run.options as { validationSplit?: number };
      const { epoch, history } = await net.fit(x, y, {
        ...golden.fit,
        verbose: 0,
        callbacks: [{ onTrainBatchEnd: (_, { loss }) => void running.push(loss) }],
        ...(validationSplit !== undefined && { validationSplit }),
        ...("sampleWeight" in run.options && { sampleWeight: goldenTensor(golden.sampleWeight) }),
        ...("validationData" in run.options && { validationData: [xVal, yVal] }),
      });
      const tolerance = tolerances[runtime];
      expect(epoch).toEqual([0, 1, 2]);
      for (const [key, values] of Object.entries(run.history))
        expectClose(history[camelCase(key)], values, tolerance, key);
      expectClose(running, run.runningLoss, tolerance, "running loss");
      for (const [i, w] of run.final.entries())
        expectClose(net.getWeights()[i].toFloat64(), w.data, tolerance, `weight ${i}`);
      const logs = await net.evaluate(xVal, yVal, { batchSize: 4 });
      expectClose(
        [logs.loss, logs.accuracy],
        [run.evaluate.loss, run.evaluate.accuracy],
        tolerance,
        "evaluate",
      );
      expect(Object.keys(history)).toEqual(
        ["loss", "accuracy", "valLoss", "valAccuracy"].slice(0, Object.keys(run.history).length),
      );
    });
  }
});
