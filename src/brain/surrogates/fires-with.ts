import { cast, customGradient, greater, greaterEqual, multiply, subtract } from "../../core/ops/index.js";
import type { FireWhen, StepContext } from "../neurons/neuron.js";
import type { Surrogate } from "./surrogate.js";

/**
 * How a neuron fires in a network that is trained: forwards exactly the step `s = [v > θ]`, backwards the surrogate, `v̄ = s̄ ⊙ ds/du` at u = v − θ. Nothing
 * flows to the threshold.
 */
export const firesWith = (surrogate: Surrogate, fireWhen: FireWhen): StepContext<never, never>["fires"] => {
  const reached = fireWhen === ">" ? greater : greaterEqual;
  return customGradient(
    (v, threshold) => cast(reached(v, threshold), { dtype: v.dtype }),
    ({ inputs: [v, threshold], g }) => [multiply(g, surrogate.derivative(subtract(v, threshold))), null],
  );
};
