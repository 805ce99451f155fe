import type { RandomSource } from "../random-source.js";

/**
 * A number in [0, 1] with the distribution Beta(α, α): `G / (G + G′)` of two gamma numbers, by their logarithms, so that small α do not
 * end in 0 / 0.
 */
export function randomBeta(random: RandomSource, alpha: number): number {
  return 1 / (1 + Math.exp(logGamma(random, alpha) - logGamma(random, alpha)));
}

/**
 * The logarithm of a number with the distribution Gamma(α, 1).
 *
 * Source  Marsaglia and Tsang, "A simple method for generating gamma variables", 2000; for α < 1 its section 6.
 */
function logGamma(random: RandomSource, alpha: number): number {
  if (alpha < 1) return logGamma(random, alpha + 1) + Math.log(1 - random.uniform()) / alpha;
  const d = alpha - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = random.normal();
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * z * z + d - d * v + d * Math.log(v))
      return Math.log(d * v);
  }
}
