import type { Tensor } from "../../core/tensor.js";

/** How many values lie in each of the equal parts of the way `from` … `to`. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

/** A heap of numbers, summed up. What is not finite is counted apart and enters nothing else. */
export interface Distribution {
  readonly count: number;
  readonly nonFinite: number;
  readonly zeros: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly minimum: number;
  readonly maximum: number;
  /** √ Σ x². */
  readonly norm: number;
  readonly histogram: Histogram;
}

export interface DistributionOptions {
  readonly bins?: number;
  /** Bins of log₁₀ |x| from −12 to 4; zeros are in none of them. */
  readonly isLogarithmic?: boolean;
}

const decades = { from: -12, to: 4 };

/** Sums up a tensor. */
export function distributionOf(
  tensor: Pick<Tensor, "data">,
  { bins = 32, isLogarithmic = false }: DistributionOptions = {},
): Distribution {
  const data = tensor.data as Float32Array; // activations and gradients are floats
  let [count, zeros, sum, squares] = [0, 0, 0, 0];
  let [minimum, maximum] = [Infinity, -Infinity];
  for (let i = 0; i < data.length; i++) {
    const x = data[i];
    if (!Number.isFinite(x)) continue;
    count++;
    if (x === 0) zeros++;
    sum += x;
    squares += x * x;
    if (x < minimum) minimum = x;
    if (x > maximum) maximum = x;
  }
  if (count === 0) [minimum, maximum] = [0, 0];
  const mean = count === 0 ? 0 : sum / count;
  const variance = count === 0 ? 0 : Math.max(0, squares / count - mean * mean);
  const range = isLogarithmic ? decades : { from: minimum, to: maximum };
  return {
    count,
    nonFinite: data.length - count,
    zeros,
    mean,
    standardDeviation: Math.sqrt(variance),
    minimum,
    maximum,
    norm: Math.sqrt(squares),
    histogram: { ...range, counts: countsOf(data, range, bins, isLogarithmic) },
  };
}

function countsOf(
  data: Float32Array,
  { from, to }: { readonly from: number; readonly to: number },
  bins: number,
  isLogarithmic: boolean,
): number[] {
  const counts = new Array<number>(bins).fill(0);
  const perUnit = to > from ? bins / (to - from) : 0;
  for (let i = 0; i < data.length; i++) {
    const x = isLogarithmic ? Math.log10(Math.abs(data[i])) : data[i];
    if (!Number.isFinite(x)) continue; // of a zero, the logarithm is not
    counts[Math.max(0, Math.min(bins - 1, Math.floor((x - from) * perUnit)))]++;
  }
  return counts;
}
