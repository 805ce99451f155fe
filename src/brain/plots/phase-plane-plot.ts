import { contour, gridOf } from "./contour.js";
import { checkFigure, colorOfLine, type FigureOptions, figure, langOf, type Place, short } from "./figure.js";
import { say } from "./words.js";

export interface PhasePlanePlotOptions extends FigureOptions {
  /** From where to where, of both. */
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
  /** What the axes are called. */
  readonly labels?: readonly [x: string, y: string];
  /** Ways through the plane: x and y of each step one after another, as `decide` of a `wongWang` network records them. */
  readonly paths?: readonly ArrayLike<number>[];
  /** Arrows in each direction. Default: 16. */
  readonly arrows?: number;
}

/**
 * The phase plane of two variables, SVG text: arrows along `(dx/dt, dy/dt)`, the two lines on which one of the two stands still (nullclines), and ways through it. Where the lines cross, all
 * stands still.
 *
 * Throws  `invalid_option`, `unknown_name`.
 *
 * @example
 * const network = wongWang();
 * const svg = phasePlanePlot((s1, s2) => network.slopes([s1, s2], 0.1), { x: [0, 0.8], y: [0, 0.8], labels: ["S₁", "S₂"] });
 */
export function phasePlanePlot(
  slopes: (x: number, y: number) => readonly [dx: number, dy: number],
  options: PhasePlanePlotOptions,
): string {
  checkFigure("phasePlanePlot", options, ["x", "y", "labels", "paths", "arrows"]);
  const { x, y, labels = ["x", "y"], paths = [], arrows = 16 } = options;
  const lang = langOf("phasePlanePlot", options);
  const [dx, dy] = ([0, 1] as const).map((k) => gridOf((a, b) => slopes(a, b)[k], x, y, 80));
  return figure(
    "phasePlanePlot",
    { width: 420, height: 400, ...options },
    {
      title: say("plane", lang),
      x: { label: labels[0], from: x[0], to: x[1] },
      y: { label: labels[1], from: y[0], to: y[1] },
      names: [`d${labels[0]}/dt = 0`, `d${labels[1]}/dt = 0`],
      marks: (place) => [
        field(place, slopes, options, arrows),
        ...[dx, dy].map((grid, k) => {
          const parts = contour(grid).map(
            ([x1, y1, x2, y2]) =>
              `M${short(place.x(x1))} ${short(place.y(y1))}L${short(place.x(x2))} ${short(place.y(y2))}`,
          );
          return `<path class="nullcline" fill="none" stroke="${colorOfLine(k)}" stroke-width="1.5" d="${parts.join("")}"/>`;
        }),
        ...paths.map((path) => {
          const every = (first: number): number[] =>
            Array.from({ length: path.length / 2 }, (_, k) => path[2 * k + first]);
          const [xs, ys] = [every(0), every(1)];
          const points = xs.map((v, k) => `${short(place.x(v))},${short(place.y(ys[k]))}`);
          return `<polyline class="path" fill="none" stroke="#000000" stroke-opacity="0.6" points="${points.join(" ")}"/>`;
        }),
      ],
    },
  );
}

/** An arrow at the middle of each cell, as long as the cell allows: the direction counts, as the picture has it. */
function field(
  place: Place,
  slopes: (x: number, y: number) => readonly [number, number],
  { x, y }: Pick<PhasePlanePlotOptions, "x" | "y">,
  count: number,
): string {
  const [wide, high] = [(place.right - place.left) / count, (place.bottom - place.top) / count];
  const length = 0.7 * Math.min(wide, high);
  const parts: string[] = [];
  for (let row = 0; row < count; row++)
    for (let column = 0; column < count; column++) {
      const at = [
        x[0] + ((column + 0.5) / count) * (x[1] - x[0]),
        y[0] + ((row + 0.5) / count) * (y[1] - y[0]),
      ];
      const [dx, dy] = slopes(at[0], at[1]);
      const [right, down] = [(dx * wide * count) / (x[1] - x[0]), (-dy * high * count) / (y[1] - y[0])];
      const size = Math.hypot(right, down);
      if (size === 0) continue;
      const [u, v] = [(right / size) * length, (down / size) * length];
      const [px, py] = [place.x(at[0]) - u / 2, place.y(at[1]) - v / 2];
      const head = `l${short(-0.3 * u - 0.2 * v)} ${short(-0.3 * v + 0.2 * u)}m${short(0.3 * u + 0.2 * v)} ${short(0.3 * v - 0.2 * u)}l${short(-0.3 * u + 0.2 * v)} ${short(-0.3 * v - 0.2 * u)}`;
      parts.push(`M${short(px)} ${short(py)}l${short(u)} ${short(v)}${head}`);
    }
  return `<path class="field" fill="none" stroke="#aaaaaa" d="${parts.join("")}"/>`;
}
