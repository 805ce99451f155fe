const count = 30;

/**
 * Numbers counted in 30 buckets of equal width from the least to the greatest: rows of left edge, right edge, how many. The
 * greatest number falls in the last bucket; where all are equal, all buckets lie there.
 *
 * Source  TensorBoard's `plugins/histogram/summary_v2.py`.
 */
export function histogramBuckets(values: ArrayLike<number>): readonly (readonly [number, number, number])[] {
  if (values.length === 0) return Array.from({ length: count }, () => [0, 0, 0]);
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    min = Math.min(min, values[i]);
    max = Math.max(max, values[i]);
  }
  const range = max - min;
  const counts = new Float64Array(count);
  const width = range / count;
  if (!Number.isFinite(range) || range === 0) counts[count - 1] = values.length;
  else
    for (let i = 0; i < values.length; i++)
      counts[Math.min(count - 1, Math.floor((values[i] - min) / width))]++;
  const edge = (i: number): number => (range === 0 ? min : i === count ? max : min + i * width);
  return Array.from(counts, (n, i) => [edge(i), edge(i + 1), n]);
}
