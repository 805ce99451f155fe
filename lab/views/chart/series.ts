import type { Scale } from "./scale.js";

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

/**
 * The path of a line. Where points are closer than the pixels, each column of pixels has its first, lowest, highest and last: no
 * peak is lost, however long the line is.
 */
export function linePath(xs: ArrayLike<number>, ys: ArrayLike<number>, x: Scale, y: Scale): string {
  let path = "";
  let isOpen = false;
  const write = (px: number, py: number): void => {
    path += `${isOpen ? "L" : "M"}${px.toFixed(1)},${py.toFixed(1)}`;
    isOpen = true;
  };
  let column: { px: number; points: number[] } | undefined;
  const flush = (): void => {
    if (column === undefined) return;
    const { px, points } = column;
    const low = points.indexOf(Math.max(...points));
    const high = points.indexOf(Math.min(...points));
    for (const k of [...new Set([0, Math.min(low, high), Math.max(low, high), points.length - 1])])
      write(px, points[k]);
    column = undefined;
  };
  const isDense = xs.length > 2 * Math.abs(x.at(xs[xs.length - 1]) - x.at(xs[0]));
  for (let k = 0; k < xs.length; k++) {
    const [px, py] = [x.at(xs[k]), y.at(ys[k])];
    if (Number.isNaN(px) || Number.isNaN(py)) {
      flush();
      isOpen = false;
    } else if (!isDense) write(px, py);
    else if (column !== undefined && Math.round(px) === column.px) column.points.push(py);
    else {
      flush();
      column = { px: Math.round(px), points: [py] };
    }
  }
  flush();
  return path;
}
