import {
  input,
  layers,
  type Model,
  metrics,
  optimizers,
  type Schedule,
  sequential,
  setSeed,
} from "neurograd";

// The network that reads digits. `scripts/digits.mjs` trains it for the build; the page trains it anew.

/** What the parts of the picture are called, from the image to the answer. */
export const layerNames = ["image", "conv_1", "pool_1", "conv_2", "pool_2", "answer"] as const;

export interface DigitsNetwork {
  readonly seed: number;
  readonly learningRate: number | Schedule;
}

/** Two convolutions of 8 and 16 kernels, 5 994 weights, fresh, compiled. */
export function digitsNetwork({ seed, learningRate }: DigitsNetwork): Model {
  setSeed(seed);
  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255, name: "brightness" }),
    layers.reshape({ targetShape: [28, 28, 1], name: "image" }),
    layers.conv2d({ filters: 8, kernelSize: 5, activation: "relu", name: "conv_1" }), // [24, 24, 8]
    layers.maxPooling2d({ name: "pool_1" }), // [12, 12, 8]
    layers.conv2d({ filters: 16, kernelSize: 5, activation: "relu", name: "conv_2" }), // [8, 8, 16]
    layers.maxPooling2d({ name: "pool_2" }), // [4, 4, 16]
    layers.flatten({ name: "flat" }),
    layers.dense({ units: 10, activation: "softmax", name: "answer" }),
  ]);
  compileDigits(net, learningRate);
  return net;
}

export function compileDigits(net: Model, learningRate: number | Schedule): void {
  net.compile({
    optimizer: optimizers.adam({ learningRate }),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy", metrics.confusionMatrix()],
    runtime: "wasm",
    threads: 1, // the same bits on every machine
  });
}

/** What the script measured and wrote into the file of the weights. */
export interface Measured {
  /** Images trained on. */
  readonly trained: number;
  readonly epochs: number;
  /** Images asked about, none of which it has seen. */
  readonly tested: number;
  readonly accuracy: number;
  readonly loss: number;
}
