import { NeurogradError } from "../core/errors.js";
import { cosTurns, portableLog } from "./portable-math.js";

/**
 * Random numbers as a pure function of (seed, stream, position): `wordᵢ = mix(mix(i + k₀) ⊕ k₁)` with two 32-bit keys
 * made of the seed and the stream. Every bit, normals included, is the same in every JavaScript engine.
 *
 * Throws  `value_out_of_range` for a seed or stream number that is not a safe integer.
 *
 * @example
 * const random = new RandomSource(42, 7);  // seed 42, stream 7
 * random.uniform();                        // [0, 1), 53 bits
 * random.position;                         // 2: words used so far; set it to go on from there
 */
export class RandomSource {
  /** Words used so far: with seed and stream, the whole state. */
  position = 0;
  readonly #keys: readonly [number, number];

  constructor(seed: number, ...stream: readonly number[]) {
    this.#keys = keysOf(seed, stream);
  }

  /** 32 random bits, as an integer in [0, 2³²). */
  uint32(): number {
    return wordAt(this.#keys[0], this.#keys[1], this.position++);
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

/** The two keys of a seed and a stream, for `wordAt`. */
export function keysOf(seed: number, stream: readonly number[]): readonly [number, number] {
  let [k0, k1] = [0x9e3779b9, 0x85ebca6b];
  for (const part of [seed, ...stream]) {
    if (!Number.isSafeInteger(part)) {
      throw new NeurogradError(
        "value_out_of_range",
        `seed: ${part} is not an integer; give a whole number below 2^53`,
      );
    }
    for (const word of [part | 0, Math.floor(part / 2 ** 32) | 0]) {
      k0 = mix32(k0 ^ word);
      k1 = mix32(mix32(k1 + word) ^ k0);
    }
  }
  return [k0, k1];
}

/** The word at a position: a bijection of the 32-bit positions, so none comes twice within 2³². */
export function wordAt(k0: number, k1: number, position: number): number {
  return mix32(mix32(position + k0) ^ k1);
}

/**
 * A bijection of 32-bit integers in which every input bit reaches every output bit.
 *
 * Source  the multipliers and shifts of "lowbias32", https://github.com/skeeto/hash-prospector.
 */
function mix32(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}
