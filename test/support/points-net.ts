import { type initializers, input, type Layer, layers, type Model, optimizers, sequential } from "neurograd";
import { oneThread } from "./doctor-case.js";

type Optimizer = ReturnType<typeof optimizers.sgd>;
type Loss = "binaryCrossentropy" | "sparseCategoricalCrossentropy" | "meanSquaredError";

export interface NetOptions {
  readonly columns?: number;
  /** One: a sigmoid; more: softmax; with the squared error, a number. */
  readonly classes?: number;
  readonly optimizer?: Optimizer;
  readonly loss?: Loss;
  readonly outputInitializer?: ReturnType<typeof initializers.constant>;
}

/** Hidden layers between columns and an answer, compiled for the oneThread runtime. */
export function pointsNet(hidden: readonly Layer[], options: NetOptions = {}): Model {
  const { columns = 2, classes = 1, optimizer = optimizers.adam({ learningRate: 0.01 }) } = options;
  const loss: Loss = options.loss ?? (classes === 1 ? "binaryCrossentropy" : "sparseCategoricalCrossentropy");
  const activation = loss === "meanSquaredError" ? "linear" : classes === 1 ? "sigmoid" : "softmax";
  const { outputInitializer } = options;
  const kernel = outputInitializer && { kernelInitializer: outputInitializer };
  const net = sequential([
    input({ shape: [columns] }),
    ...hidden,
    layers.dense({ units: classes, activation, name: "output", ...kernel }),
  ]);
  net.compile({ optimizer, loss, ...oneThread });
  return net;
}
