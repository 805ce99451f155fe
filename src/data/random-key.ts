import { NeurogradError } from "../core/errors.js";
import { combineKeys } from "../core/random-bits.js";

/** The key of a seed and a stream, for `bitsAt`. Throws `invalid_option`. */
export function keyOf(seed: number, stream: readonly number[] = []): number {
  const words = [seed, ...stream].flatMap((part) => {
    if (!Number.isSafeInteger(part)) {
      throw new NeurogradError(
        "invalid_option",
        `seed: ${part} is not an integer; give a whole number below 2^53`,
      );
    }
    return [part | 0, Math.floor(part / 2 ** 32) | 0]; // both halves count
  });
  return combineKeys(...words);
}
