import {
  checkFigure,
  colorOfLine,
  type FigureOptions,
  figure,
  langOf,
  line,
  rangeOf,
  short,
} from "./figure.js";

/** A line through points. */
export interface Curve {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Written beside it in its color. */
  readonly name?: string;
}

export interface CurvePlotOptions extends FigureOptions {
  readonly labels: readonly [x: string, y: string];
  /** From and to on the upright axis. Default: as the numbers are. */
  readonly y?: readonly [from: number, to: number];
  /** Whether each point has a dot. Default: false. */
  readonly dots?: boolean;
}

/**
 * Lines over a common axis, SVG text.
 *
 * Throws  `invalid_option`, `unknown_name`, `non_finite_data`.
 *
 * @example const svg = curvePlot([{ x: [0, 1, 2], y: [0, 1, 4], name: "squares" }], { labels: ["x", "x²"] });
 */
export function curvePlot(curves: readonly Curve[], options: CurvePlotOptions): string {
  checkFigure("curvePlot", options, ["labels", "y", "dots"]);
  langOf("curvePlot", options);
  const { labels, dots = false } = options;
  const [from, to] = rangeOf("curvePlot: x", 0, ...curves.map(({ x }) => x));
  const [low, high] = options.y ?? rangeOf("curvePlot: y", 0.08, ...curves.map(({ y }) => y));
  return figure("curvePlot", options, {
    title: options.title ?? labels[1],
    x: { label: labels[0], from, to },
    y: { label: labels[1], from: low, to: high },
    names: curves.some(({ name }) => name !== undefined) ? curves.map(({ name = "" }) => name) : [],
    marks: (place) =>
      curves.flatMap(({ x, y }, k) => [
        line(place, x, y, `class="curve" stroke="${colorOfLine(k)}" stroke-width="1.5"`),
        ...(dots
          ? Array.from(
              { length: x.length },
              (_, i) =>
                `<circle cx="${short(place.x(x[i]))}" cy="${short(place.y(y[i]))}" r="2.5" fill="${colorOfLine(k)}"/>`,
            )
          : []),
      ]),
  });
}
