import type { Value } from "../../core/graph.js";
import { add, divide, maximum, multiply, sqrt, subtract, tanh } from "../../core/ops/index.js";
import {
  type CommonOptions,
  commonDefaults,
  defineOptimizer,
  type Optimizer,
  type OptimizerRecord,
} from "../optimizer.js";
import { checkNumber } from "../options.js";

export interface AdamOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly amsgrad?: boolean;
}

const record: Omit<OptimizerRecord<AdamOptions>, "defaults"> = {
  check: ({ beta1, beta2, epsilon }, where) => {
    checkNumber(where, "beta1", beta1, 0, 1);
    checkNumber(where, "beta2", beta2, 0, 1);
    checkNumber(where, "epsilon", epsilon, 0);
  },
  slots: ({ amsgrad }) => ({ momentum: 0, velocity: 0, ...(amsgrad && { velocityHat: 0 }) }),
  update: ({ w, g, slots, learningRate, step, options: { beta1, beta2, epsilon, amsgrad } }) => {
    const m = towards(slots.momentum, g, 1 - beta1);
    const v = towards(slots.velocity, multiply(g, g), 1 - beta2);
    const vHat = amsgrad ? maximum(slots.velocityHat, v) : v;
    // α = η √(1 − β₂ᵗ) / (1 − β₁ᵗ)
    const alpha = divide(
      multiply(learningRate, sqrt(oneMinusPower(beta2, step))),
      oneMinusPower(beta1, step),
    );
    return {
      w: subtract(w, divide(multiply(m, alpha), add(sqrt(vHat), epsilon))),
      slots: { momentum: m, velocity: v, ...(amsgrad && { velocityHat: vHat }) },
    };
  },
};

/** 1 − βᵗ = 2τ / (1 + τ) with τ = tanh(−½ t ln β). The difference itself would be off by 1e-5 of it in float32. */
function oneMinusPower(beta: number, step: Value): Value {
  const tau = tanh(multiply(step, -0.5 * Math.log(beta)));
  return divide(multiply(tau, 2), add(tau, 1));
}

/** a + (b − a) · share */
const towards = (a: Value, b: Value, share: number): Value => add(a, multiply(subtract(b, a), share));

const defaults = {
  learningRate: 0.001,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
  amsgrad: false,
  ...commonDefaults,
};

/**
 * `m ← m + (g − m)(1 − β₁)`, `v ← v + (g² − v)(1 − β₂)`, `w ← w − α m / (√v + ε)` with `α = η √(1 − β₂ᵗ) / (1 − β₁ᵗ)`.
 *
 * Source  Kingma & Ba 2015, the form before section 2.1; epsilon is theirs "hat", as in Keras 3 `optimizers.Adam`.
 *
 * @example optimizers.adam({ learningRate: 0.01 })
 */
export const adam: (options?: AdamOptions & CommonOptions) => Optimizer = defineOptimizer("adam", {
  ...record,
  defaults,
});

/**
 * Adam whose weight decay does not pass through the moments: before each step, `w ← w − w · weightDecay · η`.
 *
 * Source  Loshchilov & Hutter 2019, algorithm 2; Keras 3 `optimizers.AdamW`.
 *
 * @example optimizers.adamW({ weightDecay: 0.01 })
 */
export const adamW: (options?: AdamOptions & CommonOptions) => Optimizer = defineOptimizer("adamW", {
  ...record,
  defaults: { ...defaults, weightDecay: 0.004 },
  check: (options, where) => {
    record.check?.(options, where);
    checkNumber(where, "weightDecay", options.weightDecay, 0); // null would make it Adam
  },
});
