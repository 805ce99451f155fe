import type { Value } from "../../core/graph.js";
import {
  add,
  divide,
  greater,
  logicalAnd,
  multiply,
  sqrt,
  square,
  subtract,
  sum,
  where,
} from "../../core/ops/index.js";
import { type CommonOptions, commonDefaults, defineOptimizer, type Optimizer } from "../optimizer.js";
import { checkMoments, type MomentOptions, momentDefaults, oneMinusPower, towards } from "./moments.js";

const norm = (x: Value): Value => sqrt(sum(square(x)));

/**
 * Adam whose step is as long as the weight: `Δ = m̂ / (√v̂ + ε)` with Adam's corrected moments,
 * `w ← w − η ‖w‖ / ‖Δ‖ · Δ`; the ratio is 1 where a norm is 0.
 *
 * Source  You et al. 2020, algorithm 2; Keras 3 `optimizers.Lamb`.
 *
 * @example optimizers.lamb({ learningRate: 0.01 })
 */
export const lamb: (options?: MomentOptions & CommonOptions) => Optimizer = defineOptimizer<MomentOptions>(
  "lamb",
  {
    defaults: { ...momentDefaults, ...commonDefaults },
    check: checkMoments,
    slots: () => ({ momentum: 0, velocity: 0 }),
    update: ({ w, g, slots, learningRate, step, options: { beta1, beta2, epsilon } }) => {
      const m = towards(slots.momentum, g, 1 - beta1);
      const v = towards(slots.velocity, square(g), 1 - beta2);
      const mHat = divide(m, oneMinusPower(beta1, step));
      const vHat = divide(v, oneMinusPower(beta2, step));
      const delta = divide(mHat, add(sqrt(vHat), epsilon));
      const [ofWeight, ofStep] = [norm(w), norm(delta)];
      const both = logicalAnd(greater(ofWeight, 0), greater(ofStep, 0));
      const ratio = where(both, divide(ofWeight, where(both, ofStep, 1)), 1);
      return {
        w: subtract(w, multiply(delta, multiply(ratio, learningRate))),
        slots: { momentum: m, velocity: v },
      };
    },
  },
);
