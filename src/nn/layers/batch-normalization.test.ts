import { expect, test } from "vitest";
import { readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { camelCase, goldenTensor } from "../../../test/support/from-keras.js";
import { runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { input, layers, optimizers, sequential } from "../../index.js";

const { momentum, learningRate, weights, steps, predict } = readGolden("keras-layers").batchNormSteps;

test.each(runtimes)(
  "batchNormalization: losses, weights and moving averages of four steps are Keras's on %s",
  async (runtime) => {
    const net = sequential([
      input({ shape: [3] }),
      layers.batchNormalization({ momentum }),
      layers.dense({ units: 2 }),
    ]);
    net.compile({ optimizer: optimizers.sgd({ learningRate }), loss: "meanSquaredError", runtime });
    // The model is float32 whatever runs it; only its steps are float64 in the reference.
    const tolerance = 1e-6;
    await net.setWeights(weights.map((w) => goldenTensor(w)));
    for (const step of steps) {
      const { loss } = await net.trainOnBatch(goldenTensor(step.x), goldenTensor(step.y));
      expectClose([loss], [step.loss], tolerance, "loss");
      const now = await net.getWeights();
      expect(net.weights.map(({ name }) => name.split("/").at(-1))).toEqual(
        step.weights.map(({ name }) => camelCase(name.split("/").at(-1) ?? "")),
      );
      for (const [i, value] of now.entries())
        expectClose(value.toFloat64(), step.weights[i].data, tolerance, step.weights[i].name);
    }
    const y = await net.predict(goldenTensor(predict.x));
    expectClose(y.toFloat64(), predict.y.data, tolerance, "prediction");
  },
);

test("axes that cannot have means of their own are refused", () => {
  expect(thrown(() => layers.batchNormalization({ axis: 0 }).apply(input({ shape: [3] })))).toBe(
    "batchNormalization: axis 0 of [batch, 3] is the axis of examples; choose another. (shape_mismatch)",
  );
  expect(thrown(() => layers.batchNormalization().apply(input({ shape: [3, null], name: "x" })))).toMatch(
    /^batchNormalization: expects a known size along axis 2, got \[batch, 3, open\d+\]; give the input's shape in full\. \(shape_mismatch\)$/,
  );
  expect(thrown(() => layers.batchNormalization({ momentum: 2 }))).toBe(
    "batchNormalization: momentum is 2; use a number from 0 to 1. (invalid_option)",
  );
});

test("frozen, it normalizes by its averages while others train, and moves nothing, as in Keras", async () => {
  const net = sequential([
    input({ shape: [2] }),
    layers.batchNormalization({ trainable: false }),
    layers.dense({ units: 1, useBias: false, kernelInitializer: "ones" }),
  ]);
  net.compile({
    optimizer: optimizers.sgd({ learningRate: 0 }),
    loss: "meanSquaredError",
    runtime: "native",
  });
  const before = (await net.getWeights()).map((w) => w.toArray());
  const { loss } = await net.trainOnBatch(
    [
      [1, 2],
      [3, 5],
    ],
    [[0], [0]],
  );
  expectClose([loss], [(3 ** 2 + 8 ** 2) / 2 / 1.001], 1e-5); // mean 0, variance 1, epsilon 0.001
  expect((await net.getWeights()).map((w) => w.toArray())).toEqual(before);
});
