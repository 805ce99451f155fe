/** The middle number; of an even count the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median of `times[i] / ours[i]`, round by round: a drift of the machine's speed falls out of it. */
export function pairedRatio(times: readonly number[], ours: readonly number[]): number | null {
  const rounds = Math.min(times.length, ours.length);
  if (rounds === 0) return null;
  return median(times.slice(0, rounds).map((ms, i) => ms / ours[i]));
}
