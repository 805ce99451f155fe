import type { Value } from "../../core/graph.js";
import { add, divide, exp, multiply, sqrt, square, subtract } from "../../core/ops/index.js";
import { type CommonOptions, commonDefaults, defineOptimizer, type Optimizer } from "../optimizer.js";
import { checkMoments, type MomentOptions, momentDefaults, oneMinusPower, towards } from "./moments.js";

/** uₜ = β₁ (1 − ½ · 0.96ᵗ): how much momentum there is at step t. */
const momentumAt = (beta1: number, step: Value): Value =>
  multiply(subtract(1, multiply(exp(multiply(step, Math.log(0.96))), 0.5)), beta1);

/**
 * Adam with Nesterov's momentum: `m` and `v` as in Adam, `uₜ = β₁ (1 − ½ · 0.96ᵗ)`, `Uₜ = u₁ ⋯ uₜ`,
 * `m̂ = uₜ₊₁ m / (1 − Uₜ₊₁) + (1 − uₜ) g / (1 − Uₜ)`, `w ← w − η m̂ / (√(v / (1 − β₂ᵗ)) + ε)`.
 *
 * Source  Dozat 2016, algorithm 2; Keras 3 `optimizers.Nadam`.
 *
 * @example optimizers.nadam({ learningRate: 0.002 })
 */
export const nadam: (options?: MomentOptions & CommonOptions) => Optimizer = defineOptimizer<MomentOptions>(
  "nadam",
  {
    defaults: { ...momentDefaults, ...commonDefaults },
    check: checkMoments,
    slots: () => ({ momentum: 0, velocity: 0 }),
    scalars: { uProduct: 1 },
    updateScalars: ({ scalars: { uProduct }, step, options: { beta1 } }) => ({
      uProduct: multiply(uProduct, momentumAt(beta1, step)),
    }),
    update: ({ w, g, slots, scalars: { uProduct }, learningRate, step, options }) => {
      const { beta1, beta2, epsilon } = options;
      const m = towards(slots.momentum, g, 1 - beta1);
      const v = towards(slots.velocity, square(g), 1 - beta2);
      const u = momentumAt(beta1, step);
      const next = momentumAt(beta1, add(step, 1));
      const ofMomentum = divide(next, subtract(1, multiply(uProduct, next)));
      const ofGradient = divide(subtract(1, u), subtract(1, uProduct));
      const mHat = add(multiply(m, ofMomentum), multiply(g, ofGradient));
      const spread = add(sqrt(divide(v, oneMinusPower(beta2, step))), epsilon);
      return {
        w: subtract(w, divide(multiply(mHat, learningRate), spread)),
        slots: { momentum: m, velocity: v },
      };
    },
  },
);
