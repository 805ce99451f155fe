import type { ArrayInput } from "../../data/array-input.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkPositive, checkPositiveInteger } from "../../nn/options.js";
import { type Rows, rowsOf } from "./patterns.js";

export interface ModernHopfieldOptions {
  /** [patterns, features], any numbers. */
  readonly patterns: ArrayInput;
  /** β: large finds one pattern, small a mean of many. Default: 8. */
  readonly beta?: number;
}

export interface ModernHopfield {
  /** Features. */
  readonly n: number;
  /** `softmax(β X ξ)`: how much of each pattern is in the answer to a query. */
  readonly shares: (query: ArrayInput) => Float64Array;
  /** `Xᵀ softmax(β X ξ)`, some times over (once, if nothing is said). */
  readonly retrieve: (query: ArrayInput, options?: { readonly steps?: number }) => Float64Array;
  /** `−β⁻¹ ln Σ e^(β x·ξ) + ½ ξ·ξ + β⁻¹ ln N + ½ max |x|²`: never negative, and no step raises it. */
  readonly energy: (query: ArrayInput) => number;
}

/**
 * The modern Hopfield network: states are any numbers, and one step `ξ ← Xᵀ softmax(β X ξ)` usually retrieves a pattern. This is what a transformer's attention computes, with the patterns as keys and values, the state as
 * query and β = 1/√d: `layers.attention` gives the same numbers.
 *
 * Throws  `shape_mismatch`, `invalid_option`, `unknown_name`.
 * Source  Ramsauer et al. (2021), ICLR, equations 2 and 3
 *
 * @example
 * const memory = modernHopfield({ patterns: [[1, 0, 0], [0, 1, 0], [0, 0.6, 0.8]], beta: 20 });
 * memory.retrieve([0.1, 0.9, 0.1]);                             // near the second pattern
 */
export function modernHopfield(options: ModernHopfieldOptions): ModernHopfield {
  checkOptionNames("modernHopfield", options, ["patterns", "beta"]);
  const { beta = 8 } = options;
  checkPositive("modernHopfield", "beta", beta);
  const { count, n, data } = rowsOf("modernHopfield: patterns", options.patterns);
  const one = (query: ArrayInput): Float64Array => {
    const rows: Rows = rowsOf("modernHopfield: query", query, n);
    return rows.data.subarray(0, n);
  };
  const product = (k: number, x: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += data[k * n + i] * x[i];
    return sum;
  };
  const fits = (x: Float64Array): Float64Array =>
    Float64Array.from({ length: count }, (_, k) => beta * product(k, x));
  const sharesOf = (x: Float64Array): Float64Array => {
    const scores = fits(x);
    const top = scores.reduce((a, b) => Math.max(a, b)); // subtracted first: exp cannot overflow
    const e = scores.map((score) => Math.exp(score - top));
    const total = e.reduce((a, b) => a + b, 0);
    return e.map((v) => v / total);
  };
  const step = (x: Float64Array): Float64Array => {
    const next = new Float64Array(n);
    for (const [k, share] of sharesOf(x).entries())
      for (let i = 0; i < n; i++) next[i] += share * data[k * n + i];
    return next;
  };
  const largest = Math.max(
    ...Array.from({ length: count }, (_, k) => product(k, data.subarray(k * n, (k + 1) * n))),
  );
  return {
    n,
    shares: (query) => sharesOf(one(query)),
    retrieve: (query, { steps = 1 } = {}) => {
      checkPositiveInteger("modernHopfield: retrieve", "steps", steps);
      let x = one(query);
      for (let k = 0; k < steps; k++) x = step(x);
      return x;
    },
    energy: (query) => {
      const x = one(query);
      const scores = fits(x);
      const top = scores.reduce((a, b) => Math.max(a, b));
      const logSum = top + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - top), 0));
      const own = x.reduce((sum, v) => sum + v ** 2, 0);
      return -logSum / beta + own / 2 + Math.log(count) / beta + largest / 2;
    },
  };
}
