import { NeurogradError } from "../../core/errors.js";
import { hashPath } from "../../core/random-bits.js";
import { Tensor } from "../../core/tensor.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { RandomSource } from "../../data/random-source.js";
import { checkPositiveInteger } from "../../nn/options.js";

export interface RateCodeOptions {
  /** Steps in which a number is told. */
  readonly steps: number;
  /** Default: 0. */
  readonly seed?: number;
}

/** Numbers as spikes, and back. */
export interface RateCode {
  /** x [...] → spikes, uint8 [steps, ...]. */
  encode(x: ArrayInput): Tensor;
  /** Spikes [steps, ...] → x [...], float32. */
  decode(spikes: Tensor): Tensor;
}

/**
 * A number x from 0 to 1 is the chance of a spike in each step, `P(s = 1) = x`; read as the share of steps with a spike. The error is √(x(1 − x)/steps).
 *
 * Shape   [...] → [steps, ...] and back.
 * Throws  `value_out_of_range` for numbers beyond [0, 1], `invalid_option`.
 * Source  Eshraghian et al. (2023), Proc. IEEE 111:1016, section II-C
 *
 * @example
 * const code = rateCode({ steps: 1000, seed: 1 });
 * code.decode(code.encode([0, 0.25, 1]));                        // 0, near 0.25, 1
 */
export function rateCode({ steps, seed = 0 }: RateCodeOptions): RateCode {
  checkPositiveInteger("rateCode", "steps", steps);
  return {
    encode: (x) => {
      const given = inputTensor("rateCode", x);
      const chances = given.toFloat64();
      const wrong = chances.find((p) => !(p >= 0 && p <= 1));
      if (wrong !== undefined) {
        throw new NeurogradError(
          "value_out_of_range",
          `rateCode: ${wrong} is no chance; scale the numbers to 0 to 1`,
        );
      }
      const random = new RandomSource(seed, hashPath("rateCode"));
      const spikes = new Uint8Array(steps * chances.length);
      for (let k = 0; k < spikes.length; k++)
        spikes[k] = random.uniform24() < chances[k % chances.length] ? 1 : 0;
      return new Tensor(spikes, [steps, ...given.shape], "uint8");
    },
    decode: (spikes) => {
      const [count, ...shape] = spikes.shape;
      const size = spikes.size / count;
      const mean = new Float32Array(size);
      for (const [k, spike] of spikes.toFloat64().entries()) mean[k % size] += spike;
      return new Tensor(
        mean.map((total) => total / count),
        shape,
        "float32",
      );
    },
  };
}
