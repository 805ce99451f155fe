import { Tensor } from "../../core/tensor.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { checkPositive } from "../../nn/options.js";

/** A signal as its changes, and back. */
export interface DeltaCode {
  /** Signal [steps, ...] → 1 up, −1 down, 0 no news, int32 of the same shape. */
  encode(x: ArrayInput): Tensor;
  /** Changes → the signal, as far as they tell, float32. It begins at `start`. */
  decode(spikes: Tensor, start?: number): Tensor;
}

/**
 * A spike only where there is news: `s[t] = ±1` as soon as x is at least `threshold` from the last that was told, which then moves by one threshold. Read as the sum of the
 * changes. A signal that moves by less than a threshold a step is followed to within one threshold; still ones cost nothing, as in the retina or an event camera.
 *
 * Shape   [steps, ...] → the same; time is the first axis. The first step is told as a change from 0.
 * Throws  `invalid_option`.
 * Source  Lichtsteiner, Posch & Delbruck (2008), IEEE J. Solid-State Circuits 43:566, section II
 *
 * @example
 * const code = deltaCode({ threshold: 0.1 });
 * code.encode([0.05, 0.12, 0.31, 0.25, 0.02]);                  // [0, 1, 1, 0, -1]
 */
export function deltaCode({ threshold }: { readonly threshold: number }): DeltaCode {
  checkPositive("deltaCode", "threshold", threshold);
  return {
    encode: (x) => {
      const given = inputTensor("deltaCode", x);
      const numbers = given.toFloat64();
      const size = numbers.length / (given.shape[0] || 1);
      const told = new Int32Array(size); // in thresholds
      const spikes = Int32Array.from(numbers, (value, k) => {
        const gap = value - told[k % size] * threshold;
        const spike = gap >= threshold ? 1 : gap <= -threshold ? -1 : 0;
        told[k % size] += spike;
        return spike;
      });
      return new Tensor(spikes, given.shape, "int32");
    },
    decode: (spikes, start = 0) => {
      const size = spikes.size / (spikes.shape[0] || 1);
      const told = new Int32Array(size);
      const signal = Float32Array.from(spikes.toFloat64(), (spike, k) => {
        told[k % size] += spike;
        return start + told[k % size] * threshold;
      });
      return new Tensor(signal, spikes.shape, "float32");
    },
  };
}
