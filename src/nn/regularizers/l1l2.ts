import { constant } from "../../core/constant.js";
import type { Value } from "../../core/graph.js";
import { abs, add, multiply, square, sum } from "../../core/ops/index.js";
import { tensor } from "../../core/tensor.js";
import { checkNumber } from "../options.js";
import { defineRegularizer, type Regularizer } from "../regularizer.js";

export interface L1Options {
  readonly l1?: number;
}
export interface L2Options {
  readonly l2?: number;
}
export interface L1l2Options extends L1Options, L2Options {}

const ofSize = (x: Value, l1: number): Value => multiply(sum(abs(x)), l1);
const ofSquares = (x: Value, l2: number): Value => multiply(sum(square(x)), l2);

/**
 * `l1 · Σ|w|`: drives weights that are of little use to 0.
 *
 * Throws  `invalid_option`.
 * Source  Tibshirani 1996; Keras 3 `regularizers.L1`.
 *
 * @example layers.dense({ units: 10, kernelRegularizer: regularizers.l1({ l1: 1e-4 }) })
 */
export const l1: (options?: L1Options) => Regularizer = defineRegularizer<L1Options>("l1", {
  defaults: { l1: 0.01 },
  check: (options, where) => checkNumber(where, "l1", options.l1, 0),
  penalty: (x, options) => ofSize(x, options.l1),
});

/**
 * `l2 · Σw²`, without a half.
 *
 * Throws  `invalid_option`.
 * Source  Hoerl & Kennard 1970; Keras 3 `regularizers.L2`.
 *
 * @example layers.dense({ units: 10, kernelRegularizer: regularizers.l2({ l2: 1e-4 }) })
 */
export const l2: (options?: L2Options) => Regularizer = defineRegularizer<L2Options>("l2", {
  defaults: { l2: 0.01 },
  check: (options, where) => checkNumber(where, "l2", options.l2, 0),
  penalty: (x, options) => ofSquares(x, options.l2),
});

/**
 * `l1 · Σ|w| + l2 · Σw²`.
 *
 * Default  0 and 0, as Keras's class `L1L2`; its function `l1_l2` is the same.
 * Throws  `invalid_option`.
 * Source  Zou & Hastie 2005; Keras 3 `regularizers.L1L2`.
 *
 * @example layers.dense({ units: 10, kernelRegularizer: regularizers.l1l2({ l1: 1e-5, l2: 1e-4 }) })
 */
export const l1l2: (options?: L1l2Options) => Regularizer = defineRegularizer<L1l2Options>("l1l2", {
  defaults: { l1: 0, l2: 0 },
  check: (options, where) => {
    checkNumber(where, "l1", options.l1, 0);
    checkNumber(where, "l2", options.l2, 0);
  },
  penalty: (x, options) => {
    const parts = [
      ...(options.l1 === 0 ? [] : [ofSize(x, options.l1)]),
      ...(options.l2 === 0 ? [] : [ofSquares(x, options.l2)]),
    ];
    return parts.length === 0 ? constant(tensor(0)) : parts.reduce((a, b) => add(a, b));
  },
});
