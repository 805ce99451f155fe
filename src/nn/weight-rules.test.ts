import { readFileSync } from "node:fs";
import {
  constraints,
  input,
  layers,
  loadModel,
  type Model,
  optimizers,
  regularizers,
  sequential,
} from "neurograd";
import { describe, expect, test } from "vitest";
import type { GoldenTensor } from "../../golden/read-golden.js";
import { expectClose } from "../../test/support/expect-close.js";
import { goldenTensor } from "../../test/support/from-keras.js";
import { runtimes } from "../../test/support/run-on.js";
import { thrown } from "../../test/support/thrown.js";

interface Training {
  readonly x: GoldenTensor;
  readonly y: GoldenTensor;
  readonly initial: readonly GoldenTensor[];
  readonly losses: readonly number[];
  readonly evaluated: number;
  readonly final: readonly GoldenTensor[];
  readonly trainable: readonly boolean[];
}
const { training: golden }: { readonly training: Training } = JSON.parse(
  readFileSync(new URL("../../golden/keras-regularizers.json", import.meta.url), "utf8"),
);

/** The network of the golden file. */
function network(runtime: (typeof runtimes)[number]): Model {
  const { l1, l1l2, l2, orthogonalRegularizer } = regularizers;
  const net = sequential([
    input({ shape: [6, 2] }),
    layers.conv1d({
      filters: 3,
      kernelSize: 2,
      kernelRegularizer: l1({ l1: 0.01 }),
      biasRegularizer: l1l2({ l1: 0.01, l2: 0.1 }),
      kernelConstraint: constraints.maxNorm({ maxValue: 0.5, axis: [0, 1] }),
      activityRegularizer: l2({ l2: 0.02 }),
    }),
    layers.separableConv1d({
      filters: 3,
      kernelSize: 2,
      depthwiseRegularizer: l2({ l2: 0.03 }),
      pointwiseRegularizer: l1({ l1: 0.02 }),
      biasRegularizer: l2({ l2: 0.1 }),
    }),
    layers.flatten(),
    layers.dense({ units: 3, activation: "tanh", trainable: false, kernelRegularizer: l2({ l2: 0.5 }) }),
    layers.dense({
      units: 2,
      kernelRegularizer: orthogonalRegularizer({ factor: 0.1, mode: "columns" }),
      biasRegularizer: l2({ l2: 0.1 }),
      biasConstraint: constraints.nonNeg(),
      kernelConstraint: constraints.unitNorm(),
    }),
  ]);
  net.compile({ optimizer: optimizers.sgd({ learningRate: 0.1 }), loss: "meanSquaredError", runtime });
  net.setWeights(golden.initial.map((w) => goldenTensor(w)));
  return net;
}

describe.each(runtimes)("on %s", (runtime) => {
  test("losses with penalties and weights under constraints are Keras's", async () => {
    const tolerance = runtime === "reference" ? 1e-13 : 3e-6;
    const net = network(runtime);
    const x = goldenTensor(golden.x);
    const y = goldenTensor(golden.y);
    const losses: number[] = [];
    for (const _ of golden.losses) losses.push((await net.trainOnBatch(x, y)).loss);
    expectClose(losses, golden.losses, tolerance, "losses");
    expectClose([(await net.evaluate(x, y)).loss], [golden.evaluated], tolerance);
    for (const [i, { name, trainable, value }] of net.weights.entries()) {
      expectClose(value.toFloat64(), golden.final[i].data, tolerance, name);
      expect(trainable, name).toBe(golden.trainable[i]);
    }
  });
});

test("a model loaded has the same rules", async () => {
  const net = network("reference");
  const again = await loadModel(await net.toBytes(), { runtime: "reference" });
  const [x, y] = [goldenTensor(golden.x), goldenTensor(golden.y)];
  for (const loss of golden.losses) expect((await again.trainOnBatch(x, y)).loss).toBeCloseTo(loss, 6);
  expect(again.weights.map(({ trainable }) => trainable)).toEqual(golden.trainable);
});

test("a misplaced name is told", () => {
  expect(thrown(() => layers.dense({ units: 1, kernelRegularizer: "l2" as never }))).toBe(
    'dense: kernelRegularizer is "l2"; give one that is made, such as regularizers.l2(). (invalid_option)',
  );
  expect(thrown(() => layers.dense({ units: 1, biasConstraint: regularizers.l1() as never }))).toContain(
    "such as constraints.maxNorm(). (invalid_option)",
  );
});
