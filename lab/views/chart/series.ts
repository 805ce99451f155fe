/** One line of a chart. */
export interface Series {
  readonly id: string;
  readonly name: string;
  /** Its color and shape. */
  readonly mark: number;
  /** Growing. */
  readonly x: ArrayLike<number>;
  /** What is not finite leaves a gap. */
  readonly y: ArrayLike<number>;
  /** Drawn faded behind it. */
  readonly raw?: ArrayLike<number> | undefined;
  /** Drawn dashed, in ink. */
  readonly isBaseline?: boolean;
}

/** The point at or nearest to an x; -1 where there is none. */
export function nearest(xs: ArrayLike<number>, x: number): number {
  let [low, high] = [0, xs.length - 1];
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low > 0 && x - xs[low - 1] <= xs[low] - x ? low - 1 : low;
}
