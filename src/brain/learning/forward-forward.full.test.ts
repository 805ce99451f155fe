import { datasets, input, type Layer, layers, optimizers, sequential, setSeed } from "neurograd";
import { forwardForward, forwardForwardAccuracy, forwardForwardLoss } from "neurograd/brain";
import { expect, test } from "vitest";

/** Hinton (2022), from memory of the paper: not confirmed. */
const published = { "forward-forward": 1.36, backpropagation: 1.4 };

test("forward-forward learns MNIST: 784-400-400, 5 epochs, beside backpropagation", {
  timeout: 400_000,
}, async () => {
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist();
  const run = async (way: keyof typeof published, top: readonly Layer[]): Promise<number> => {
    setSeed(1);
    const net = sequential([
      input({ shape: [28, 28], dtype: "uint8" }),
      layers.rescaling({ scale: 1 / 255 }),
      layers.flatten(),
      ...top,
    ]);
    const isForward = way === "forward-forward";
    net.compile({
      optimizer: optimizers.adam({ learningRate: isForward ? 0.003 : 0.001 }),
      loss: isForward ? forwardForwardLoss() : "sparseCategoricalCrossentropy",
      metrics: [isForward ? forwardForwardAccuracy({ name: "accuracy" }) : "accuracy"],
    });
    await net.fit(xTrain, yTrain, { epochs: 5, batchSize: 128, verbose: 0 });
    const error = 100 * (1 - (await net.evaluate(xTest, yTest)).accuracy);
    console.log(
      `${way}: ${error.toFixed(2)} % of the 10,000 test digits wrong; published for 4 × 2,000 neurons and 60 epochs (unconfirmed): ${published[way]} %`,
    );
    return error;
  };
  const backpropagation = await run("backpropagation", [
    layers.dense({ units: 400, activation: "relu" }),
    layers.dense({ units: 400, activation: "relu" }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  const forward = await run("forward-forward", [forwardForward({ classes: 10, units: [400, 400] })]);
  expect(backpropagation).toBeLessThan(2.5);
  expect(forward).toBeLessThan(5);
});
