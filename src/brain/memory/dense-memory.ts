import { NeurogradError } from "../../core/errors.js";
import type { ArrayInput } from "../../data/array-input.js";
import { checkOptionNames } from "../../nn/config.js";
import { signsOf } from "./patterns.js";
import { type Recalled, type RecallOptions, settle } from "./recall.js";

export interface DenseMemoryOptions {
  /** [patterns, units], of −1 and 1. */
  readonly patterns: ArrayInput;
  /** n in F(x) = xⁿ, or "exponential": F(x) = eˣ. Default: 3. */
  readonly power?: number | "exponential";
}

export interface DenseMemory {
  /** Units. */
  readonly n: number;
  /** `−Σ_μ F(ξ^μ · s)` */
  readonly energy: (state: ArrayInput) => number;
  readonly recall: (cue: ArrayInput, options?: RecallOptions) => Recalled;
}

/**
 * Dense associative memory: a Hopfield network with a steeper energy, `E = −Σ_μ F(ξ^μ · s)`; each unit takes the sign that has less of it. F(x) = x² is the Hopfield network by Hebb; with xⁿ the number of patterns
 * that it holds grows as Nⁿ⁻¹ instead of N, with eˣ exponentially, because near patterns no longer disturb one another. The price: a term of the energy joins n units at once, which no single
 * synapse does.
 *
 * Throws  `shape_mismatch`, `value_out_of_range`, `invalid_option`, `unknown_name`.
 * Source  Krotov & Hopfield (2016), NeurIPS, equations 1 to 3; Demircigil et al. (2017), J. Stat. Phys. 168:288, for eˣ
 *
 * @example
 * const memory = denseMemory({ patterns: [[1, 1, 1, -1], [1, -1, 1, 1], [-1, -1, 1, -1]], power: 3 });
 * memory.recall([1, 1, -1, -1]).state;                          // 1, 1, 1, −1
 */
export function denseMemory(options: DenseMemoryOptions): DenseMemory {
  checkOptionNames("denseMemory", options, ["patterns", "power"]);
  const { power = 3 } = options;
  if (power !== "exponential" && !(Number.isInteger(power) && power >= 2)) {
    throw new NeurogradError(
      "invalid_option",
      `denseMemory: power is ${String(power)}; use a whole number from 2, or "exponential"`,
    );
  }
  const { count, n, data } = signsOf("denseMemory: patterns", options.patterns);
  const F = (x: number): number => (power === "exponential" ? Math.exp(x) : x ** power);
  const products = (state: Float64Array): Float64Array =>
    Float64Array.from({ length: count }, (_, k) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += data[k * n + i] * state[i];
      return sum;
    });
  const energyOf = (overlaps: Float64Array): number => -overlaps.reduce((sum, x) => sum + F(x), 0);
  return {
    n,
    energy: (state) => energyOf(products(signsOf("denseMemory: state", state, n).data)),
    recall: (cue, recallOptions = {}) => {
      const state = Float64Array.from(signsOf("denseMemory: cue", cue, n).data);
      const overlaps = products(state);
      const pull = (i: number): number => {
        // the largest of them is subtracted: e^N would overflow
        const top = power === "exponential" ? overlaps.reduce((a, b) => Math.max(a, b)) : 0;
        let sum = 0;
        for (let k = 0, at = i; k < count; k++, at += n) {
          const without = overlaps[k] - state[i] * data[at] - top;
          sum += F(without + data[at]) - F(without - data[at]);
        }
        return sum;
      };
      const flip = (i: number): void => {
        state[i] = -state[i];
        for (let k = 0, at = i; k < count; k++, at += n) overlaps[k] += 2 * state[i] * data[at];
      };
      return settle(
        "denseMemory: recall",
        { state, pull, flip, energy: () => energyOf(overlaps) },
        recallOptions,
      );
    },
  };
}
