import { NeurogradError } from "../core/errors.js";
import { combineKeys } from "../core/random-bits.js";

let seed = fresh();
let models = 0;

/**
 * Seeds everything that is made from here on: initial weights, shuffling, dropout. The same seed, program and runtime
 * give the same bits. Without it each process begins anew.
 *
 * Throws  `invalid_option`.
 *
 * @example setSeed(42);
 */
export function setSeed(value: number): void {
  if (!Number.isSafeInteger(value))
    throw new NeurogradError("invalid_option", `setSeed: ${value} is no seed; use a whole number`);
  seed = value >>> 0;
  models = 0;
}

/** The seed of the next model: models of one program differ. */
export const nextModelSeed = (): number => combineKeys(seed, models++);

function fresh(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
