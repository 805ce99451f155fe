import {
  input,
  layers,
  type Model,
  model,
  ops,
  optimizers,
  regularizers,
  setSeed,
  type Value,
} from "neurograd";
import type { FeatureName, LabSpec } from "./spec.js";

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

/** The network of a spec, with fresh weights, compiled. Its layers are named hidden_1, …, output. */
export function buildNetwork(spec: LabSpec, classes: number): Model {
  setSeed(spec.seed);
  const points = input({ shape: [2] });
  const [x, y] = ops.split(points, { axis: 1, sections: 2 });
  const chosen = spec.features.map((name) => features[name](x, y));
  let h = chosen.length === 1 ? chosen[0] : ops.concatenate(chosen, { axis: 1 });
  const kernelRegularizer = penaltyOf(spec);
  const { initializer: kernelInitializer } = spec;
  spec.layers.forEach(({ units, activation }, k) => {
    const name = `hidden_${k + 1}`;
    h = layers.dense({ units, activation, kernelInitializer, name, ...kernelRegularizer }).apply(h);
  });
  const last =
    classes === 2
      ? { units: 1, activation: "sigmoid" as const }
      : { units: classes, activation: "softmax" as const };
  h = layers.dense({ ...last, kernelInitializer, name: "output", ...kernelRegularizer }).apply(h);
  const net = model({ inputs: points, outputs: h });
  net.compile({
    optimizer: optimizerOf(spec),
    loss: classes === 2 ? "binaryCrossentropy" : "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    runtime: "wasm",
    threads: 1, // the same bits on every machine
  });
  return net;
}

function penaltyOf({ penalty: { name, rate } }: LabSpec): object {
  if (name === "none") return {};
  return { kernelRegularizer: name === "l1" ? regularizers.l1({ l1: rate }) : regularizers.l2({ l2: rate }) };
}

function optimizerOf({ optimizer: { name, learningRate } }: LabSpec): ReturnType<typeof optimizers.sgd> {
  if (name === "momentum") return optimizers.sgd({ learningRate, momentum: 0.9 });
  if (name === "nesterov") return optimizers.sgd({ learningRate, momentum: 0.9, nesterov: true });
  return optimizers[name]({ learningRate });
}
