import {
  input,
  layers,
  type Model,
  model,
  type Optimizer,
  ops,
  optimizers,
  type Regularizer,
  regularizers,
  setSeed,
  type Value,
} from "neurograd";
import type { FeatureName, LabSpec, LayerSpec } from "./spec.js";

/** What each feature makes of a point's two coordinates. */
const features: Readonly<Record<FeatureName, (x: Value, y: Value) => Value>> = {
  x: (x) => x,
  y: (_, y) => y,
  "x²": (x) => ops.square(x),
  "y²": (_, y) => ops.square(y),
  xy: (x, y) => ops.multiply(x, y),
  "sin x": (x) => ops.sin(ops.multiply(x, Math.PI)),
  "sin y": (_, y) => ops.sin(ops.multiply(y, Math.PI)),
};

export interface BuildOptions {
  /** Activations are layers of their own, `hidden_1_activation`, and the features one: what stands between is seen. */
  readonly isSplit?: boolean;
  /** "reference" computes in float64. */
  readonly runtime?: "wasm" | "reference";
}

/** The network of a spec, with fresh weights, compiled. Its layers are named hidden_1, …, output. */
export function buildNetwork(
  spec: LabSpec,
  classes: number,
  { isSplit = false, runtime = "wasm" }: BuildOptions = {},
): Model {
  setSeed(spec.seed);
  const points = input({ shape: [2] });
  const [x, y] = ops.split(points, { axis: 1, sections: 2 });
  const chosen = spec.features.map((name) => features[name](x, y));
  let h = chosen.length === 1 ? chosen[0] : ops.concatenate(chosen, { axis: 1 });
  if (isSplit) h = layers.identity({ name: "features" }).apply(h);
  const penalty = penaltyOf(spec);
  const { initializer: kernelInitializer } = spec;
  for (const { name, units, activation } of layerList(spec, classes)) {
    const common = { units, kernelInitializer, name, ...(penalty && { kernelRegularizer: penalty }) };
    h = layers.dense(isSplit ? common : { ...common, activation }).apply(h);
    if (isSplit) h = layers.activation({ activation, name: `${name}_activation` }).apply(h);
  }
  const net = model({ inputs: points, outputs: h });
  net.compile({
    optimizer: optimizerOf(spec),
    loss: lossOf(spec, classes),
    metrics: ["accuracy"],
    runtime,
    threads: 1, // the same bits on every machine
  });
  return net;
}

/** What is made small, as the package calls it. */
export function lossOf(
  { loss }: Pick<LabSpec, "loss">,
  classes: number,
): "binaryCrossentropy" | "sparseCategoricalCrossentropy" | "meanSquaredError" {
  if (classes > 2) return "sparseCategoricalCrossentropy";
  return loss === "crossentropy" ? "binaryCrossentropy" : "meanSquaredError";
}

export interface NamedLayer {
  readonly name: string;
  readonly units: number;
  readonly activation: LayerSpec["activation"] | "softmax";
}

/** The layers with weights, from the first hidden one to the output. */
export const layerList = ({ layers: hidden }: LabSpec, classes: number): readonly NamedLayer[] => [
  ...hidden.map((layer, k) => ({ ...layer, name: `hidden_${k + 1}` })),
  classes === 2
    ? { name: "output", units: 1, activation: "sigmoid" }
    : { name: "output", units: classes, activation: "softmax" },
];

/** What is added to the loss for each matrix of weights; undefined: nothing. */
export function penaltyOf({ penalty: { name, rate } }: LabSpec): Regularizer | undefined {
  if (name === "none") return undefined;
  return name === "l1" ? regularizers.l1({ l1: rate }) : regularizers.l2({ l2: rate });
}

export function optimizerOf({ optimizer: { name, learningRate } }: Pick<LabSpec, "optimizer">): Optimizer {
  if (name === "momentum") return optimizers.sgd({ learningRate, momentum: 0.9 });
  if (name === "nesterov") return optimizers.sgd({ learningRate, momentum: 0.9, nesterov: true });
  return optimizers[name]({ learningRate });
}
