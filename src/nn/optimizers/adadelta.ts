import type { Value } from "../../core/graph.js";
import { add, divide, multiply, negative, sqrt, square } from "../../core/ops/index.js";
import { type CommonOptions, commonDefaults, defineOptimizer, type Optimizer } from "../optimizer.js";
import { checkNumber } from "../options.js";

export interface AdadeltaOptions {
  /** How much of the running means of squares stays at each step. */
  readonly rho?: number;
  readonly epsilon?: number;
}

/**
 * `a ← ρ a + (1 − ρ) g²`, `Δ = −√(d + ε) / √(a + ε) · g`, `d ← ρ d + (1 − ρ) Δ²`, `w ← w + η Δ`: steps in the weights'
 * own unit.
 *
 * Source  Zeiler 2012, algorithm 1; Keras 3 `optimizers.Adadelta`.
 *
 * @example optimizers.adadelta({ learningRate: 1 })
 */
export const adadelta: (options?: AdadeltaOptions & CommonOptions) => Optimizer =
  defineOptimizer<AdadeltaOptions>("adadelta", {
    defaults: { learningRate: 0.001, rho: 0.95, epsilon: 1e-7, ...commonDefaults },
    check: ({ rho, epsilon }, where) => {
      checkNumber(where, "rho", rho, 0, 1);
      checkNumber(where, "epsilon", epsilon, 0);
    },
    slots: () => ({ accumulatedGrad: 0, accumulatedDeltaVar: 0 }),
    update: ({ w, g, slots, learningRate, options: { rho, epsilon } }) => {
      const running = (old: Value, x: Value): Value => add(multiply(old, rho), multiply(square(x), 1 - rho));
      const rms = (x: Value): Value => sqrt(add(x, epsilon));
      const a = running(slots.accumulatedGrad, g);
      const delta = negative(divide(multiply(rms(slots.accumulatedDeltaVar), g), rms(a)));
      return {
        w: add(w, multiply(delta, learningRate)),
        slots: {
          accumulatedGrad: a,
          accumulatedDeltaVar: running(slots.accumulatedDeltaVar, delta),
        },
      };
    },
  });
