import { describe, test } from "vitest";
import { hashedBatch, hashedWeight } from "../../golden/hashed.js";
import { type LossRun, readGolden } from "../../golden/read-golden.js";
import { expectClose } from "../../test/support/expect-close.js";
import { goldenTensor } from "../../test/support/from-keras.js";
import { optimizerOf, titleOf } from "../../test/support/loss-run.js";
import { type Runtime, runtimes } from "../../test/support/run-on.js";
import { input, layers, sequential, type Tensor, tensor } from "../index.js";
import type { ActivationName } from "./activation.js";

const { small, large } = readGolden("ten-losses");

/** A network, its first weights, and its batches, in float64. */
interface Problem {
  readonly layers: readonly { readonly units: number; readonly activation: string }[];
  readonly weights: readonly Tensor[];
  readonly batches: readonly { readonly x: Tensor; readonly y: Tensor }[];
}

const smallProblem: Problem = {
  layers: small.layers,
  weights: small.weights.map((w) => goldenTensor(w)),
  batches: small.batches.map(({ x, y }) => ({ x: goldenTensor(x), y: goldenTensor(y, "int32") })),
};
const largeProblem: Problem = {
  layers: large.layers,
  weights: large.weights.map((w) => tensor(hashedWeight(w), { shape: w.shape })),
  batches: Array.from({ length: 10 }, (_, step) => {
    const { x, y } = hashedBatch(step);
    return { x: tensor(x, { shape: [32, 784] }), y: tensor(y) };
  }),
};

/** The losses of ten steps, and the norms of the weights after them. */
async function tenLosses(
  problem: Problem,
  run: LossRun,
  runtime: Runtime,
): Promise<{ losses: number[]; norms: number[] }> {
  const net = sequential([
    input({ shape: problem.batches[0].x.shape.slice(1) }),
    ...problem.layers.map(({ units, activation }) =>
      layers.dense({ units, activation: activation as ActivationName }),
    ),
  ]);
  net.compile({ optimizer: optimizerOf(run), loss: "sparseCategoricalCrossentropy", runtime, threads: 1 });
  net.setWeights(problem.weights);
  const losses: number[] = [];
  for (const { x, y } of problem.batches) losses.push((await net.trainOnBatch(x, y)).loss);
  const norms = net.getWeights().map((w) => Math.sqrt(w.toFloat64().reduce((a, v) => a + v * v, 0)));
  return { losses, norms };
}

const tolerances = { reference: 1e-9, native: 1e-5, wasm: 1e-5 };

describe.each([
  ["12-16-16-5", smallProblem, small.runs],
  ["784-128-128-10", largeProblem, large.runs],
] as const)("the first ten losses of %s are Keras's and PyTorch's", (_, problem, runs) => {
  for (const run of runs) {
    for (const runtime of runtimes) {
      // The large network takes the reference evaluator seconds: one run always, all with the full tests.
      const isSlow = runtime === "reference" && problem === largeProblem && run.optimizer !== "Adam";
      test.skipIf(isSlow && process.env.FULL !== "1")(`${titleOf(run)}, on ${runtime}`, async () => {
        const { losses, norms } = await tenLosses(problem, run, runtime);
        const tolerance = tolerances[runtime];
        expectClose(losses, run.keras64, tolerance, "loss, beside Keras in float64");
        expectClose(losses, run.torch64, tolerance, "loss, beside PyTorch in float64");
        expectClose(losses, run.torch32, 1e-5, "loss, beside PyTorch in float32");
        expectClose(norms, run.finalNorms, tolerance, "norm of a weight after ten steps");
      });
    }
  }
});
