import type { Value } from "../../core/graph.js";
import { add, multiply, subtract } from "../../core/ops/index.js";
import { checkOptionNames } from "../../nn/config.js";
import type { Learning } from "../../nn/learning.js";
import { checkNumber, checkPositive, checkPositiveInteger } from "../../nn/options.js";
import { backTo, type Cut, cutAt, signalsOf } from "./cut-network.js";
import { type WeightPaths, weightPaths } from "./weight-joins.js";

export interface PredictiveCodingOptions {
  /** Steps in which activities settle before the weights change. Default: as many as there are layers between which errors stand. */
  readonly steps?: number;
  /** η: how far activities move at a step. Default: 1. */
  readonly rate?: number;
  /** Whether predictions stay those of the forward pass while activities settle. Default: true. */
  readonly fixedPrediction?: boolean;
  /** How much the loss of an example weighs against the errors between layers, where predictions follow. Default: 1. */
  readonly outputPrecision?: number;
}

/**
 * Learning by predictive coding: each layer predicts the next, `v̂⁺ = f(v; W)`; activities v settle so that the errors `e = v̂ − v` balance, `v ← v + η (e − (∂v̂⁺/∂v)ᵀ e⁺)`, the last error being the slope of the loss; then every weight follows the
 * error beside it, `(∂v̂⁺/∂W)ᵀ e⁺`. All of it is local. With predictions held fixed and η = 1, after as many steps as there are layers, the errors are those of backpropagation, exactly; with predictions that
 * follow the activities they come near it the less the loss weighs, because it then hardly moves them.
 *
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Whittington & Bogacz (2017), Neural Comput. 29:1229; Rosenbaum (2022), PLoS ONE 17:e0266102, algorithms 2 and 3
 *
 * @example net.compile({ optimizer: "sgd", loss: "binaryCrossentropy", learning: predictiveCoding() });
 */
export function predictiveCoding(options: PredictiveCodingOptions = {}): Learning {
  checkOptionNames("predictiveCoding", options, ["steps", "rate", "fixedPrediction", "outputPrecision"]);
  const { steps, rate = 1, fixedPrediction = true, outputPrecision = 1 } = options;
  if (steps !== undefined) checkPositiveInteger("predictiveCoding", "steps", steps);
  checkNumber("predictiveCoding", "rate", rate, 0, 1);
  checkPositive("predictiveCoding", "outputPrecision", outputPrecision);
  return {
    kind: "predictiveCoding",
    config: { ...options },
    gradients: (loss, weights) => {
      const paths = weightPaths(loss, weights);
      const activities = signalsOf(paths);
      const count = steps ?? activities.length;
      if (fixedPrediction) {
        const cut = cutAt(loss, paths, activities, activities);
        const errors = settledErrors(cut, count, rate);
        return backTo(cut, errors, weights);
      }
      // Each example has an energy of its own, though the loss is their mean: errors are scaled up and back.
      const scale = outputPrecision * (activities.length > 0 ? Number(activities[0].shape[0]) : 1);
      const { cut, errors } = settled(loss, paths, activities, count, rate, scale);
      return backTo(cut, errors, weights, scale).map((g) => g && multiply(g, 1 / scale));
    },
  };
}

/** `e ← (1 − η) e + η (∂v̂⁺/∂v)ᵀ e⁺`, from 0. */
function settledErrors(cut: Cut, steps: number, rate: number): readonly (Value | null)[] {
  let errors: readonly (Value | null)[] = cut.leaves.map(() => null);
  for (let k = 0; k < steps; k++) {
    const drive = backTo(cut, errors, cut.leaves);
    errors = errors.map((e, i) => sum(scaled(e, 1 - rate), scaled(drive[i], rate)));
  }
  return errors;
}

/** `v ← v + η (e − (∂v̂⁺/∂v)ᵀ e⁺)` with `e = v̂(v) − v`, from the forward pass on. */
function settled(
  loss: Value,
  paths: WeightPaths,
  activities: readonly Value[],
  steps: number,
  rate: number,
  scale: number,
): { readonly cut: Cut; readonly errors: readonly (Value | null)[] } {
  let cut = cutAt(loss, paths, activities, activities);
  let errors: readonly (Value | null)[] = activities.map(() => null);
  for (let k = 0; k < steps; k++) {
    const drive = backTo(cut, errors, cut.leaves, scale);
    const next = cut.leaves.map((v, i) => {
      const change = sum(scaled(errors[i], rate), scaled(drive[i], -rate));
      return change === null ? v : add(v, change);
    });
    cut = cutAt(loss, paths, activities, next);
    errors = cut.predictions.map((prediction, i) => subtract(prediction, next[i]));
  }
  return { cut, errors };
}

const scaled = (x: Value | null, factor: number): Value | null =>
  x === null || factor === 0 ? null : factor === 1 ? x : multiply(x, factor);

const sum = (a: Value | null, b: Value | null): Value | null => (a === null ? b : b === null ? a : add(a, b));
