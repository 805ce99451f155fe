import { contours } from "d3-contour";

type Ring = readonly number[][];
type Join = (ring: Ring) => string;

function levels(
  size: number,
  values: ArrayLike<number>,
  thresholds: readonly number[],
  join: Join,
): string[] {
  return contours()
    .size([size, size])
    .thresholds([...thresholds])(Array.from(values))
    .map(({ coordinates }) => coordinates.flatMap((polygon) => polygon.map(join)).join(""));
}

/** The areas above each threshold, in cells, as paths. */
export const levelAreas = (
  size: number,
  values: ArrayLike<number>,
  thresholds: readonly number[],
): string[] => levels(size, values, thresholds, (ring) => `M${ring.map(placeOf).join("L")}Z`);

/** The lines along which values are 0, in cells, as a path. The picture's own edge is no line. */
export function zeroLine(size: number, values: ArrayLike<number>): string {
  const isEdge = (at: number): boolean => at <= 0.5 || at >= size - 0.5;
  const [line] = levels(size, values, [0], (ring) =>
    ring
      .map(([x, y], k) => {
        const [beforeX, beforeY] = ring[Math.max(0, k - 1)];
        const isAlongEdge = (isEdge(x) && isEdge(beforeX)) || (isEdge(y) && isEdge(beforeY));
        return `${k === 0 || isAlongEdge ? "M" : "L"}${placeOf([x, y])}`;
      })
      .join(""),
  );
  return line;
}

const placeOf = ([x, y]: readonly number[]): string => `${x.toFixed(2)},${y.toFixed(2)}`;
