import type { SurrogateName } from "neurograd/brain";
import type { DataName } from "../spec.js";

// What two networks of one size learn, one of them with spikes.

export const surrogateNames = [
  "arctan",
  "fastSigmoid",
  "sigmoid",
  "triangular",
  "straightThrough",
] as const satisfies readonly SurrogateName[];

/** The points that are offered. */
export const pointNames = [
  "moons",
  "circles",
  "xor",
  "spirals",
  "blobs",
  "groups",
] as const satisfies readonly DataName[];
export type PointName = (typeof pointNames)[number];

export interface SpikingSpec {
  readonly data: PointName;
  /** Neurons of the hidden layer, in either network. */
  readonly hidden: number;
  /** What stands for the derivative of firing. */
  readonly surrogate: SurrogateName;
  /** What each spike of the hidden layer adds to the loss. */
  readonly spikeCost: number;
  readonly learningRate: number;
  readonly seed: number;
}

export const defaultSpikingSpec: SpikingSpec = {
  data: "circles",
  hidden: 16,
  surrogate: "arctan",
  spikeCost: 0,
  learningRate: 0.01,
  seed: 42,
};

/** Steps of time in which one point is told and answered. */
export const timeSteps = 16;
/** Neurons that tell one coordinate. */
export const tellers = 8;
/** What is left of a membrane after a step, and where it fires. */
export const beta = 0.85;
export const vThreshold = 1;
