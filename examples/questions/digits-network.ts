import { input, layers, type Model, sequential } from "neurograd";

/** A network for MNIST: flattened digits, hidden layers of these sizes, ten probabilities; compiled with Adam. */
export function digitsNetwork(
  hidden: readonly number[],
  activation: "relu" | "tanh" | "sigmoid" = "relu",
): Model {
  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
    ...hidden.map((units) => layers.dense({ units, activation })),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  return net;
}
