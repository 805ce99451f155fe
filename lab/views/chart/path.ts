import type { Histogram } from "neurograd/explain";
import type { Plane } from "./plane.js";

type Scales = Pick<Plane, "x" | "y">;

/**
 * The path of a line; what is not finite leaves a gap. Where points are closer than the pixels, each column of pixels has its
 * first, lowest, highest and last: no peak is lost, however long the line is.
 */
export function linePath(xs: ArrayLike<number>, ys: ArrayLike<number>, { x, y }: Scales): string {
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
  const isDense = xs.length > 2 * Math.abs(x(xs[xs.length - 1]) - x(xs[0]));
  for (let k = 0; k < xs.length; k++) {
    const [px, py] = [x(xs[k]), y(ys[k])];
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

/** A histogram as a heap on the lower edge, so many pixels high; what lies outside is cut off. */
export function heapPath(
  { from, to, counts }: Histogram,
  { x, left, right, bottom }: Pick<Plane, "x" | "left" | "right" | "bottom">,
  tall: number,
): string {
  const most = Math.max(...counts, 1);
  const edge = (k: number): number => from + ((to - from) * k) / counts.length;
  const cut = (at: number): number => Math.max(left, Math.min(right, at));
  let path = "";
  for (let k = 0; k < counts.length; k++) {
    const start = cut(x(edge(k)));
    const end = from === to ? cut(start + 3) : cut(x(edge(k + 1))); // all in one place: a line to be seen
    if (counts[k] === 0 || start === end) continue;
    const top = bottom - (counts[k] / most) * tall;
    path += `M${start.toFixed(1)},${bottom}V${top.toFixed(1)}H${end.toFixed(1)}V${bottom}Z`;
  }
  return path;
}
