import type { Bound } from "neurograd/brain";
import type { Pen } from "../../chart/pen.js";
import { type Plane, planeOf } from "../../chart/plane.js";
import { canvasPlot, type Plot } from "../../chart/plot.js";
import { scale } from "../../chart/scale.js";
import { bins, type Contest, type DiffusionRace, span, winningRate } from "./race.js";
import type { decisionWords } from "./words.js";

type Say = ReturnType<typeof decisionWords>;

/** A way that grows before one's eyes. */
export interface Grown<T> {
  readonly of: T;
  /** How much of it is drawn: 0 to 1; beyond, it fades. */
  age: number;
}

const keeps = 24;

/** The newest ways, the older the fainter. */
export class Ways<T> {
  private ways: Grown<T>[] = [];
  get all(): readonly Grown<T>[] {
    return this.ways;
  }
  add(of: T, age = 0): void {
    this.ways = [...this.ways, { of, age }].slice(-keeps);
  }
  grow(by: number): void {
    for (const way of this.ways) way.age += by;
  }
  clear(): void {
    this.ways = [];
  }
}

export interface DiffusionWay {
  readonly path: Float64Array;
  readonly dt: number;
}

const bounds = { upper: "--class-1", lower: "--class-0" } as const;

/** The first values of a way, as far as it has grown; at least two. */
const grownPart = (values: Float64Array | readonly number[], age: number): number[] =>
  Array.from(values.slice(0, Math.max(2, Math.ceil(Math.min(1, age) * values.length))));

/** A new way is drawn strong; then the older the fainter. */
const look = (age: number, k: number, weight: number): { readonly width: number; readonly alpha: number } =>
  age < 1 ? { width: 2.2, alpha: 1 } : { width: 1.1, alpha: 0.17 + (weight * k) / keeps };

/** Ways of evidence between two bounds, and over each bound when it was reached: counted and by the closed form. */
export function diffusionPicture(race: () => DiffusionRace, ways: Ways<DiffusionWay>, say: Say): Plot {
  return canvasPlot(`${say.diffusion}: ${say.diffusionText}`, 420, (pen, width, height) => {
    const { threshold } = race().race;
    const edges = { left: 12, right: width - 6, top: 96, bottom: height - 134 };
    const plane = planeOf(edges, [0, span], [-threshold, threshold]);
    const { x, y, left, right, top, bottom } = plane;
    for (const bound of ["upper", "lower"] as const) histogram(pen, race(), bound, plane);
    const across = (value: number, color: string, thick: number): void =>
      pen.line([0, span], [value, value], plane, { color, width: thick });
    across(threshold, "--ink", 2);
    across(-threshold, "--ink", 2);
    across(0, "--line", 1);
    for (const [k, { of, age }] of ways.all.entries()) {
      const path = grownPart(of.path, age).map((value) => Math.max(-threshold, Math.min(threshold, value)));
      const color = bounds[of.path[of.path.length - 1] > 0 ? "upper" : "lower"];
      const times = path.map((_, i) => i * of.dt);
      const { alpha, width: thick } = look(age, k, 0.5);
      pen.line(times, path, plane, { color, width: thick, alpha });
      pen.use(color, alpha);
      pen.dot(x(times[times.length - 1]), y(path[path.length - 1]), age < 1 ? 4 : 2.5);
    }
    pen.text(`${say.upper} ↑`, left + 2, top + 15);
    pen.text(`${say.lower} ↓`, left + 2, bottom - 6);
    for (let t = 1; t < span; t++) pen.text(String(t), x(t), height - 20, "center");
    pen.text(say.time, right, height - 5, "right");
  });
}

const tall = 72;

/** When a bound was reached, away from it: upward over the upper, downward under the lower. */
function histogram(pen: Pen, race: DiffusionRace, bound: Bound, { x, top, bottom }: Plane): void {
  const [foot, way] = bound === "upper" ? [top, -1] : [bottom, 1];
  const each = span / bins;
  const times = Array.from({ length: 4 * bins + 1 }, (_, k) => (k * each) / 4);
  const densities = times.map((t) => race.closed.density(t, bound));
  // one scale for both bounds: the highest of the curves
  const other = bound === "upper" ? "lower" : "upper";
  const highest = Math.max(...densities, ...times.map((t) => race.closed.density(t, other)));
  const y = scale([0, highest], [foot, foot + way * tall]);
  const kept = (density: number): number => Math.min(1.15 * highest, density);
  pen.use(bounds[bound], 0.4);
  for (const [k, count] of race.counts[bound].entries()) {
    const high = race.count === 0 ? 0 : y(kept(count / (race.count * each))) - foot;
    pen.context.fillRect(x(k * each) + 0.5, foot, x(each) - x(0) - 1, high);
  }
  pen.line(times, densities, { x, y }, { color: "--ink", width: 1.8 });
}

/** Rates of two populations over time, until one has won. */
export function contestPicture(ways: Ways<Contest>, say: Say): Plot {
  return canvasPlot(`${say.network}: ${say.networkText}`, 420, (pen, width, height) => {
    const edges = { left: 34, right: width - 6, top: 26, bottom: height - 38 };
    const plane = planeOf(edges, [0, 2], [0, winningRate * 1.12]);
    pen.axes(plane, { x: [0.5, 1, 1.5], y: [0, 5, 10, winningRate], xName: say.time, yName: say.rate });
    pen.line([0, 2], [winningRate, winningRate], plane, { color: "--ink", width: 2 });
    for (const [k, { of, age }] of ways.all.entries())
      for (const [rates, color, dash] of [
        [of.second, "--class-0", [6, 4]],
        [of.first, "--class-1", []],
      ] as const) {
        const shown = grownPart(rates, age).map((rate) => Math.min(rate, winningRate * 1.1));
        const times = shown.map((_, i) => i * of.dt);
        pen.line(times, shown, plane, { color, dash, ...look(age, k, 0.4) });
      }
  });
}
