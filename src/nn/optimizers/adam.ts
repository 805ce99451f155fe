import type { Value } from "../../core/graph.js";
import { add, divide, maximum, multiply, sqrt, subtract } from "../../core/ops/index.js";
import {
  type CommonOptions,
  commonDefaults,
  defineOptimizer,
  type Optimizer,
  type OptimizerRecord,
  type Update,
  type UpdateContext,
} from "../optimizer.js";
import { checkNumber } from "../options.js";
import { checkMoments, type MomentOptions, momentDefaults, oneMinusPower, towards } from "./moments.js";

export interface AdamOptions extends MomentOptions {
  readonly amsgrad?: boolean;
}

const record: Omit<OptimizerRecord<AdamOptions>, "defaults"> = {
  check: checkMoments,
  slots: ({ amsgrad }) => ({ momentum: 0, velocity: 0, ...(amsgrad && { velocityHat: 0 }) }),
  update: (context) => adamUpdate(context, context.options),
};

/**
 * One step of Adam; slots momentum, velocity and, for amsgrad, velocityHat. Its parts are the same step as the paper's
 * algorithm 1 writes it: `w ← w − η m̂ / (√v̂ + ε̂)`, `m̂ = m / (1 − β₁ᵗ)`, `v̂ = v / (1 − β₂ᵗ)`, `ε̂ = ε / √(1 − β₂ᵗ)`.
 */
export function adamUpdate(
  { w, g, slots, learningRate, step }: Omit<UpdateContext<object>, "options">,
  { beta1, beta2, epsilon, amsgrad }: Required<AdamOptions>,
): Update {
  const m = towards(slots.momentum, g, 1 - beta1);
  const v = towards(slots.velocity, multiply(g, g), 1 - beta2);
  const vHat = amsgrad ? maximum(slots.velocityHat, v) : v;
  const [share1, share2] = [oneMinusPower(beta1, step), oneMinusPower(beta2, step)];
  // α = η √(1 − β₂ᵗ) / (1 − β₁ᵗ)
  const alpha: Value = divide(multiply(learningRate, sqrt(share2)), share1);
  return {
    w: subtract(w, divide(multiply(m, alpha), add(sqrt(vHat), epsilon))),
    slots: { momentum: m, velocity: v, ...(amsgrad && { velocityHat: vHat }) },
    parts: {
      correctedMomentum: divide(m, share1),
      correctedVelocity: divide(vHat, share2),
      correctedEpsilon: divide(epsilon, sqrt(share2)),
    },
  };
}

const defaults = { ...momentDefaults, amsgrad: false, ...commonDefaults };

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
 * @example optimizers.adamW({ weightDecay: 0.01, excludeFromWeightDecay: ["bias"] })
 */
export const adamW: (options?: AdamOptions & CommonOptions) => Optimizer = defineOptimizer("adamW", {
  ...record,
  defaults: { ...defaults, weightDecay: 0.004 },
  check: (options, where) => {
    record.check?.(options, where);
    checkNumber(where, "weightDecay", options.weightDecay, 0); // null would make it Adam
  },
});
