import { uniformConstant } from "../../core/constant.js";
import type { Value } from "../../core/graph.js";
import {
  cast,
  customGradient,
  divide,
  greater,
  greaterEqual,
  multiply,
  subtract,
} from "../../core/ops/index.js";
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
    ({ inputs: [v, threshold], g }) => [times(g, surrogate.derivative(subtract(v, threshold))), null],
  );
};

/** `g d`, and of `d = 1/x` g/x: one operation less at every step of time. */
function times(g: Value, d: Value): Value {
  const [numerator = null, divisor = null] = d.node?.op === divide.def ? d.node.inputs : [];
  return divisor !== null && uniformConstant(numerator) === 1 ? divide(g, divisor) : multiply(g, d);
}
