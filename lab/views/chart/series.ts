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

/** The x of a point nearest to a place. */
export function snapped(series: readonly Series[], at: number): number | undefined {
  let best: number | undefined;
  for (const { x } of series) {
    const k = nearest(x, at);
    if (k >= 0 && (best === undefined || Math.abs(x[k] - at) < Math.abs(best - at))) best = x[k];
  }
  return best;
}

/** Where a key moves the cursor; undefined: it does not. */
export function moved(
  series: readonly Series[],
  from: number | undefined,
  key: string,
): number | "nowhere" | undefined {
  const ends = series.filter(({ x }) => x.length > 0);
  if (key === "Escape") return "nowhere";
  if (ends.length === 0 || !["ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) return undefined;
  const first = Math.min(...ends.map(({ x }) => x[0]));
  const last = Math.max(...ends.map(({ x }) => x[x.length - 1]));
  if (key === "Home" || (from === undefined && key === "ArrowRight")) return first;
  if (key === "End" || from === undefined) return last;
  const next = ends.flatMap(({ x }) => {
    const k = nearest(x, from);
    return key === "ArrowRight" ? [x[k], x[k + 1]] : [x[k], x[k - 1]];
  });
  return key === "ArrowRight"
    ? Math.min(last, ...next.filter((x) => x > from))
    : Math.max(first, ...next.filter((x) => x < from));
}
