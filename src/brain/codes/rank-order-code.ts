import { checkNumber } from "../../nn/options.js";

/** Numbers as an order, and back. */
export interface RankOrderCode {
  /** Which neuron fires first, second, …: the larger a number, the earlier. */
  encode(x: readonly number[]): number[];
  /** What each neuron's place in the order says: 1 for the first, `modulation` times less for each further one. */
  decode(order: readonly number[]): number[];
}

/**
 * Only the order of first spikes counts, not their times: the k-th to fire speaks with `modulation^k`. What is read is not x but its ranks: it does not change when all numbers are
 * scaled, as the order of brightness in a picture does not with the light.
 *
 * Throws  `invalid_option`.
 * Source  Thorpe & Gautrais (1998), Computational Neuroscience: Trends in Research, 113
 *
 * @example
 * const code = rankOrderCode({ modulation: 0.5 });
 * code.decode(code.encode([0.1, 0.9, 0.3]));                    // [0.25, 1, 0.5]
 */
export function rankOrderCode({ modulation = 0.9 }: { readonly modulation?: number } = {}): RankOrderCode {
  checkNumber("rankOrderCode", "modulation", modulation, 0, 1);
  return {
    encode: (x) => Array.from(x.keys()).sort((a, b) => x[b] - x[a] || a - b),
    decode: (order) => {
      const y = new Array<number>(order.length).fill(0);
      for (const [k, i] of order.entries()) y[i] = modulation ** k;
      return y;
    },
  };
}
