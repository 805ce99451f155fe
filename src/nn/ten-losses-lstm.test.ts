import { describe, expect, test } from "vitest";
import { readGolden } from "../../golden/read-golden.js";
import { expectClose } from "../../test/support/expect-close.js";
import { goldenTensor } from "../../test/support/from-keras.js";
import { titleOf } from "../../test/support/loss-run.js";
import { runtimes } from "../../test/support/run-on.js";
import { expectTenLosses } from "../../test/support/ten-losses.js";
import { input, layers, sequential, setSeed } from "../index.js";

const golden = readGolden("ten-losses-lstm");

describe("the first ten losses of an LSTM are Keras's and PyTorch's", () => {
  for (const run of golden.runs) {
    test.each(runtimes)(`${titleOf(run)}, on %s`, async (runtime) => {
      const net = sequential([
        input({ shape: golden.batches[0].x.shape.slice(1) }),
        layers.lstm({ units: golden.units }),
        layers.dense({ units: golden.classes, activation: "softmax" }),
      ]);
      await expectTenLosses(net, golden, run, runtime);
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
