import type { Value } from "../../core/graph.js";
import {
  add,
  divide,
  expandDims,
  maximum,
  mean,
  minimum,
  multiply,
  power,
  rsqrt,
  sqrt,
  square,
  subtract,
} from "../../core/ops/index.js";
import {
  type CommonOptions,
  commonDefaults,
  defineOptimizer,
  type Optimizer,
  type TrainedWeight,
} from "../optimizer.js";
import { checkNumber, checkPositive } from "../options.js";

export interface AdafactorOptions {
  /** The power of t by which the memory of squares grows: `β₂ = 1 − t^beta2Decay`. */
  readonly beta2Decay?: number;
  /** Added to squared gradients. */
  readonly epsilon1?: number;
  /** The least size that a weight is taken to have. */
  readonly epsilon2?: number;
  /** Steps longer than this, in units of the root mean square, are shortened to it. */
  readonly clipThreshold?: number;
  /** The rate is at most `1 / √t`. */
  readonly relativeStep?: boolean;
}

const isFactored = ({ shape }: TrainedWeight): boolean => shape.length >= 2;
const rms = (x: Value): Value => sqrt(mean(square(x)));

/**
 * Adam without momentum whose squares are kept as row and column means: for a matrix `v = r cᵀ / mean(r)`,
 * `r` and `c` running means of `g² + ε₁` with `β₂ = 1 − t^beta2Decay`; `u = g / √v`,
 * `w ← w − max(ε₂, rms(w)) min(η, 1/√t) u / max(1, rms(u) / d)`.
 *
 * Source  Shazeer & Stern 2018, algorithms 4 and 5; Keras 3 `optimizers.Adafactor`, whose rate is at most 1/√t also
 *         without `relativeStep`.
 *
 * @example optimizers.adafactor({ learningRate: 0.01 })
 */
export const adafactor: (options?: AdafactorOptions & CommonOptions) => Optimizer =
  defineOptimizer<AdafactorOptions>("adafactor", {
    defaults: {
      learningRate: 0.001,
      beta2Decay: -0.8,
      epsilon1: 1e-30,
      epsilon2: 1e-3,
      clipThreshold: 1,
      relativeStep: true,
      ...commonDefaults,
    },
    check: ({ beta2Decay, epsilon1, epsilon2, clipThreshold }, where) => {
      checkNumber(where, "beta2Decay", beta2Decay, -Infinity, 0);
      checkNumber(where, "epsilon1", epsilon1, 0);
      checkNumber(where, "epsilon2", epsilon2, 0);
      checkPositive(where, "clipThreshold", clipThreshold);
    },
    slots: () => ({
      r: { value: 0, shape: (weight) => (isFactored(weight) ? weight.shape.slice(0, -1) : null) },
      c: {
        value: 0,
        shape: (weight) =>
          isFactored(weight) ? [...weight.shape.slice(0, -2), ...weight.shape.slice(-1)] : null,
      },
      velocity: { value: 0, shape: (weight) => (isFactored(weight) ? null : weight.shape) },
    }),
    update: ({ w, g, slots, learningRate, step, weight, options }) => {
      const { beta2Decay, epsilon1, epsilon2, clipThreshold } = options;
      const rho = minimum(learningRate, rsqrt(step));
      const alpha = multiply(maximum(rms(w), epsilon2), rho);
      const forgotten = power(step, beta2Decay); // 1 − β₂
      const running = (old: Value, x: Value): Value => add(old, multiply(subtract(x, old), forgotten));
      const squares = add(square(g), epsilon1);
      const next: Record<string, Value> = {};
      let v: Value;
      if (isFactored(weight)) {
        next.r = running(slots.r, mean(squares, { axis: -1 })); // [..., rows]
        next.c = running(slots.c, mean(squares, { axis: -2 })); // [..., columns]
        const share = divide(next.r, mean(next.r, { axis: -1, keepdims: true }));
        v = multiply(expandDims(share, { axis: -1 }), expandDims(next.c, { axis: -2 })); // [..., rows, columns]
      } else {
        v = running(slots.velocity, squares);
        next.velocity = v;
      }
      const u = divide(g, sqrt(v));
      const tooLong = maximum(divide(rms(u), clipThreshold), 1);
      return { w: subtract(w, divide(multiply(u, alpha), tooLong)), slots: next };
    },
  });
