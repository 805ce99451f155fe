import { colorOf } from "../../nn/color-map.js";
import { contour, gridOf } from "./contour.js";
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
import { say } from "./words.js";

export interface EnergyPlotOptions extends FigureOptions {
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
  readonly labels?: readonly [x: string, y: string];
  /** Ways downhill: x and y of each step one after another. */
  readonly paths?: readonly ArrayLike<number>[];
}

const cells = 48;
const levels = 10;

/**
 * An energy of two variables as a landscape, SVG text: the lower, the darker; lines of equal energy; ways through it with a dot where they end.
 *
 * Throws  `invalid_option`, `unknown_name`, `non_finite_data`.
 *
 * @example
 * const memory = modernHopfield({ patterns: [[1, 0], [0, 1], [-1, -1]], beta: 6 });
 * const svg = energyPlot((x, y) => memory.energy([x, y]), { x: [-1.5, 1.5], y: [-1.5, 1.5] });
 */
export function energyPlot(energy: (x: number, y: number) => number, options: EnergyPlotOptions): string {
  checkFigure("energyPlot", options, ["x", "y", "labels", "paths"]);
  const { x, y, labels = ["x", "y"], paths = [] } = options;
  const lang = langOf("energyPlot", options);
  const grid = gridOf(energy, x, y, cells);
  const [low, high] = rangeOf("energyPlot: energy", 0, grid.values);
  const depth = (e: number): number => (high > low ? (high - e) / (high - low) : 0);
  return figure(
    "energyPlot",
    { width: 420, height: 400, ...options },
    {
      title: say("landscape", lang),
      x: { label: labels[0], from: x[0], to: x[1] },
      y: { label: labels[1], from: y[0], to: y[1] },
      marks: (place) => {
        const [xs, ys] = [Array.from(grid.xs, place.x), Array.from(grid.ys, place.y)];
        const shades = new Map<number, string[]>(); // one path for each shade
        for (let row = 0; row < cells; row++)
          for (let column = 0; column < cells; column++) {
            const at = row * (cells + 1) + column;
            const corners = [at, at + 1, at + cells + 1, at + cells + 2].map((k) => grid.values[k]);
            const shade = Math.round(32 * depth(corners.reduce((a, b) => a + b, 0) / 4));
            const parts = shades.get(shade) ?? [];
            parts.push(
              `M${short(xs[column])} ${short(ys[row])}H${short(xs[column + 1])}V${short(ys[row + 1])}H${short(xs[column])}z`,
            );
            shades.set(shade, parts);
          }
        return [
          `<g class="landscape" shape-rendering="crispEdges">`,
          ...[...shades].map(
            ([shade, parts]) => `<path fill="${colorOf(-0.8 * (shade / 32))}" d="${parts.join("")}"/>`,
          ),
          "</g>",
          ...Array.from({ length: levels - 1 }, (_, k) => {
            const level = low + ((high - low) * (k + 1)) / levels;
            const parts = contour(grid, level).map(
              ([x1, y1, x2, y2]) =>
                `M${short(place.x(x1))} ${short(place.y(y1))}L${short(place.x(x2))} ${short(place.y(y2))}`,
            );
            return `<path class="level" stroke="#ffffff" stroke-opacity="0.5" d="${parts.join("")}"/>`;
          }),
          ...paths.flatMap((path) => wayTo(path, place)),
        ];
      },
    },
  );
}

function wayTo(
  path: ArrayLike<number>,
  place: { x: (v: number) => number; y: (v: number) => number },
): string[] {
  const points = Array.from({ length: path.length / 2 }, (_, k): readonly [string, string] => [
    short(place.x(path[2 * k])),
    short(place.y(path[2 * k + 1])),
  ]);
  const [endX, endY] = points[points.length - 1] ?? ["0", "0"];
  return [
    `<polyline class="path" fill="none" stroke="${colorOfLine(1)}" stroke-width="1.5" points="${points.map((p) => p.join(",")).join(" ")}"/>`,
    `<circle class="end" cx="${endX}" cy="${endY}" r="3.5" fill="${colorOfLine(1)}"/>`,
  ];
}

/**
 * The energy of a network during recall, sweep by sweep, SVG text: it only falls.
 *
 * Throws  `invalid_option`, `unknown_name`, `non_finite_data`.
 *
 * @example
 * const memory = hopfield({ patterns: [[1, 1, 1, 1, -1, -1, -1, -1]] });
 * const svg = descentPlot([memory.recall([1, -1, 1, 1, -1, -1, 1, -1]).energies]);
 */
export function descentPlot(energies: readonly (readonly number[])[], options: FigureOptions = {}): string {
  checkFigure("descentPlot", options);
  const lang = langOf("descentPlot", options);
  const [from, to] = rangeOf("descentPlot", 0.08, ...energies);
  const longest = Math.max(1, ...energies.map((list) => list.length - 1));
  return figure("descentPlot", options, {
    title: say("descent", lang),
    x: { label: say("sweep", lang), from: 0, to: longest },
    y: { label: say("energy", lang), from, to },
    marks: (place) =>
      energies.map((list, k) =>
        line(
          place,
          list.map((_, i) => i),
          list,
          `class="curve" stroke="${colorOfLine(k)}" stroke-width="1.5"`,
        ),
      ),
  });
}
