import { describe, expect, test } from "vitest";
import { readGolden } from "../../golden/read-golden.js";
import { expectClose } from "../../test/support/expect-close.js";
import { goldenTensor } from "../../test/support/from-keras.js";
import { optimizerOf, titleOf } from "../../test/support/loss-run.js";
import { runtimes } from "../../test/support/run-on.js";
import { input, layers, sequential, setSeed } from "../index.js";

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

test("with dropout of inputs and states, every runtime draws the same masks", async () => {
  const losses: Record<string, number[]> = {};
  for (const runtime of runtimes) {
    setSeed(3);
    const net = sequential([
      input({ shape: [6, 5] }),
      layers.lstm({ units: 4, dropout: 0.25, returnSequences: true }),
      layers.bidirectional({ layer: layers.gru({ units: 3, dropout: 0.25, recurrentDropout: 0.5 }) }),
      layers.dense({ units: golden.classes, activation: "softmax" }),
    ]);
    net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", runtime, threads: 1 });
    losses[runtime] = [];
    for (let step = 0; step < 3; step++) {
      const [{ x, y }] = golden.batches;
      losses[runtime].push((await net.trainOnBatch(goldenTensor(x), goldenTensor(y, "int32"))).loss);
    }
  }
  expectClose(losses.native, losses.reference, 1e-5, "loss, native");
  expectClose(losses.wasm, losses.reference, 1e-5, "loss, wasm");
  expect(new Set(losses.reference).size).toBe(3); // other masks at each step
  expect(Math.abs(losses.reference[0] - losses.reference[1])).toBeGreaterThan(1e-3);
});
