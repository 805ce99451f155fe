import { NeurogradError } from "../../core/errors.js";
import type { ArrayInput } from "../../data/array-input.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkOneOf } from "../../nn/options.js";
import { type Rows, signsOf } from "./patterns.js";
import { type Recalled, type RecallOptions, settle } from "./recall.js";

export interface HopfieldOptions {
  /** [patterns, units], of −1 and 1. */
  readonly patterns: ArrayInput;
  /** `"hebb"`: what is active together is joined; `"pseudoInverse"`: patterns that resemble one another are told apart. Default: "hebb". */
  readonly rule?: "hebb" | "pseudoInverse";
}

/** A memory whose contents are resting points of a network. */
export interface Hopfield {
  /** Units. */
  readonly n: number;
  /** w_ij, [n, n]; symmetric, 0 on the diagonal. */
  readonly weights: Float64Array;
  /** `−½ Σ w_ij s_i s_j` */
  readonly energy: (state: ArrayInput) => number;
  /** Where the network comes to rest from a cue. */
  readonly recall: (cue: ArrayInput, options?: RecallOptions) => Recalled;
}

/**
 * The Hopfield network: units s = ±1 take the sign of `Σⱼ w_ij s_j`; one after another, they never raise the energy `−½ Σ w_ij s_i s_j`, and come to rest in a pattern that was stored,
 * if the cue was near one and there are not too many. By Hebb, `w_ij = Σ_μ ξ_i^μ ξ_j^μ / N`, up to 0.138 N random patterns with few errors (see `hopfieldCapacity`); by the pseudo-inverse, `w_ij = Σ_μν ξ_i^μ (C⁻¹)_μν ξ_j^ν / N`,
 * C their overlaps, up to N of any kind, but a synapse then depends on more than the two cells it joins. All units at once (`update: "sync"`) may go back and forth between two states for ever.
 *
 * Throws  `shape_mismatch`, `value_out_of_range`, `unknown_name`; `invalid_option` for the pseudo-inverse of patterns of which one is made of others.
 * Source  Hopfield (1982), PNAS 79:2554; Personnaz, Guyon & Dreyfus (1985), J. Phys. Lett. 46:359
 *
 * @example
 * const memory = hopfield({ patterns: [[1, 1, 1, 1, -1, -1, -1, -1], [1, -1, 1, -1, 1, -1, 1, -1]] });
 * const { state } = memory.recall([-1, 1, 1, 1, -1, -1, -1, -1]);    // the first pattern, its first unit mended
 */
export function hopfield(options: HopfieldOptions): Hopfield {
  checkOptionNames("hopfield", options, ["patterns", "rule"]);
  const { rule = "hebb" } = options;
  checkOneOf("hopfield", "rule", rule, ["hebb", "pseudoInverse"]);
  const patterns = signsOf("hopfield: patterns", options.patterns);
  const { n } = patterns;
  const weights = rule === "hebb" ? outer(patterns, patterns) : outer(patterns, told(patterns));
  for (let i = 0; i < n; i++) weights[i * n + i] = 0;
  const fieldOf = (state: Float64Array, i: number): number => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += weights[i * n + j] * state[j];
    return sum;
  };
  const energyOf = (state: Float64Array, fields: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += state[i] * fields[i];
    return -sum / 2;
  };
  const fieldsOf = (state: Float64Array): Float64Array => state.map((_, i) => fieldOf(state, i));
  return {
    n,
    weights,
    energy: (state) => {
      const { data } = signsOf("hopfield: state", state, n);
      return energyOf(data, fieldsOf(data));
    },
    recall: (cue, recallOptions = {}) => {
      const state = Float64Array.from(signsOf("hopfield: cue", cue, n).data);
      const fields = fieldsOf(state); // kept up to date: a flip costs n, a sweep without flips nothing more
      const flip = (i: number): void => {
        state[i] = -state[i];
        for (let j = 0; j < n; j++) fields[j] += 2 * weights[i * n + j] * state[i];
      };
      const units = { state, pull: (i: number) => fields[i], flip, energy: () => energyOf(state, fields) };
      return settle("hopfield: recall", units, recallOptions);
    },
  };
}

/** `Σ_μ a_i^μ b_j^μ / N`, [n, n]. */
function outer(a: Rows, b: Rows): Float64Array {
  const { n, count } = a;
  const weights = new Float64Array(n * n);
  for (let row = 0; row < count * n; row += n)
    for (let i = 0; i < n; i++) {
      const share = a.data[row + i] / n;
      for (let j = 0; j < n; j++) weights[i * n + j] += share * b.data[row + j];
    }
  return weights;
}

/** `C⁻¹ ξ` with `C_μν = Σ_i ξ_i^μ ξ_i^ν / N`, by Cholesky's `C = L Lᵀ`. */
function told({ count, n, data }: Rows): Rows {
  const row = (k: number): Float64Array => data.subarray(k * n, (k + 1) * n);
  const lower = Array.from({ length: count }, () => new Float64Array(count));
  const out = Array.from({ length: count }, (_, k) => Float64Array.from(row(k)));
  const take = (target: Float64Array, share: number, from: Float64Array): void => {
    for (let i = 0; i < n; i++) target[i] -= share * from[i];
  };
  for (let k = 0; k < count; k++) {
    for (let l = 0; l <= k; l++) {
      let c = 0;
      for (let i = 0; i < n; i++) c += row(k)[i] * row(l)[i];
      let sum = c / n;
      for (let j = 0; j < l; j++) sum -= lower[k][j] * lower[l][j];
      if (l === k && sum < 1e-10) throw dependent(k);
      lower[k][l] = l === k ? Math.sqrt(sum) : sum / lower[l][l];
      if (l < k) take(out[k], lower[k][l], out[l]); // L y = ξ, forwards
    }
    scaled(out[k], lower[k][k]);
  }
  for (let k = count - 1; k >= 0; k--) {
    for (let l = k + 1; l < count; l++) take(out[k], lower[l][k], out[l]); // Lᵀ x = y, backwards
    scaled(out[k], lower[k][k]);
  }
  const joined = new Float64Array(count * n);
  for (const [k, x] of out.entries()) joined.set(x, k * n);
  return { count, n, data: joined };
}

function scaled(x: Float64Array, divisor: number): void {
  for (let i = 0; i < x.length; i++) x[i] /= divisor;
}

const dependent = (k: number): NeurogradError =>
  new NeurogradError(
    "invalid_option",
    `hopfield: pattern ${k} is a sum of those before it, so that the pseudo-inverse does not exist; leave it out`,
  );
