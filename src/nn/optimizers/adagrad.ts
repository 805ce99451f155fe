import { add, divide, multiply, sqrt, square, subtract } from "../../core/ops/index.js";
import { type CommonOptions, commonDefaults, defineOptimizer, type Optimizer } from "../optimizer.js";
import { checkNumber } from "../options.js";

export interface AdagradOptions {
  /** What the sums of squares begin with. */
  readonly initialAccumulatorValue?: number;
  readonly epsilon?: number;
}

/**
 * `a ← a + g²`, `w ← w − η g / √(a + ε)`: steps shrink where gradients have been large.
 *
 * Source  Duchi, Hazan & Singer 2011; Keras 3 `optimizers.Adagrad`, epsilon inside the root.
 *
 * @example optimizers.adagrad({ learningRate: 0.1 })
 */
export const adagrad: (options?: AdagradOptions & CommonOptions) => Optimizer =
  defineOptimizer<AdagradOptions>("adagrad", {
    defaults: { learningRate: 0.001, initialAccumulatorValue: 0.1, epsilon: 1e-7, ...commonDefaults },
    check: ({ initialAccumulatorValue, epsilon }, where) => {
      checkNumber(where, "initialAccumulatorValue", initialAccumulatorValue, 0);
      checkNumber(where, "epsilon", epsilon, 0);
    },
    slots: ({ initialAccumulatorValue }) => ({ accumulator: initialAccumulatorValue }),
    update: ({ w, g, slots, learningRate, options: { epsilon } }) => {
      const a = add(slots.accumulator, square(g));
      return {
        w: subtract(w, divide(multiply(g, learningRate), sqrt(add(a, epsilon)))),
        slots: { accumulator: a },
      };
    },
  });
