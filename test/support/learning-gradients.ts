import {
  input,
  type Learning,
  layers,
  type Model,
  regularizers,
  sequential,
  setSeed,
  type Tensor,
  tensor,
} from "neurograd";
import { RandomSource } from "../../src/data/random-source.js";

// What the tests of other ways to gradients share: networks, data, and products of matrices worked out apart.

export const random: RandomSource = new RandomSource(6);
export const numbers = (shape: readonly number[]): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    { shape },
  );
export const x: Tensor = numbers([8, 6]);
export const y: Tensor = tensor(Array.from({ length: 8 }, (_, i) => i % 3));

export const dense = (): Model =>
  sequential([
    input({ shape: [6] }),
    layers.dense({ units: 7, activation: "tanh" }),
    layers.dense({ units: 5, activation: "sigmoid", kernelRegularizer: regularizers.l2() }),
    layers.dense({ units: 4, activation: "tanh" }),
    layers.dense({ units: 3, activation: "softmax" }),
  ]);

/** A net on which a layer is skipped, with convolutions and normalization. */
export const conv = (): Model =>
  sequential([
    input({ shape: [6] }),
    layers.dense({ units: 36 }),
    layers.reshape({ targetShape: [6, 6, 1] }),
    layers.conv2d({ filters: 3, kernelSize: 3, activation: "tanh" }),
    layers.batchNormalization(),
    layers.conv2d({ filters: 2, kernelSize: 2, activation: "relu" }),
    layers.flatten(),
    layers.dense({ units: 3, activation: "softmax" }),
  ]);

export async function gradientsOf(
  make: () => Model,
  learning?: Learning,
  runtime: "reference" | "native" = "reference",
): Promise<Readonly<Record<string, Float64Array>>> {
  setSeed(5);
  const net = make();
  const loss = "sparseCategoricalCrossentropy";
  net.compile({ optimizer: "sgd", loss, runtime, ...(learning && { learning }) });
  const found = Object.entries(await net.gradients(x, y));
  return Object.fromEntries(found.map(([path, g]) => [path, g.toFloat64()]));
}

export const cosine = (a: Float64Array, b: Float64Array): number => {
  const dot = (u: Float64Array, v: Float64Array): number => u.reduce((sum, ui, i) => sum + ui * v[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

/** [n, k] × [k, m] */
export const product = (a: Float64Array, b: Float64Array, n: number, k: number, m: number): Float64Array =>
  Float64Array.from({ length: n * m }, (_, at) => {
    let sum = 0;
    for (let i = 0; i < k; i++) sum += a[Math.floor(at / m) * k + i] * b[i * m + (at % m)];
    return sum;
  });
export const transposed = (a: Float64Array, n: number, m: number): Float64Array =>
  a.map((_, at) => a[(at % n) * m + Math.floor(at / n)]);
