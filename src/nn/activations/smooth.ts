import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { normalizeAxis } from "../../core/op.js";
import * as ops from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { namedActivation } from "./named-activation.js";

/**
 * `y = x` where x > 0, else `alpha (e^(x / alpha) − 1)`: its slope is 1 at 0 whatever alpha.
 *
 * Source  Barron 2017, equation 2; Keras 3 `activations.celu`.
 *
 * @example layers.dense({ units: 8, activation: activations.celu })
 */
export const celu: (x: Value, options?: { readonly alpha?: number }) => Value = namedActivation(
  "celu",
  (x: Value, { alpha = 1 }: { readonly alpha?: number } = {}) =>
    ops.multiply(ops.elu(ops.divide(x, alpha), { alpha: 1 }), alpha),
);

/**
 * `y = eˣ`.
 *
 * Source  Keras 3 `activations.exponential`.
 *
 * @example layers.dense({ units: 1, activation: activations.exponential })
 */
export const exponential: (x: Value) => Value = namedActivation("exponential", (x) => ops.exp(x));

interface AxisOption {
  readonly axis?: number;
}

/**
 * `y = a · sigmoid(b)`, a and b the halves of x along `axis`, the last one by default.
 *
 * Shape   half as long along `axis`.
 * Throws  `axis_out_of_range`, `shape_mismatch`.
 * Source  Dauphin et al. 2017, equation 1; Keras 3 `activations.glu`.
 *
 * @example layers.dense({ units: 16, activation: activations.glu })            // [batch, 8]
 */
export const glu: (x: Value, options?: AxisOption) => Value = namedActivation(
  "glu",
  (x: Value, { axis = -1 }: AxisOption = {}) => {
    const along = normalizeAxis("glu", axis, x.shape.length);
    const size = x.shape[along];
    if (typeof size !== "number" || size % 2 !== 0) {
      throw new NeurogradError(
        "shape_mismatch",
        `glu: axis ${axis} of ${formatShape(x.shape)} has no two halves; give it an even size`,
      );
    }
    const [a, b] = [0, size / 2].map((start) =>
      ops.slice(x, { axes: [along], starts: [start], ends: [start + size / 2] }),
    );
    return ops.multiply(a, ops.sigmoid(b));
  },
);

/**
 * `y = ln sigmoid(x) = −ln(1 + e^(−x))`.
 *
 * Source  Keras 3 `activations.log_sigmoid`.
 *
 * @example layers.dense({ units: 1, activation: activations.logSigmoid })
 */
export const logSigmoid: (x: Value) => Value = namedActivation("logSigmoid", (x) =>
  ops.negative(ops.softplus(ops.negative(x))),
);

/**
 * `y = x − ln Σ eˣ` along `axis`, the last one by default: the logarithm of softmax.
 *
 * Source  Keras 3 `activations.log_softmax`.
 *
 * @example layers.dense({ units: 10, activation: activations.logSoftmax })
 */
export const logSoftmax: (x: Value, options?: AxisOption) => Value = namedActivation(
  "logSoftmax",
  (x: Value, { axis = -1 }: AxisOption = {}) => ops.logSoftmax(x, { axis }),
);

/**
 * `y = x · tanh(ln(1 + eˣ))`.
 *
 * Source  Misra 2019, equation 1; Keras 3 `activations.mish`.
 *
 * @example layers.dense({ units: 8, activation: activations.mish })
 */
export const mish: (x: Value) => Value = namedActivation("mish", (x) =>
  ops.multiply(x, ops.tanh(ops.softplus(x))),
);

/**
 * `y = x / (1 + |x|)`.
 *
 * Source  Turian et al. 2009; Keras 3 `activations.softsign`.
 *
 * @example layers.dense({ units: 8, activation: activations.softsign })
 */
export const softsign: (x: Value) => Value = namedActivation("softsign", (x) =>
  ops.divide(x, ops.add(ops.abs(x), 1)),
);

/**
 * `y = (x + √(x² + b)) / 2`: softplus without an exponential.
 *
 * Source  Barron 2021; Keras 3 `activations.squareplus`.
 *
 * @example layers.dense({ units: 8, activation: activations.squareplus })
 */
export const squareplus: (x: Value, options?: { readonly b?: number }) => Value = namedActivation(
  "squareplus",
  (x: Value, { b = 4 }: { readonly b?: number } = {}) => {
    const root = ops.sqrt(ops.add(ops.square(x), b));
    const left = ops.divide(b / 2, ops.subtract(root, x)); // the same, where x and root cancel
    return ops.where(ops.less(x, 0), left, ops.multiply(ops.add(x, root), 0.5));
  },
);
