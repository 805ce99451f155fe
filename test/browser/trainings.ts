// What the page trains, and Node for comparison: the same code, seeds and data.
import {
  input,
  layers,
  losses,
  type Model,
  optimizers,
  sequential,
  setSeed,
  type Tensor,
  tensor,
} from "neurograd";

/** `net.fit` here or in a worker. */
export type Fit = (net: Model, x: Tensor, y: Tensor, options: object) => ReturnType<Model["fit"]>;

export interface Images {
  readonly x: Tensor;
  readonly y: Tensor;
}

export async function trainXor(train: Fit, threads?: number): Promise<readonly number[]> {
  setSeed(1);
  const net = sequential([
    input({ shape: [2] }),
    layers.dense({ units: 8, activation: "tanh" }),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ]);
  net.compile({
    optimizer: optimizers.adam({ learningRate: 0.05 }),
    loss: losses.binaryCrossentropy(),
    runtime: "wasm",
    ...(threads !== undefined && { threads }),
  });
  const x = tensor([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
  const { history } = await train(net, x, tensor([[0], [1], [1], [0]]), { epochs: 200, verbose: 0 });
  return history.loss;
}

/** Three epochs on a few digits, with shuffling and dropout; losses and accuracies of training and validation. */
export async function trainDigits(
  train: Fit,
  { x, y }: Images,
  threads?: number,
): Promise<Readonly<Record<string, readonly number[]>>> {
  setSeed(2);
  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
    layers.dense({ units: 64, activation: "relu" }),
    layers.dropout({ rate: 0.1 }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  net.compile({
    optimizer: "adam",
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    runtime: "wasm",
    ...(threads !== undefined && { threads }),
  });
  return (await train(net, x, y, { epochs: 3, batchSize: 32, validationSplit: 0.25, verbose: 0 })).history;
}
