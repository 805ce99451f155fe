import {
  datasets,
  initializers,
  input,
  layers,
  ops,
  optimizers,
  sequential,
  type Tensor,
  tensor,
} from "neurograd";
import { columnsChanged, type DoctorCase, normals, oneThread, withColumn } from "./doctor-case.js";
import { pointsNet } from "./points-net.js";

const samples = 240;
const moons = (seed: number): { readonly x: Tensor; readonly y: Tensor } =>
  datasets.moons({ samples, noise: 0.1, seed });
const circles = (seed: number): { readonly x: Tensor; readonly y: Tensor } =>
  datasets.circles({ samples, noise: 0.08, seed, factor: 0.5 });
const spread = (stddev: number): ReturnType<typeof initializers.randomNormal> =>
  initializers.randomNormal({ stddev });
const always = (value: number): ReturnType<typeof initializers.constant> => initializers.constant({ value });
const sgd = (learningRate: number): ReturnType<typeof optimizers.sgd> => optimizers.sgd({ learningRate });
const adam = (learningRate: number): ReturnType<typeof optimizers.adam> => optimizers.adam({ learningRate });
const dense = layers.dense;
const deep = (count: number, options: Parameters<typeof dense>[0]): ReturnType<typeof dense>[] =>
  Array.from({ length: count }, () => dense(options));

/** Two groups of points, of which the second has `share`. */
function unevenGroups(seed: number, counts: readonly number[]): { readonly x: Tensor; readonly y: Tensor } {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const noise = normals(seed, 2 * total);
  const y = Uint8Array.from(counts.flatMap((count, label) => new Array<number>(count).fill(label)));
  const x = noise.map((value, i) => value * 0.7 + (i % 2 === 0 ? y[i >> 1] : 0.5 * y[i >> 1]));
  return { x: tensor(x, { shape: [total, 2] }), y: tensor(y, { shape: [total] }) };
}

/** Each network has one thing wrong with it, on purpose. */
export const sickNetworks: readonly DoctorCase[] = [
  {
    name: "rectified units that begin far below zero",
    disease: "deadRelu",
    make: (seed) => ({
      net: pointsNet([
        dense({ units: 16, activation: "relu" }),
        dense({ units: 16, activation: "relu", biasInitializer: always(-8) }),
      ]),
      ...moons(seed),
    }),
  },
  {
    name: "a ReLU layer of its own behind a bias of −6",
    disease: "deadRelu",
    make: (seed) => ({
      net: pointsNet([dense({ units: 12, biasInitializer: always(-6) }), layers.reLU()], {
        optimizer: sgd(0.05),
      }),
      ...circles(seed),
    }),
  },
  {
    name: "dead feature maps",
    disease: "deadRelu",
    make: (seed) => {
      const images = tensor(normals(seed, samples * 36).map(Math.abs), { shape: [samples, 6, 6, 1] });
      const net = sequential([
        input({ shape: [6, 6, 1] }),
        layers.conv2d({ filters: 6, kernelSize: 3, activation: "relu", biasInitializer: always(-9) }),
        layers.flatten(),
        dense({ units: 1, activation: "sigmoid" }),
      ]);
      net.compile({ optimizer: adam(0.005), loss: "binaryCrossentropy", ...oneThread });
      return { net, x: images, y: moons(seed).y };
    },
  },
  {
    name: "tanh with first weights of size 30",
    disease: "saturation",
    make: (seed) => ({
      net: pointsNet([
        dense({ units: 12, activation: "tanh", kernelInitializer: spread(30) }),
        dense({ units: 8, activation: "tanh" }),
      ]),
      ...moons(seed),
    }),
  },
  {
    name: "sigmoid with first biases of 8",
    disease: "saturation",
    make: (seed) => ({
      net: pointsNet([dense({ units: 12, activation: "sigmoid", biasInitializer: always(8) })], {
        optimizer: sgd(0.1),
      }),
      ...circles(seed),
    }),
  },
  {
    name: "eight layers of sigmoid",
    disease: "vanishingGradient",
    make: (seed) => ({
      net: pointsNet(deep(8, { units: 10, activation: "sigmoid" }), { optimizer: sgd(0.1) }),
      ...moons(seed),
    }),
  },
  {
    name: "ten layers of tanh with tiny first weights",
    disease: "vanishingGradient",
    make: (seed) => ({
      net: pointsNet(deep(10, { units: 10, activation: "tanh", kernelInitializer: spread(0.08) }), {
        optimizer: sgd(0.1),
      }),
      ...circles(seed),
    }),
  },
  {
    name: "eight ReLU layers with first weights of size 1.5",
    disease: "explodingGradient",
    make: (seed) => ({
      net: pointsNet(deep(8, { units: 16, activation: "relu", kernelInitializer: spread(1.5) }), {
        optimizer: sgd(0.001),
      }),
      ...moons(seed),
    }),
  },
  {
    name: "six linear layers with first weights of size 2",
    disease: "explodingGradient",
    make: (seed) => ({
      net: pointsNet(deep(6, { units: 12, kernelInitializer: spread(2) }), {
        optimizer: adam(0.001),
        loss: "meanSquaredError",
      }),
      ...moons(seed),
    }),
  },
  {
    name: "a recurrence that triples at each of 20 steps",
    disease: "explodingGradient",
    make: (seed) => {
      const net = sequential([
        input({ shape: [20, 1] }),
        layers.simpleRNN({
          units: 8,
          activation: "linear",
          recurrentInitializer: initializers.orthogonal({ gain: 3 }),
        }),
        dense({ units: 1 }),
      ]);
      net.compile({ optimizer: sgd(1e-12), loss: "meanSquaredError", ...oneThread });
      const y = tensor(normals(seed + 1, samples), { shape: [samples, 1] });
      return { net, x: tensor(normals(seed, samples * 20), { shape: [samples, 20, 1] }), y };
    },
  },
  {
    name: "the logarithm of a rectified sum",
    disease: "nonFinite",
    make: (seed) => ({
      net: pointsNet([
        dense({ units: 8, activation: "relu" }),
        layers.lambda((h) => ops.log(h)),
        dense({ units: 4, activation: "tanh" }),
      ]),
      ...moons(seed),
    }),
  },
  {
    name: "a division by what is 0 for one example",
    disease: "nonFinite",
    make: (seed) => {
      const { x, y } = moons(seed);
      const net = pointsNet([
        layers.lambda((p) => ops.divide(p, ops.abs(p))),
        dense({ units: 8, activation: "tanh" }),
      ]);
      return { net, x: columnsChanged(x, (value) => (Math.abs(value) < 0.02 ? 0 : value)), y };
    },
  },
  {
    name: "gradient descent with a rate of 60",
    disease: "rateTooHigh",
    make: (seed) => ({
      net: pointsNet([dense({ units: 12, activation: "tanh" })], { optimizer: sgd(60) }),
      ...circles(seed),
    }),
  },
  {
    name: "Adam with a rate of 3",
    disease: "rateTooHigh",
    make: (seed) => ({
      net: pointsNet([dense({ units: 12, activation: "relu" }), dense({ units: 8, activation: "relu" })], {
        optimizer: adam(3),
      }),
      ...moons(seed),
    }),
  },
  {
    name: "a straight line learned with a rate of 5: the loss leaves the numbers there are",
    disease: "rateTooHigh",
    make: (seed) => {
      const { x, y } = datasets.sine({ samples, noise: 0.1, seed });
      return { net: pointsNet([], { columns: 1, loss: "meanSquaredError", optimizer: sgd(5) }), x, y };
    },
  },
  {
    name: "points measured in thousandths",
    disease: "unscaledInputs",
    make: (seed) => {
      const { x, y } = moons(seed);
      const net = pointsNet([dense({ units: 12, activation: "tanh" })]);
      return { net, x: columnsChanged(x, (value) => value * 1000), y };
    },
  },
  {
    name: "an income beside an age",
    disease: "unscaledInputs",
    make: (seed) => {
      const { x, y } = circles(seed);
      const net = pointsNet([dense({ units: 12, activation: "relu" })]);
      return { net, x: columnsChanged(x, (value, k) => (k === 0 ? 40_000 + 9000 * value : 4 + value)), y };
    },
  },
  {
    name: "pixels from 0 to 255",
    disease: "unscaledInputs",
    make: (seed) => {
      const pixels = normals(seed, samples * 36).map((v) => Math.min(255, Math.abs(v) * 90));
      const net = sequential([
        input({ shape: [6, 6], dtype: "uint8" }),
        layers.flatten(),
        dense({ units: 16, activation: "relu" }),
        dense({ units: 1, activation: "sigmoid" }),
      ]);
      net.compile({ optimizer: adam(0.001), loss: "binaryCrossentropy", ...oneThread });
      return { net, x: tensor(Uint8Array.from(pixels), { shape: [samples, 6, 6] }), y: moons(seed).y };
    },
  },
  {
    name: "the label among the columns",
    disease: "leakingLabels",
    make: (seed) => {
      const { x, y } = circles(seed);
      const net = pointsNet([dense({ units: 12, activation: "relu" })], { columns: 3 });
      return { net, x: withColumn(x, (row) => Number(y.data[row])), y };
    },
  },
  {
    name: "a number of the class in other units, of three classes",
    disease: "leakingLabels",
    make: (seed) => {
      const { x, y } = datasets.blobs({ samples, centers: 3, clusterStd: 2, seed });
      const net = pointsNet([dense({ units: 12, activation: "tanh" })], { columns: 3, classes: 3 });
      const scaled = columnsChanged(x, (value) => value / 8);
      return { net, x: withColumn(scaled, (row) => 0.3 - 0.4 * Number(y.data[row])), y };
    },
  },
  {
    name: "a target that is a column, times two",
    disease: "leakingLabels",
    make: (seed) => {
      const x = tensor(normals(seed, samples * 3), { shape: [samples, 3] });
      const y = Float32Array.from({ length: samples }, (_, row) => 2 * Number(x.data[row * 3 + 1]) + 1);
      const net = pointsNet([dense({ units: 8, activation: "tanh" })], {
        columns: 3,
        loss: "meanSquaredError",
      });
      return { net, x, y: tensor(y, { shape: [samples, 1] }) };
    },
  },
  {
    name: "one example of the second kind in twenty",
    disease: "imbalance",
    make: (seed) => ({
      net: pointsNet([dense({ units: 12, activation: "relu" })]),
      ...unevenGroups(seed, [228, 12]),
    }),
  },
  {
    name: "a rare third kind",
    disease: "imbalance",
    make: (seed) => ({
      net: pointsNet([dense({ units: 12, activation: "tanh" })], { classes: 3 }),
      ...unevenGroups(seed, [120, 112, 8]),
    }),
  },
  {
    name: "all first weights 0",
    disease: "identicalUnits",
    make: (seed) => ({
      net: pointsNet([
        dense({ units: 8, activation: "tanh", kernelInitializer: "zeros" }),
        dense({ units: 8, activation: "tanh", kernelInitializer: "zeros" }),
      ]),
      ...moons(seed),
    }),
  },
  {
    name: "all first weights the same",
    disease: "identicalUnits",
    make: (seed) => ({
      net: pointsNet([dense({ units: 8, activation: "relu", kernelInitializer: always(0.4) })], {
        outputInitializer: always(0.3),
      }),
      ...circles(seed),
    }),
  },
  {
    name: "gradient descent with a rate of a ten-millionth",
    disease: "rateTooLow",
    make: (seed) => ({
      net: pointsNet([dense({ units: 12, activation: "tanh" })], { optimizer: sgd(1e-7) }),
      ...circles(seed),
    }),
  },
];
