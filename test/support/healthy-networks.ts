import { datasets, input, layers, optimizers, sequential, type Tensor, tensor } from "neurograd";
import { columnsChanged, type DoctorCase, normals, oneThread } from "./doctor-case.js";
import { pointsNet } from "./points-net.js";

const samples = 240;
const { dense } = layers;
type Points = { readonly x: Tensor; readonly y: Tensor };
const moons = (seed: number): Points => datasets.moons({ samples, noise: 0.1, seed });
const circles = (seed: number): Points => datasets.circles({ samples, noise: 0.08, seed, factor: 0.5 });
const spirals = (seed: number): Points => datasets.spirals({ samples, noise: 0.03, seed, turns: 1 });
const xor = (seed: number): Points => {
  const { x, y } = datasets.xor({ samples, noise: 0.1, seed });
  return { x: columnsChanged(x, (value) => 2 * value - 1), y };
};
const groups = (seed: number): Points => {
  const { x, y } = datasets.blobs({ samples, centers: 4, clusterStd: 1.5, seed });
  return { x: columnsChanged(x, (value) => value / 6), y };
};
const wave = (seed: number): Points => datasets.sine({ samples, noise: 0.1, seed });

/** Small images in which one half or the other is lighter. */
function halves(seed: number): { readonly x: Float32Array; readonly y: Tensor } {
  const noise = normals(seed, samples * 64);
  const label = (row: number): number => row % 2;
  const x = noise.map((value, i) => {
    const [row, column] = [Math.floor(i / 64), i % 8];
    return Math.min(1, Math.abs(value) * 0.25 + (column < 4 === (label(row) === 0) ? 0.4 : 0));
  });
  return {
    x,
    y: tensor(
      Uint8Array.from({ length: samples }, (_, row) => label(row)),
      { shape: [samples] },
    ),
  };
}

/** Sequences of 12 numbers; whether their sum is above 0. */
function sequences(seed: number): Points {
  const x = normals(seed, samples * 12);
  const y = Uint8Array.from({ length: samples }, (_, row) =>
    x.subarray(row * 12, row * 12 + 12).reduce((sum, value) => sum + value, 0) > 0 ? 1 : 0,
  );
  return { x: tensor(x, { shape: [samples, 12, 1] }), y: tensor(y, { shape: [samples] }) };
}

const two = (activation: "relu" | "tanh" | "elu" | "gelu" | "silu" | "sigmoid", units = 16) => [
  dense({ units, activation }),
  dense({ units, activation }),
];

const healthy = (name: string, make: DoctorCase["make"]): DoctorCase => ({ name, disease: undefined, make });

/** Usual networks on usual data. */
export const healthyNetworks: readonly DoctorCase[] = [
  healthy("XOR, tanh", (seed) => ({ net: pointsNet(two("tanh", 8)), ...xor(seed) })),
  healthy("moons, ReLU", (seed) => ({ net: pointsNet(two("relu")), ...moons(seed) })),
  healthy("circles, ReLU, gradient descent", (seed) => ({
    net: pointsNet(two("relu"), { optimizer: optimizers.sgd({ learningRate: 0.1 }) }),
    ...circles(seed),
  })),
  healthy("spirals, tanh, a brisk rate", (seed) => ({
    net: pointsNet(two("tanh"), { optimizer: optimizers.adam({ learningRate: 0.03 }) }),
    ...spirals(seed),
  })),
  healthy("four groups, softmax", (seed) => ({
    net: pointsNet([dense({ units: 16, activation: "relu" })], { classes: 4 }),
    ...groups(seed),
  })),
  healthy("one neuron", (seed) => ({ net: pointsNet([]), ...moons(seed) })),
  healthy("a wave, tanh", (seed) => ({
    net: pointsNet(two("tanh"), { columns: 1, loss: "meanSquaredError" }),
    ...wave(seed),
  })),
  healthy("a straight line through a wave", (seed) => ({
    net: pointsNet([], { columns: 1, loss: "meanSquaredError" }),
    ...wave(seed),
  })),
  healthy("six ReLU layers, He's weights", (seed) => ({
    net: pointsNet(
      Array.from({ length: 6 }, () =>
        dense({ units: 16, activation: "relu", kernelInitializer: "heNormal" }),
      ),
    ),
    ...moons(seed),
  })),
  healthy("elu", (seed) => ({ net: pointsNet(two("elu")), ...circles(seed) })),
  healthy("selu, LeCun's weights", (seed) => ({
    net: pointsNet(
      Array.from({ length: 3 }, () =>
        dense({ units: 16, activation: "selu", kernelInitializer: "lecunNormal" }),
      ),
    ),
    ...moons(seed),
  })),
  healthy("gelu, AdamW", (seed) => ({
    net: pointsNet(two("gelu"), { optimizer: optimizers.adamW({ learningRate: 0.01 }) }),
    ...moons(seed),
  })),
  healthy("silu, RMSProp", (seed) => ({
    net: pointsNet(two("silu"), { optimizer: optimizers.rmsprop({ learningRate: 0.005 }) }),
    ...circles(seed),
  })),
  healthy("sigmoid, two layers", (seed) => ({ net: pointsNet(two("sigmoid")), ...moons(seed) })),
  healthy("momentum", (seed) => ({
    net: pointsNet(two("relu"), { optimizer: optimizers.sgd({ learningRate: 0.05, momentum: 0.9 }) }),
    ...xor(seed),
  })),
  healthy("batch normalization, dropout", (seed) => ({
    net: pointsNet([
      dense({ units: 24 }),
      layers.batchNormalization(),
      layers.reLU(),
      layers.dropout({ rate: 0.2 }),
      dense({ units: 12, activation: "relu" }),
    ]),
    ...circles(seed),
  })),
  healthy("a convolution", (seed) => {
    const { x, y } = halves(seed);
    const net = sequential([
      input({ shape: [8, 8, 1] }),
      layers.conv2d({ filters: 8, kernelSize: 3, activation: "relu" }),
      layers.maxPooling2d(),
      layers.flatten(),
      dense({ units: 2, activation: "softmax" }),
    ]);
    net.compile({
      optimizer: optimizers.adam({ learningRate: 0.005 }),
      loss: "sparseCategoricalCrossentropy",
      ...oneThread,
    });
    return { net, x: tensor(x, { shape: [samples, 8, 8, 1] }), y };
  }),
  healthy("pixels, rescaled", (seed) => {
    const { x, y } = halves(seed);
    const net = sequential([
      input({ shape: [8, 8], dtype: "uint8" }),
      layers.rescaling({ scale: 1 / 255 }),
      layers.flatten(),
      dense({ units: 24, activation: "relu" }),
      dense({ units: 1, activation: "sigmoid" }),
    ]);
    net.compile({ optimizer: "adam", loss: "binaryCrossentropy", ...oneThread });
    return {
      net,
      x: tensor(
        Uint8Array.from(x, (v) => v * 255),
        { shape: [samples, 8, 8] },
      ),
      y,
    };
  }),
  healthy("a recurrent layer", (seed) => {
    const net = sequential([
      input({ shape: [12, 1] }),
      layers.gru({ units: 8 }),
      dense({ units: 1, activation: "sigmoid" }),
    ]);
    net.compile({
      optimizer: optimizers.adam({ learningRate: 0.01 }),
      loss: "binaryCrossentropy",
      ...oneThread,
    });
    return { net, ...sequences(seed) };
  }),
  healthy("irises, in centimeters", () => ({
    net: pointsNet([dense({ units: 12, activation: "relu" })], { columns: 4, classes: 3 }),
    ...datasets.iris(),
  })),
];
