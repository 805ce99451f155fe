import { NeurogradError } from "neurograd";
import { checkEdits, type Edit } from "./edits.js";
import { checkOwnPoints, classesOfOwn } from "./own-points.js";

// What a person has set up: everything that the state of the lab follows from. It is what a share link carries.

export const dataNames = ["groups", "xor", "circles", "moons", "spirals", "blobs", "above", "own"] as const;
/** Of the data set `above`: the classes lie above and below it. */
export const curveNames = ["line", "parabola", "corner", "sine", "waves"] as const;
export const featureNames = ["x", "y", "x²", "y²", "xy", "sin x", "sin y"] as const;
export const activationNames = [
  "tanh",
  "relu",
  "sigmoid",
  "linear",
  "leakyRelu",
  "elu",
  "gelu",
  "silu",
] as const;
export const optimizerNames = ["sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam", "adamW"] as const;
/** Cross-entropy, of two classes or more; the mean squared error is offered for two. */
export const lossNames = ["crossentropy", "meanSquaredError"] as const;
export const penaltyNames = ["none", "l1", "l2"] as const;
export const initializerNames = ["glorotUniform", "heNormal", "lecunNormal", "zeros"] as const;

export type DataName = (typeof dataNames)[number];
/** A data set that is drawn from the seed. */
export type DrawnName = Exclude<DataName, "own">;
export type CurveName = (typeof curveNames)[number];
export type FeatureName = (typeof featureNames)[number];
export type ActivationName = (typeof activationNames)[number];
export type OptimizerName = (typeof optimizerNames)[number];
export type LossName = (typeof lossNames)[number];
export type PenaltyName = (typeof penaltyNames)[number];
export type InitializerName = (typeof initializerNames)[number];

export interface LayerSpec {
  readonly units: number;
  readonly activation: ActivationName;
}

export interface LabSpec {
  readonly version: 1;
  readonly data: {
    readonly name: DataName;
    readonly samples: number;
    /** Standard deviation of what is added to each coordinate. */
    readonly noise: number;
    /** Share of the points that are kept for testing. */
    readonly testShare: number;
    /** Of `above`. */
    readonly curve?: CurveName;
    /** Of `own`: the points themselves, as `packPoints` writes them; `samples` is their number. */
    readonly own?: string;
  };
  readonly features: readonly FeatureName[];
  readonly layers: readonly LayerSpec[];
  readonly initializer: InitializerName;
  readonly loss: LossName;
  readonly optimizer: { readonly name: OptimizerName; readonly learningRate: number };
  readonly penalty: { readonly name: PenaltyName; readonly rate: number };
  readonly batchSize: number;
  readonly seed: number;
  /** Weights that were set by hand, in the order of their steps. */
  readonly edits?: readonly Edit[];
}

/** How many classes the data have. */
export function classesOf({ data }: Pick<LabSpec, "data">): number {
  if (data.name === "own") return classesOfOwn(data.own ?? "");
  return data.name === "blobs" ? 3 : 2;
}

export const defaultSpec: LabSpec = {
  version: 1,
  data: { name: "xor", samples: 200, noise: 0.1, testShare: 0.3 },
  features: ["x", "y"],
  layers: [
    { units: 4, activation: "tanh" },
    { units: 2, activation: "tanh" },
  ],
  initializer: "glorotUniform",
  loss: "crossentropy",
  optimizer: { name: "adam", learningRate: 0.03 },
  penalty: { name: "none", rate: 0.001 },
  batchSize: 10,
  seed: 42,
};

/** Limits of what the page offers; a link that asks for more is refused. */
export const limits = {
  samples: [4, 2000],
  noise: [0, 1],
  testShare: [0, 0.9],
  layers: [0, 6],
  units: [1, 16],
  learningRate: [1e-6, 1000],
  rate: [0, 10],
  batchSize: [1, 512],
  seed: [0, 2 ** 31],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

/**
 * A spec that came from outside (a link, the code tab), checked.
 *
 * Throws  `invalid_option` with the place and what may stand there.
 */
export function checkSpec(given: unknown): LabSpec {
  const top = record(given, "the lab's state");
  if (top.version !== 1) throw bad("version", top.version, "1: the link is of a newer lab");
  const data = record(top.data, "data");
  const optimizer = record(top.optimizer, "optimizer");
  const penalty = record(top.penalty, "penalty");
  const features = list(top.features, "features").map((name) => oneOf(name, featureNames, "features"));
  if (features.length === 0) throw bad("features", "empty", "at least one");
  const layers = list(top.layers, "layers");
  if (layers.length > limits.layers[1]) throw bad("layers", layers.length, `at most ${limits.layers[1]}`);
  const spec: LabSpec = {
    version: 1,
    data: checkData(data),
    features: featureNames.filter((name) => features.includes(name)),
    layers: layers.map((layer) => {
      const { units, activation } = record(layer, "layers");
      return { units: whole(units, "units"), activation: oneOf(activation, activationNames, "activation") };
    }),
    initializer: oneOf(top.initializer, initializerNames, "initializer"),
    loss: oneOf(top.loss ?? "crossentropy", lossNames, "loss"),
    optimizer: {
      name: oneOf(optimizer.name, optimizerNames, "optimizer.name"),
      learningRate: number(optimizer.learningRate, "learningRate"),
    },
    penalty: { name: oneOf(penalty.name, penaltyNames, "penalty.name"), rate: number(penalty.rate, "rate") },
    batchSize: whole(top.batchSize, "batchSize"),
    seed: whole(top.seed, "seed"),
  };
  const edits = checkEdits(top.edits, widthsOf(spec));
  return edits.length === 0 ? spec : { ...spec, edits };
}

function checkData(data: Readonly<Record<string, unknown>>): LabSpec["data"] {
  const name = oneOf(data.name, dataNames, "data.name");
  const common = {
    noise: number(data.noise, "noise"),
    testShare: number(data.testShare, "testShare"),
  };
  if (name === "own") return { name, ...checkOwnPoints(data.own), ...common };
  const drawn = { name, samples: whole(data.samples, "samples"), ...common };
  return name === "above"
    ? { ...drawn, curve: oneOf(data.curve ?? "sine", curveNames, "data.curve") }
    : drawn;
}

/** Numbers between which the layers stand: inputs, units of each hidden layer, outputs. */
function widthsOf(spec: LabSpec): readonly number[] {
  const classes = classesOf(spec);
  return [spec.features.length, ...spec.layers.map(({ units }) => units), classes === 2 ? 1 : classes];
}

function record(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>; // an object: its fields are looked at one by one
  throw bad(place, value, "an object");
}

function list(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw bad(place, value, "a list");
}

function oneOf<T extends string>(value: unknown, names: readonly T[], place: string): T {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  throw bad(place, value, `one of ${names.join(", ")}`);
}

function number(value: unknown, name: keyof typeof limits): number {
  const [least, most] = limits[name];
  if (typeof value === "number" && value >= least && value <= most) return value;
  throw bad(name, value, `a number from ${least} to ${most}`);
}

function whole(value: unknown, name: keyof typeof limits): number {
  const found = number(value, name);
  if (Number.isInteger(found)) return found;
  throw bad(name, value, "a whole number");
}

function bad(place: string, value: unknown, wanted: string): NeurogradError {
  const shown =
    typeof value === "string" ? value.slice(0, 40) : (JSON.stringify(value)?.slice(0, 40) ?? "absent");
  return new NeurogradError("invalid_option", `lab: ${place} is ${shown}; expected ${wanted}`);
}
