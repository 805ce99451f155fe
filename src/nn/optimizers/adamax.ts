import { abs, add, divide, maximum, multiply, subtract } from "../../core/ops/index.js";
import { type CommonOptions, commonDefaults, defineOptimizer, type Optimizer } from "../optimizer.js";
import { checkMoments, type MomentOptions, momentDefaults, oneMinusPower, towards } from "./moments.js";

/**
 * Adam by the largest gradient instead of the mean square: `m ← m + (g − m)(1 − β₁)`, `u ← max(β₂ u, |g|)`,
 * `w ← w − η / (1 − β₁ᵗ) · m / (u + ε)`.
 *
 * Source  Kingma & Ba 2015, algorithm 2; Keras 3 `optimizers.Adamax`.
 *
 * @example optimizers.adamax({ learningRate: 0.002 })
 */
export const adamax: (options?: MomentOptions & CommonOptions) => Optimizer = defineOptimizer<MomentOptions>(
  "adamax",
  {
    defaults: { ...momentDefaults, ...commonDefaults },
    check: checkMoments,
    slots: () => ({ momentum: 0, norm: 0 }),
    update: ({ w, g, slots, learningRate, step, options: { beta1, beta2, epsilon } }) => {
      const m = towards(slots.momentum, g, 1 - beta1);
      const u = maximum(multiply(slots.norm, beta2), abs(g));
      const rate = divide(learningRate, oneMinusPower(beta1, step));
      return {
        w: subtract(w, divide(multiply(m, rate), add(u, epsilon))),
        slots: { momentum: m, norm: u },
      };
    },
  },
);
