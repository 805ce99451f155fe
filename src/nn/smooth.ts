import { NeurogradError } from "../core/errors.js";

/**
 * The exponential moving average of a curve, without the pull of its beginning: `mₜ = β mₜ₋₁ + (1 − β) xₜ`, `yₜ = mₜ / (1 − βᵗ)`,
 * `m₀ = 0`. The first value stays as it is; what is constant stays constant. What is not finite stays as it is, and does not count.
 *
 * Throws  `invalid_option` where β is not at least 0 and below 1.
 * Source  Kingma & Ba 2015, section 3, for the correction.
 *
 * @example smooth([1, 0, 0], 0.5)   // Float64Array [1, 0.3333333333333333, 0.14285714285714285]
 */
export function smooth(values: ArrayLike<number>, beta: number): Float64Array {
  if (!(beta >= 0 && beta < 1))
    throw new NeurogradError("invalid_option", `smooth: beta is ${beta}; give a number from 0 to below 1`);
  const smoothed = new Float64Array(values.length);
  let mean = 0;
  let share = 1;
  for (let t = 0; t < values.length; t++) {
    const value = values[t];
    if (!Number.isFinite(value)) {
      smoothed[t] = value;
      continue;
    }
    mean = beta * mean + (1 - beta) * value;
    share *= beta;
    smoothed[t] = mean / (1 - share);
  }
  return smoothed;
}
