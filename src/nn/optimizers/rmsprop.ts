import type { Value } from "../../core/graph.js";
import { add, divide, multiply, sqrt, square, subtract } from "../../core/ops/index.js";
import { type CommonOptions, commonDefaults, defineOptimizer, type Optimizer } from "../optimizer.js";
import { checkNumber } from "../options.js";

export interface RmspropOptions {
  /** How much of the running mean of squares stays at each step. */
  readonly rho?: number;
  readonly momentum?: number;
  readonly epsilon?: number;
  /** Divides by an estimate of the variance of the gradient, not of its mean square. */
  readonly centered?: boolean;
}

/**
 * `v ← ρ v + (1 − ρ) g²`, `w ← w − η g / √(v + ε)`; centered, with `a ← ρ a + (1 − ρ) g`, divides by `√(v + ε − a²)`;
 * with momentum the step is `m ← μ m + η g / √…`, `w ← w − m`.
 *
 * Source  Tieleman & Hinton, Neural Networks for Machine Learning, lecture 6.5, 2012; Graves 2013, equations 38–45
 *         (centered); Keras 3 `optimizers.RMSprop`, epsilon inside the root.
 *
 * @example optimizers.rmsprop({ rho: 0.95, momentum: 0.9 })
 */
export const rmsprop: (options?: RmspropOptions & CommonOptions) => Optimizer =
  defineOptimizer<RmspropOptions>("rmsprop", {
    defaults: {
      learningRate: 0.001,
      rho: 0.9,
      momentum: 0,
      epsilon: 1e-7,
      centered: false,
      ...commonDefaults,
    },
    check: ({ rho, momentum, epsilon }, where) => {
      checkNumber(where, "rho", rho, 0, 1);
      checkNumber(where, "momentum", momentum, 0, 1);
      checkNumber(where, "epsilon", epsilon, 0);
    },
    slots: ({ momentum, centered }) => ({
      velocity: 0,
      ...(momentum > 0 && { momentum: 0 }),
      ...(centered && { averageGradient: 0 }),
    }),
    update: ({ w, g, slots, learningRate, options: { rho, momentum, epsilon, centered } }) => {
      const running = (old: Value, value: Value): Value => add(multiply(old, rho), multiply(value, 1 - rho));
      const v = running(slots.velocity, square(g));
      const a = centered ? running(slots.averageGradient, g) : undefined;
      const spread = a ? subtract(add(v, epsilon), square(a)) : add(v, epsilon);
      const change = divide(multiply(g, learningRate), sqrt(spread));
      const m = momentum > 0 ? add(multiply(slots.momentum, momentum), change) : change;
      return {
        w: subtract(w, m),
        slots: { velocity: v, ...(momentum > 0 && { momentum: m }), ...(a && { averageGradient: a }) },
      };
    },
  });
