import { expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { input, layers, optimizers, sequential } from "../../index.js";

test("spectralNormalization: after some steps the largest singular value of the kernel in use is 1", async () => {
  const layer = layers.spectralNormalization({ layer: layers.dense({ units: 2, useBias: false }) });
  const net = sequential([input({ shape: [2] }), layer]);
  net.compile({
    optimizer: optimizers.sgd({ learningRate: 0 }),
    loss: "meanSquaredError",
    runtime: "native",
  });
  // Singular values 3 and 1: the kernel is a rotation by 45° of diag(3, 1).
  const [c, s] = [Math.SQRT1_2, Math.SQRT1_2];
  await net.setWeights([
    [
      [3 * c, 3 * s],
      [-s, c],
    ],
    [[0.6, 0.8]],
  ]);
  for (let step = 0; step < 30; step++) await net.trainOnBatch([[1, 0]], [[0, 0]]);
  const [first, second] = (
    await net.predict([
      [1, 0],
      [0, 1],
    ])
  ).toArray() as number[][];
  expect(Math.hypot(...first)).toBeCloseTo(1, 5); // 3 / 3
  expect(Math.hypot(...second)).toBeCloseTo(1 / 3, 5);
  const [kernel, u] = (await net.getWeights()).map((w) => w.toArray());
  expect((kernel as number[][])[0][0]).toBeCloseTo(3 * c, 6); // the weight itself is not divided
  expect(Math.abs((u as number[][])[0][0])).toBeCloseTo(c, 5);
});

test("a kernel of zeros stays, and a layer without one is refused", async () => {
  const inner = layers.dense({ units: 2, kernelInitializer: "zeros", biasInitializer: "ones" });
  const net = sequential([input({ shape: [2] }), layers.spectralNormalization({ layer: inner })]);
  expect((await net.predict([[1, 2]])).toArray()).toEqual([[1, 1]]);
  expect(
    thrown(() => layers.spectralNormalization({ layer: layers.flatten() }).apply(input({ shape: [2] }))),
  ).toBe(
    "spectralNormalization: layer is flatten, which has no kernel and no embeddings; give a layer such as layers.dense({ units: 8 }). (invalid_option)",
  );
});
