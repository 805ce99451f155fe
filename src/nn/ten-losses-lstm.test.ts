import { describe, test } from "vitest";
import { readGolden } from "../../golden/read-golden.js";
import { expectClose } from "../../test/support/expect-close.js";
import { goldenTensor } from "../../test/support/from-keras.js";
import { optimizerOf, titleOf } from "../../test/support/loss-run.js";
import { runtimes } from "../../test/support/run-on.js";
import { input, layers, sequential } from "../index.js";

const golden = readGolden("ten-losses-lstm");
const tolerances = { reference: 1e-9, native: 1e-5, wasm: 1e-5 };

describe("the first ten losses of an LSTM are Keras's and PyTorch's", () => {
  for (const run of golden.runs) {
    test.each(runtimes)(`${titleOf(run)}, on %s`, async (runtime) => {
      const batches = golden.batches.map(({ x, y }) => ({ x: goldenTensor(x), y: goldenTensor(y, "int32") }));
      const net = sequential([
        input({ shape: batches[0].x.shape.slice(1) }),
        layers.lstm({ units: golden.units }),
        layers.dense({ units: golden.classes, activation: "softmax" }),
      ]);
      net.compile({
        optimizer: optimizerOf(run),
        loss: "sparseCategoricalCrossentropy",
        runtime,
        threads: 1,
      });
      net.setWeights(golden.weights.map((w) => goldenTensor(w)));
      const losses: number[] = [];
      for (const { x, y } of batches) losses.push((await net.trainOnBatch(x, y)).loss);
      expectClose(losses, run.keras64, tolerances[runtime], "loss, beside Keras in float64");
      expectClose(losses, run.torch64, tolerances[runtime], "loss, beside PyTorch in float64");
      expectClose(losses, run.torch32, 1e-5, "loss, beside PyTorch in float32");
    });
  }
});
