import { NeurogradError } from "../core/errors.js";
import { bitsAt } from "../core/random-bits.js";
import { keyOf } from "./random-key.js";

/**
 * The numbers 0 … size − 1 in random order, a pure function of (seed, epoch): the same in every engine, and epoch k
 * needs none of the epochs before it.
 *
 * Throws  `invalid_option` for a size that is not a whole number below 2³².
 * Source  Fisher and Yates, in the form of Durstenfeld, "Algorithm 235: Random permutation", 1964.
 *
 * @example permutation(5, 42, 0)   // Uint32Array(5) of 0 … 4; another order for epoch 1
 */
export function permutation(size: number, seed: number, epoch = 0): Uint32Array {
  if (!Number.isInteger(size) || size < 0 || size >= 2 ** 32) {
    throw new NeurogradError(
      "invalid_option",
      `permutation: cannot order ${size} items; give a whole number below 2^32`,
    );
  }
  const key = keyOf(seed, [epoch]);
  const order = new Uint32Array(size);
  for (let i = 0; i < size; i++) order[i] = i;
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor((bitsAt(key, i) * (i + 1)) / 2 ** 32); // [0, i]
    const swapped = order[i];
    order[i] = order[j];
    order[j] = swapped;
  }
  return order;
}
