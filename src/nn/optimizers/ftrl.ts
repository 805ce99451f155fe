import type { Value } from "../../core/graph.js";
import {
  add,
  divide,
  maximum,
  minimum,
  multiply,
  power,
  sqrt,
  square,
  subtract,
} from "../../core/ops/index.js";
import { type CommonOptions, commonDefaults, defineOptimizer, type Optimizer } from "../optimizer.js";
import { checkNumber } from "../options.js";

export interface FtrlOptions {
  /** How steps shrink with the sum of squared gradients: its power, at most 0. */
  readonly learningRatePower?: number;
  /** What the sums of squares begin with. */
  readonly initialAccumulatorValue?: number;
  /** λ₁: weights that gain less by being there become 0. */
  readonly l1RegularizationStrength?: number;
  readonly l2RegularizationStrength?: number;
  /** A penalty on the weights that is part of the gradient. */
  readonly l2ShrinkageRegularizationStrength?: number;
  /** β of the paper, which makes first steps smaller. */
  readonly beta?: number;
}

/**
 * Follow the regularized leader: with `n ← n + g²`, `σ = (n^p − n_old^p) / η`, `p = −learningRatePower`,
 * `z ← z + g + 2 λ_shrinkage w − σ w`, `w = (clip(z, ±λ₁) − z) / (n^p / η + 2 λ₂ + β / η)`.
 *
 * Source  McMahan et al. 2013, algorithm 1; Keras 3 `optimizers.Ftrl`.
 *
 * @example optimizers.ftrl({ learningRate: 0.1, l1RegularizationStrength: 0.01 })
 */
export const ftrl: (options?: FtrlOptions & CommonOptions) => Optimizer = defineOptimizer<FtrlOptions>(
  "ftrl",
  {
    defaults: {
      learningRate: 0.001,
      learningRatePower: -0.5,
      initialAccumulatorValue: 0.1,
      l1RegularizationStrength: 0,
      l2RegularizationStrength: 0,
      l2ShrinkageRegularizationStrength: 0,
      beta: 0,
      ...commonDefaults,
    },
    check: (options, where) => {
      checkNumber(where, "learningRatePower", options.learningRatePower, -Infinity, 0);
      for (const name of [
        "initialAccumulatorValue",
        "l1RegularizationStrength",
        "l2RegularizationStrength",
        "l2ShrinkageRegularizationStrength",
        "beta",
      ] as const)
        checkNumber(where, name, options[name], 0);
    },
    slots: ({ initialAccumulatorValue }) => ({ accumulator: initialAccumulatorValue, linear: 0 }),
    update: ({ w, g, slots, learningRate, options }) => {
      const { l1RegularizationStrength: l1, l2RegularizationStrength: l2, beta } = options;
      const shrinkage = 2 * options.l2ShrinkageRegularizationStrength;
      const powered = (x: Value): Value =>
        options.learningRatePower === -0.5 ? sqrt(x) : power(x, -options.learningRatePower);
      const n = add(slots.accumulator, square(g));
      const sigma = divide(subtract(powered(n), powered(slots.accumulator)), learningRate);
      const shrunk = shrinkage === 0 ? g : add(g, multiply(w, shrinkage));
      const z = add(slots.linear, subtract(shrunk, multiply(sigma, w)));
      const curvature = add(divide(add(powered(n), beta), learningRate), 2 * l2);
      const clipped = maximum(minimum(z, l1), -l1);
      return {
        w: divide(subtract(clipped, z), curvature),
        slots: { accumulator: n, linear: z },
      };
    },
  },
);
