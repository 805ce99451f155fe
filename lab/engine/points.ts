import { datasets, type Tensor, tensor, trainTestSplit } from "neurograd";
import type { LabSpec } from "./spec.js";

// The points a network learns from, in the square from −1 to 1 that the pictures show.

export interface Points {
  /** float32 [n, 2] */
  readonly x: Tensor;
  /** uint8 [n] */
  readonly y: Tensor;
}

export interface LabData {
  readonly train: Points;
  readonly test: Points;
  readonly classes: number;
}

/** Where the picture's square lies in the coordinates of a data set: its middle and half its width. */
export const squares: Readonly<
  Record<LabSpec["data"]["name"], { readonly middle: readonly [number, number]; readonly half: number }>
> = {
  groups: { middle: [0, 0], half: 1.25 },
  xor: { middle: [0.5, 0.5], half: 0.75 },
  circles: { middle: [0, 0], half: 1.25 },
  moons: { middle: [0.5, 0.25], half: 1.75 },
  spirals: { middle: [0, 0], half: 1.1 },
  blobs: { middle: [0, 0], half: 1.25 },
};

export function labData({ data, seed }: LabSpec): LabData {
  const [name, options] = dataCall(data, seed);
  const { x, y } = datasets[name](options);
  const { middle, half } = squares[data.name];
  const inside = Float32Array.from(x.data as Float32Array, (value, i) => (value - middle[i % 2]) / half);
  const points = { x: tensor(inside, { shape: x.shape }), y };
  const classes = data.name === "blobs" ? 3 : 2;
  const testSize = testSizeOf(data);
  if (testSize === 0) return { train: points, test: points, classes };
  const [xTrain, xTest, yTrain, yTest] = trainTestSplit([points.x, points.y], { testSize, seed });
  return { train: { x: xTrain, y: yTrain }, test: { x: xTest, y: yTest }, classes };
}

/** How many points are kept for testing. */
export const testSizeOf = ({ samples, testShare }: LabSpec["data"]): number =>
  Math.round(samples * testShare);

/** The package's function of a data set, and its options. */
export function dataCall({ name, samples, noise }: LabSpec["data"], seed: number): DataCall {
  if (name === "circles") return ["circles", { samples, noise, seed, factor: 0.4 }];
  if (name === "spirals") return ["spirals", { samples, noise: noise / 4, seed, turns: 1.25 }];
  if (name !== "groups" && name !== "blobs") return [name, { samples, noise, seed }];
  return [
    "blobs",
    { samples, centers: name === "groups" ? twoCenters : threeCenters, clusterStd: 0.1 + noise, seed },
  ];
}

type DataCall = readonly [
  name: "xor" | "circles" | "moons" | "spirals" | "blobs",
  options: Readonly<Record<string, unknown>>,
];

const twoCenters = [
  [-0.5, -0.4],
  [0.5, 0.4],
];
const threeCenters = [
  [0, 0.7],
  [-0.65, -0.45],
  [0.65, -0.45],
];
