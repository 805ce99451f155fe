import { NeurogradError } from "../errors.js";
import type { Value } from "../graph.js";
import { defineOp, type Op, type UnaryOp } from "../op.js";
import { type Operand, toValue } from "../operand.js";

/**
 * `y = x`, through which no gradient flows: x̄ = 0.
 *
 * Source  PyTorch's `detach`, Keras's `stop_gradient`.
 *
 * @example ops.subtract(reward, stopGradient(baseline))
 */
export const stopGradient: UnaryOp = defineOp("stopGradient", {
  inputs: ["x"],
  attrs: {},
  onnx: "Identity",
  fromOnnx: { Identity: (node) => node.inputs[0] as Value },
  commutes: "elementwise",
  infer: ([x]) => x,
  vjp: "zero",
  reference: ([x]) => x,
  simplify: ({ inputs: [x] }) => x, // simplification comes after differentiation
});

export interface CustomGradientContext {
  readonly inputs: readonly Value[];
  readonly output: Value;
  /** The cotangent of `output`. */
  readonly g: Value;
}
export type CustomBackward = (context: CustomGradientContext) => readonly (Value | null)[];

/** The first input, with a derivative of the user's own towards the others. */
const withGradient: Op<["...values"], { backward: CustomBackward }, "backward"> = defineOp("customGradient", {
  inputs: ["...values"],
  required: ["backward"],
  attrs: {},
  onnx: (to, [y]) => to.node("Identity", [y]),
  infer: ([y]) => y,
  vjp: ({ inputs: [, ...inputs], output, g, attrs: { backward } }) => {
    const cotangents = backward({ inputs, output, g });
    if (cotangents.length === inputs.length) return [null, ...cotangents];
    throw new NeurogradError(
      "shape_mismatch",
      `customGradient: backward gave ${cotangents.length} cotangents for ${inputs.length} inputs; give one each, null where nothing flows`,
    );
  },
  reference: ([y]) => y,
  simplify: ({ inputs: [y] }) => y,
});

/**
 * `y = forward(...inputs)`, whose derivative is what `backward` says: one cotangent (or null) per input. For
 * surrogate gradients, straight-through estimators, and functions whose derivative is better written by hand.
 *
 * Throws  `shape_mismatch` (while differentiating) where a cotangent has not its input's shape, or one is missing.
 * Source  JAX's `custom_vjp`, Keras's `custom_gradient`.
 *
 * @example
 * const spike = customGradient(
 *   (v) => ops.binaryStep(v),
 *   ({ inputs: [v], g }) => [ops.multiply(g, ops.divide(1, ops.square(ops.add(ops.abs(v), 1))))],
 * );
 */
export function customGradient(
  forward: (...inputs: readonly Value[]) => Value,
  backward: CustomBackward,
): (...inputs: readonly Operand[]) => Value {
  return (...operands) => {
    const inputs = operands.map(toValue);
    return withGradient([forward(...inputs), ...inputs], { backward });
  };
}

/** The op behind `customGradient`, for tests. */
export { withGradient };
