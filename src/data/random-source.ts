import { bitsAt } from "../core/random-bits.js";
import { cosTurns, portableLog } from "./portable-math.js";
import { keyOf } from "./random-key.js";

/**
 * Random numbers as a pure function of (seed, stream, position), from the hash that graphs use too. Every bit, normals
 * included, is the same in every JavaScript engine.
 *
 * Throws  `invalid_option` for a seed or stream number that is not a safe integer.
 *
 * @example
 * const random = new RandomSource(42, 7);  // seed 42, stream 7
 * random.uniform();                        // [0, 1), 53 bits
 * random.position;                         // 2: words used so far; set it to go on from there
 */
export class RandomSource {
  /** Words used so far: with seed and stream, the whole state. */
  position = 0;
  readonly #key: number;

  constructor(seed: number, ...stream: readonly number[]) {
    this.#key = keyOf(seed, stream);
  }

  /** 32 random bits, as an integer in [0, 2³²). */
  uint32(): number {
    return bitsAt(this.#key, this.position++);
  }

  /** Uniform in [0, 1) with 53 bits (two words). */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** Uniform in [0, 1) with 24 bits (one word): exact in float32. */
  uniform24(): number {
    return (this.uint32() >>> 8) / 2 ** 24;
  }

  /** Uniform integer in [0, bound), for bound up to 2³²; a value is off its even share by at most bound/2³². */
  integer(bound: number): number {
    return Math.floor((this.uint32() * bound) / 2 ** 32);
  }

  /**
   * Normal with mean 0 and deviation 1 (four words): `√(−2 ln u) · cos 2πv`.
   *
   * Source  Box and Muller, "A note on the generation of random normal deviates", 1958, eq. 1.
   */
  normal(): number {
    const u = 1 - this.uniform(); // (0, 1]: its logarithm is finite
    return Math.sqrt(-2 * portableLog(u)) * cosTurns(this.uniform());
  }
}
