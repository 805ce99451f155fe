import type { OptimizerName } from "../spec.js";

/** One who runs: an optimizer with its learning rate. */
export interface Racer {
  readonly name: OptimizerName;
  readonly learningRate: number;
}

export const racerNames = [
  "sgd",
  "momentum",
  "nesterov",
  "rmsprop",
  "adam",
  "adamW",
] as const satisfies readonly OptimizerName[];
export type RacerName = (typeof racerNames)[number];

/** The learning rates that are offered. */
export const rates: readonly number[] = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
