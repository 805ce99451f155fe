import type { Bound } from "neurograd/brain";
import { type Chart, canvasChart, field } from "../../chart/picture.js";
import { bins, type Contest, type DiffusionRace, span, winningRate } from "./race.js";
import type { decisionWords } from "./words.js";

type Color = (name: string) => string;
type Say = ReturnType<typeof decisionWords>;
type Pen = CanvasRenderingContext2D;

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

const left = 12;

/** Ways of evidence between two bounds, and over each bound when it was reached: counted and by the closed form. */
export function diffusionPicture(
  race: () => DiffusionRace,
  ways: Ways<DiffusionWay>,
  say: Say,
  color: Color,
): Chart {
  return canvasChart(`${say.diffusion}: ${say.diffusionText}`, 400, (pen, width, height) => {
    const heap = 96;
    const right = width - 6;
    const { threshold } = race().race;
    const plane = field(
      { left, right, top: heap, bottom: height - heap - 18 },
      [0, span],
      [-threshold, threshold],
    );
    for (const bound of ["upper", "lower"] as const) histogram(pen, race(), bound, plane, heap - 10, color);
    pen.strokeStyle = color("--ink");
    pen.lineWidth = 2;
    for (const y of [plane.top, plane.bottom])
      stroke(pen, [
        [left, y],
        [right, y],
      ]);
    pen.strokeStyle = color("--line");
    pen.lineWidth = 1;
    stroke(pen, [
      [left, plane.y(0)],
      [right, plane.y(0)],
    ]);
    for (const [k, { of, age }] of ways.all.entries()) {
      const shown = Math.max(2, Math.ceil(Math.min(1, age) * of.path.length));
      const points = Array.from(
        of.path.subarray(0, shown),
        (x, i): Place => [plane.x(i * of.dt), plane.y(Math.max(-threshold, Math.min(threshold, x)))],
      );
      const isUp = of.path[of.path.length - 1] > 0;
      pen.globalAlpha = age < 1 ? 1 : 0.2 + (0.5 * k) / keeps;
      pen.strokeStyle = color(isUp ? "--class-1" : "--class-0");
      pen.lineWidth = age < 1 ? 2 : 1;
      stroke(pen, points);
      const [x, y] = points[points.length - 1];
      pen.fillStyle = pen.strokeStyle;
      pen.beginPath();
      pen.arc(x, y, age < 1 ? 4 : 2.5, 0, 2 * Math.PI);
      pen.fill();
    }
    pen.globalAlpha = 1;
    pen.fillStyle = color("--faint");
    pen.font = "12px system-ui, sans-serif";
    pen.fillText(`${say.upper} ↑`, left + 2, plane.top + 15);
    pen.fillText(`${say.lower} ↓`, left + 2, plane.bottom - 6);
    pen.textAlign = "center";
    for (let t = 1; t < span; t++) pen.fillText(String(t), plane.x(t), height - 4);
    pen.textAlign = "right";
    pen.fillText(say.time, right, height - 4);
    pen.textAlign = "left";
  });
}

function histogram(
  pen: Pen,
  race: DiffusionRace,
  bound: Bound,
  { left: from, right: to, top, bottom }: ReturnType<typeof field>,
  tall: number,
  color: Color,
): void {
  const way = bound === "upper" ? -1 : 1;
  const foot = bound === "upper" ? top : bottom;
  const each = span / bins;
  const densities = Array.from({ length: 4 * bins + 1 }, (_, k) =>
    race.closed.density((k * each) / 4, bound),
  );
  // one scale for both bounds: the highest of the curves
  const highest = Math.max(
    ...densities,
    ...Array.from({ length: bins }, (_, k) =>
      race.closed.density((k + 0.5) * each, bound === "upper" ? "lower" : "upper"),
    ),
  );
  const size = (density: number): number => Math.min(1.15, density / highest) * tall * 0.85;
  pen.fillStyle = color(bound === "upper" ? "--class-1" : "--class-0");
  pen.globalAlpha = 0.4;
  const width = (to - from) / bins;
  for (const [k, count] of race.counts[bound].entries()) {
    const high = race.count === 0 ? 0 : size(count / (race.count * each));
    pen.fillRect(from + k * width + 0.5, foot, width - 1, way * high);
  }
  pen.globalAlpha = 1;
  pen.strokeStyle = color("--ink");
  pen.lineWidth = 1.8;
  stroke(
    pen,
    densities.map((density, k): Place => [from + (k * width) / 4, foot + way * size(density)]),
  );
}

/** Rates of two populations over time, until one has won. */
export function contestPicture(ways: Ways<Contest>, say: Say, color: Color): Chart {
  return canvasChart(`${say.network}: ${say.networkText}`, 400, (pen, width, height) => {
    const plane = field(
      { left: 34, right: width - 6, top: 14, bottom: height - 22 },
      [0, 2],
      [0, winningRate * 1.12],
    );
    const { x, y, left: from, right } = plane;
    pen.font = "12px system-ui, sans-serif";
    pen.strokeStyle = color("--line");
    pen.lineWidth = 1;
    for (const rate of [0, 5, 10]) {
      stroke(pen, [
        [from, y(rate)],
        [right, y(rate)],
      ]);
      label(pen, color, String(rate), from - 6, y(rate) + 4, "right");
    }
    pen.strokeStyle = color("--ink");
    pen.lineWidth = 2;
    stroke(pen, [
      [from, y(winningRate)],
      [right, y(winningRate)],
    ]);
    label(pen, color, String(winningRate), from - 6, y(winningRate) + 4, "right");
    label(pen, color, say.rate, from + 4, y(winningRate) + 16, "left");
    for (const t of [0.5, 1, 1.5]) label(pen, color, String(t), x(t), height - 5, "center");
    label(pen, color, say.time, right, height - 5, "right");
    for (const [k, { of, age }] of ways.all.entries()) {
      const shown = Math.max(2, Math.ceil(Math.min(1, age) * of.first.length));
      for (const [rates, name, dash] of [
        [of.second, "--class-0", [6, 4]],
        [of.first, "--class-1", []],
      ] as const) {
        pen.globalAlpha = age < 1 ? 1 : 0.15 + (0.4 * k) / keeps;
        pen.strokeStyle = color(name);
        pen.lineWidth = age < 1 ? 2.5 : 1.2;
        pen.setLineDash([...dash]);
        stroke(
          pen,
          rates.slice(0, shown).map((rate, i): Place => [x(i * of.dt), y(Math.min(rate, winningRate * 1.1))]),
        );
      }
      pen.setLineDash([]);
    }
    pen.globalAlpha = 1;
  });
}

type Place = readonly [x: number, y: number];

function stroke(pen: Pen, points: readonly Place[]): void {
  pen.beginPath();
  for (const [k, [x, y]] of points.entries())
    if (k === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  pen.stroke();
}

function label(pen: Pen, color: Color, text: string, x: number, y: number, align: CanvasTextAlign): void {
  pen.fillStyle = color("--faint");
  pen.textAlign = align;
  pen.fillText(text, x, y);
  pen.textAlign = "left";
}
