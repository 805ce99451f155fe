/** A function on a grid of points: `values[row * columns + column]` at `(xs[column], ys[row])`. */
export interface Grid {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly values: Float64Array;
}

/** f at (count + 1)² points. */
export function gridOf(
  f: (x: number, y: number) => number,
  [x0, x1]: readonly [number, number],
  [y0, y1]: readonly [number, number],
  count: number,
): Grid {
  const steps = (from: number, to: number): Float64Array =>
    Float64Array.from({ length: count + 1 }, (_, k) => from + ((to - from) * k) / count);
  const [xs, ys] = [steps(x0, x1), steps(y0, y1)];
  const values = new Float64Array(xs.length * ys.length);
  for (const [row, y] of ys.entries())
    for (const [column, x] of xs.entries()) values[row * xs.length + column] = f(x, y);
  return { xs, ys, values };
}

export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * Where a function is `level`, as segments: each cell of the grid is cut into two triangles, in which the function is taken as a plane.
 */
export function contour({ xs, ys, values }: Grid, level = 0): Segment[] {
  const segments: Segment[] = [];
  const corner = (row: number, column: number): readonly [number, number, number] => [
    xs[column],
    ys[row],
    values[row * xs.length + column] - level,
  ];
  for (let row = 0; row + 1 < ys.length; row++)
    for (let column = 0; column + 1 < xs.length; column++) {
      const [a, b] = [corner(row, column), corner(row, column + 1)];
      const [c, d] = [corner(row + 1, column + 1), corner(row + 1, column)];
      for (const triangle of [
        [a, b, c],
        [a, c, d],
      ]) {
        const cuts = triangle.flatMap((p, k) => crossing(p, triangle[(k + 1) % 3]));
        if (cuts.length === 4) segments.push([cuts[0], cuts[1], cuts[2], cuts[3]]);
      }
    }
  return segments;
}

/** Where the edge from p to q crosses 0, [x, y], or nothing. */
function crossing(
  [x1, y1, f1]: readonly [number, number, number],
  [x2, y2, f2]: readonly [number, number, number],
): number[] {
  if (f1 < 0 === f2 < 0) return [];
  const share = f1 / (f1 - f2);
  return [x1 + share * (x2 - x1), y1 + share * (y2 - y1)];
}
