import type { Value } from "../../core/graph.js";
import { add, clip, divide, less, multiply, relu, where } from "../../core/ops/index.js";
import { namedActivation } from "./named-activation.js";

/**
 * `y = min(max(0, x), 6)`.
 *
 * Source  Krizhevsky 2010; Keras 3 `activations.relu6`.
 *
 * @example layers.dense({ units: 8, activation: activations.relu6 })
 */
export const relu6: (x: Value) => Value = namedActivation("relu6", (x) => where(less(x, 6), relu(x), 6));

/**
 * `y = relu6(x + 3) / 6`: sigmoid by straight lines.
 *
 * Source  Courbariaux et al. 2015; Keras 3 `activations.hard_sigmoid`.
 *
 * @example layers.dense({ units: 8, activation: activations.hardSigmoid })
 */
export const hardSigmoid: (x: Value) => Value = namedActivation("hardSigmoid", (x) =>
  divide(relu6(add(x, 3)), 6),
);

/**
 * `y = x · hardSigmoid(x)`, also called hard swish.
 *
 * Source  Howard et al. 2019, equation 1; Keras 3 `activations.hard_silu`.
 *
 * @example layers.dense({ units: 8, activation: activations.hardSilu })
 */
export const hardSilu: (x: Value) => Value = namedActivation("hardSilu", (x) => multiply(x, hardSigmoid(x)));

/**
 * `y = min(max(−1, x), 1)`: tanh by straight lines.
 *
 * Source  Collobert 2004; Keras 3 `activations.hard_tanh`.
 *
 * @example layers.dense({ units: 8, activation: activations.hardTanh })
 */
export const hardTanh: (x: Value) => Value = namedActivation("hardTanh", (x) =>
  clip(x, { minimum: -1, maximum: 1 }),
);
