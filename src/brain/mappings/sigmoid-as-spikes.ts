import { divide, sigmoid, subtract } from "../../core/ops/index.js";
import { checkPositive, checkPositiveInteger } from "../../nn/options.js";
import { mccullochPitts } from "../neurons/mcculloch-pitts.js";
import type { UnitMapping } from "./unit-mapping.js";

export interface SigmoidAsSpikesOptions {
  /** Steps in which it answers. */
  readonly steps: number;
  /** θ. Default: 0. */
  readonly threshold?: number;
  /** T: how much the threshold trembles. Default: 1. */
  readonly temperature?: number;
}

/**
 * A sigmoid is the chance that a noisy threshold is passed: `P(x + T·noise ≥ θ) = 1/(1 + e^(−(x − θ)/T))`, the noise being logistic. The share of steps with a spike is off by
 * `√(p(1 − p)/steps)`; without noise, T → 0, the unit is McCulloch and Pitts's step.
 *
 * Throws  `invalid_option`.
 * Source  Ackley, Hinton & Sejnowski (1985), Cogn. Sci. 9:147, equation 3
 *
 * @example
 * const [answer] = await askBoth(sigmoidAsSpikes({ steps: 10_000 }), [1]);
 * [answer.activation, answer.rate];                             // 0.731, and nearly so
 */
export function sigmoidAsSpikes({
  steps,
  threshold = 0,
  temperature = 1,
}: SigmoidAsSpikesOptions): UnitMapping {
  checkPositiveInteger("sigmoidAsSpikes", "steps", steps);
  checkPositive("sigmoidAsSpikes", "temperature", temperature);
  return {
    activation: (x) => sigmoid(divide(subtract(x, threshold), temperature)),
    neuron: mccullochPitts({ threshold, temperature, noise: "logistic" }),
    steps,
    error: (x) => {
      const p = 1 / (1 + Math.exp(-(x - threshold) / temperature));
      return Math.sqrt((p * (1 - p)) / steps);
    },
  };
}
