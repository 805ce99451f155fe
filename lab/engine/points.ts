import { datasets, type Tensor, tensor, trainTestSplit } from "neurograd";
import { type OwnPoint, packPoints, thousandths, unpackPoints } from "./own-points.js";
import { classesOf, type DrawnName, type LabSpec } from "./spec.js";

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
  Record<DrawnName, { readonly middle: readonly [number, number]; readonly half: number }>
> = {
  groups: { middle: [0, 0], half: 1.25 },
  xor: { middle: [0.5, 0.5], half: 0.75 },
  circles: { middle: [0, 0], half: 1.25 },
  moons: { middle: [0.5, 0.25], half: 1.75 },
  spirals: { middle: [0, 0], half: 1.1 },
  blobs: { middle: [0, 0], half: 1.25 },
  above: { middle: [0, 0], half: 1 },
};

export function labData(spec: LabSpec): LabData {
  const { data, seed } = spec;
  const points = data.name === "own" ? ownPoints(data.own ?? "") : drawnPoints(data, data.name, seed);
  const classes = classesOf(spec);
  const testSize = testSizeOf(data);
  if (testSize === 0) return { train: points, test: points, classes };
  const [xTrain, xTest, yTrain, yTest] = trainTestSplit([points.x, points.y], { testSize, seed });
  return { train: { x: xTrain, y: yTrain }, test: { x: xTest, y: yTest }, classes };
}

function drawnPoints(data: LabSpec["data"], name: DrawnName, seed: number): Points {
  const [maker, options] = dataCall(data, name, seed);
  const { x, y } = datasets[maker](options);
  const { middle, half } = squares[name];
  const inside = Float32Array.from(x.data as Float32Array, (value, i) => (value - middle[i % 2]) / half);
  return { x: tensor(inside, { shape: x.shape }), y };
}

function ownPoints(own: string): Points {
  const points = unpackPoints(own);
  return {
    x: tensor(Float32Array.from(points.flatMap(({ x, y }) => [x / 1000, y / 1000])), {
      shape: [points.length, 2],
    }),
    y: tensor(
      Uint8Array.from(points, ({ label }) => label),
      { shape: [points.length] },
    ),
  };
}

/** The points of a set-up as ones of one's own, to be painted on. */
export function asOwnPoints(spec: LabSpec): OwnPoint[] {
  if (spec.data.name === "own") return unpackPoints(spec.data.own ?? "");
  const { x, y } = labData({ ...spec, data: { ...spec.data, testShare: 0 } }).train;
  const at = x.toFloat64();
  return Array.from(y.toFloat64(), (label, k) => ({
    x: thousandths(at[2 * k]),
    y: thousandths(at[2 * k + 1]),
    label,
  }));
}

/** The data of a set-up that hold these points. */
export const ownData = (data: LabSpec["data"], points: readonly OwnPoint[]): LabSpec["data"] => ({
  name: "own",
  samples: points.length,
  noise: data.noise,
  testShare: data.testShare,
  own: packPoints(points),
});

/** How many points are kept for testing; of one's own points one at least is learned from. */
export function testSizeOf({ name, samples, testShare }: LabSpec["data"]): number {
  const wanted = Math.round(samples * testShare);
  return name === "own" ? Math.min(wanted, samples - 1) : wanted;
}

/** The package's function of a data set, and its options. */
export function dataCall(
  { samples, noise, curve = "sine" }: LabSpec["data"],
  name: DrawnName,
  seed: number,
): DataCall {
  if (name === "above") return ["above", { samples, noise, seed, curve }];
  if (name === "circles") return ["circles", { samples, noise, seed, factor: 0.4 }];
  if (name === "spirals") return ["spirals", { samples, noise: noise / 4, seed, turns: 1.25 }];
  if (name !== "groups" && name !== "blobs") return [name, { samples, noise, seed }];
  return [
    "blobs",
    { samples, centers: name === "groups" ? twoCenters : threeCenters, clusterStd: 0.1 + noise, seed },
  ];
}

type DataCall = readonly [
  name: "above" | "xor" | "circles" | "moons" | "spirals" | "blobs",
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
