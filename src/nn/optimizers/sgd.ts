import { add, multiply, subtract } from "../../core/ops/index.js";
import { type CommonOptions, commonDefaults, defineOptimizer, type Optimizer } from "../optimizer.js";
import { checkNumber } from "../options.js";

export interface SgdOptions {
  readonly momentum?: number;
  readonly nesterov?: boolean;
}

/**
 * Gradient descent: `w ← w − η g`; with momentum `m ← μ m − η g`, `w ← w + m`, or `w ← w + μ m − η g` (nesterov).
 * With one batch an epoch it is full-batch gradient descent, with more it is stochastic.
 *
 * Source  Polyak 1964; Sutskever et al. 2013, equations 3–4; Keras 3 `optimizers.SGD`.
 *
 * @example optimizers.sgd({ learningRate: 0.1, momentum: 0.9 })
 */
export const sgd: (options?: SgdOptions & CommonOptions) => Optimizer = defineOptimizer<SgdOptions>("sgd", {
  defaults: { learningRate: 0.01, momentum: 0, nesterov: false, ...commonDefaults },
  check: ({ momentum }, where) => checkNumber(where, "momentum", momentum, 0, 1),
  slots: ({ momentum }) => (momentum === 0 ? {} : { momentum: 0 }),
  update: ({ w, g, slots, learningRate, options: { momentum, nesterov } }) => {
    const change = multiply(g, learningRate);
    if (momentum === 0) return { w: subtract(w, change) };
    const m = subtract(multiply(slots.momentum, momentum), change);
    return {
      w: nesterov ? add(w, subtract(multiply(m, momentum), change)) : add(w, m),
      slots: { momentum: m },
    };
  },
});
