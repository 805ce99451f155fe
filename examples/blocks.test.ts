import { input, layers, type Model, model, optimizers, type Tensor, tensor, type Value } from "neurograd";
import { expect, test } from "vitest";
import { hashedWeight, hashLabels, hashUniform } from "../golden/hashed.js";
import { readBlocks } from "../golden/read-blocks.js";
import type { GoldenTensor } from "../golden/read-golden.js";
import { expectClose } from "../test/support/expect-close.js";
import { runtimes } from "../test/support/run-on.js";
import { denseBlock, inceptionModule, residualBlock, transition, vggBlock } from "./blocks.js";

const { cases } = readBlocks();

const networks: Record<string, (x: Value) => Value> = {
  residual: (x) => residualBlock(residualBlock(x, 4, 2), 4),
  dense: (x) => denseBlock(transition(denseBlock(x, 3, 2), 4), 2, 2),
  inception: (x) => inceptionModule(x, { one: 2, three: [2, 3], five: [1, 2], pool: 2 }),
  vgg: (x) => vggBlock(vggBlock(x, 3, 2), 4, 1),
};

test.each(runtimes.flatMap((runtime) => cases.map((golden) => ({ ...golden, runtime }))))(
  "$name blocks: Keras's predictions, losses of three steps, and predictions after them ($runtime)",
  async ({ name, shape, weights, before, losses, after, runtime }) => {
    const x = input({ shape: [...shape] });
    const pooled = layers.globalAveragePooling2d().apply(networks[name](x));
    const net = model({
      inputs: x,
      outputs: layers.dense({ units: 3, activation: "softmax" }).apply(pooled),
    });
    net.compile({
      optimizer: optimizers.sgd({ learningRate: 0.1 }),
      loss: "sparseCategoricalCrossentropy",
      runtime,
    });
    expect(net.weights.map((w) => w.name).sort()).toEqual(weights.map(({ path }) => path).sort());
    net.writeState(
      Object.fromEntries(weights.map((w) => [w.path, tensor(hashedWeight(w), { shape: w.shape })])),
    );

    const batch = (step: number): { x: Tensor; y: Tensor } => {
      const size = [4, ...shape];
      const pixels = hashUniform(
        500 + step,
        size.reduce((a, b) => a * b, 1),
      );
      return { x: tensor(pixels, { shape: size }), y: tensor(hashLabels(600 + step, 4, 3)) };
    };
    const tolerance = runtime === "reference" ? 1e-12 : 1e-5;
    await expectPredictions(net, batch(0).x, before, tolerance);
    const found: number[] = [];
    for (const step of losses.keys()) found.push((await net.trainOnBatch(batch(step).x, batch(step).y)).loss);
    expectClose(found, losses, tolerance);
    await expectPredictions(net, batch(0).x, after, tolerance);
  },
);

async function expectPredictions(
  net: Model,
  x: Tensor,
  golden: GoldenTensor,
  tolerance: number,
): Promise<void> {
  expectClose([...(await net.predict(x)).toFloat64()], golden.data, tolerance);
}
