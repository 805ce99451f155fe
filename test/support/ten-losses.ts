import { expect } from "vitest";
import type { LossRun, TenLosses } from "../../golden/read-golden.js";
import type { Model } from "../../src/nn/model.js";
import { expectClose } from "./expect-close.js";
import { goldenTensor } from "./from-keras.js";
import { optimizerOf } from "./loss-run.js";
import type { Runtime } from "./run-on.js";

const tolerances = { reference: 1e-9, native: 1e-5, wasm: 1e-5 };

/** Trains a classifier from given weights, and holds its losses beside those of Keras and PyTorch. */
export async function expectTenLosses(
  net: Model,
  { weights, batches }: Pick<TenLosses["small"], "weights" | "batches">,
  run: Omit<LossRun, "finalNorms">,
  runtime: Runtime,
): Promise<void> {
  net.compile({ optimizer: optimizerOf(run), loss: "sparseCategoricalCrossentropy", runtime, threads: 1 });
  expect(net.weights.map(({ name }) => name)).toEqual(weights.map(({ path }) => path));
  net.setWeights(weights.map((w) => goldenTensor(w)));
  const dtype = net.graph.inputs[0].dtype === "int32" ? "int32" : "float64";
  const losses: number[] = [];
  for (const { x, y } of batches) {
    losses.push((await net.trainOnBatch(goldenTensor(x, dtype), goldenTensor(y, "int32"))).loss);
  }
  expectClose(losses, run.keras64, tolerances[runtime], "loss, beside Keras in float64");
  expectClose(losses, run.torch64, tolerances[runtime], "loss, beside PyTorch in float64");
  expectClose(losses, run.torch32, 1e-5, "loss, beside PyTorch in float32");
}
