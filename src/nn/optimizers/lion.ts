import type { Value } from "../../core/graph.js";
import { add, multiply, sign, subtract } from "../../core/ops/index.js";
import { type CommonOptions, commonDefaults, defineOptimizer, type Optimizer } from "../optimizer.js";
import { checkNumber, checkPositive } from "../options.js";

export interface LionOptions {
  readonly beta1?: number;
  readonly beta2?: number;
}

/**
 * Steps of one size, in the direction of a mean of momentum and gradient: `w ← w − η sign(β₁ m + (1 − β₁) g)`,
 * `m ← β₂ m + (1 − β₂) g`.
 *
 * Source  Chen et al. 2023, algorithm 2; Keras 3 `optimizers.Lion`.
 *
 * @example optimizers.lion({ learningRate: 1e-4, weightDecay: 0.1 })
 */
export const lion: (options?: LionOptions & CommonOptions) => Optimizer = defineOptimizer<LionOptions>(
  "lion",
  {
    defaults: { learningRate: 0.001, beta1: 0.9, beta2: 0.99, ...commonDefaults },
    check: ({ beta1, beta2 }, where) => {
      checkPositive(where, "beta1", beta1); // with 0 momentum would have no say
      checkNumber(where, "beta1", beta1, 0, 1);
      checkNumber(where, "beta2", beta2, 0, 1);
    },
    slots: () => ({ momentum: 0 }),
    update: ({ w, g, slots, learningRate, options: { beta1, beta2 } }) => {
      const mixed = (beta: number): Value => add(multiply(slots.momentum, beta), multiply(g, 1 - beta));
      return {
        w: subtract(w, multiply(sign(mixed(beta1)), learningRate)),
        slots: { momentum: mixed(beta2) },
      };
    },
  },
);
