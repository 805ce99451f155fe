import { type HodgkinHuxleyNullclines, hodgkinHuxleyNullclines } from "neurograd/brain";
import { type Chart, canvasChart, type Field, field, pigment, tick } from "../chart/picture.js";
import { type Blocked, type SquidRun, squidNeuron } from "./squid-run.js";

const ranges = { v: [-90, 55], n: [0.05, 0.85] } as const;
const potentials: readonly number[] = Array.from(
  { length: 141 },
  (_, k) => ranges.v[0] + ((ranges.v[1] - ranges.v[0]) * k) / 140,
);

/** V against n: where the membrane is, where it came from, and the lines on which each of the two stands still. */
export function plane(run: SquidRun, words: { readonly title: string; readonly slow: string }): Chart {
  let colors: ReturnType<typeof colorsOf> | undefined;
  let lines: HodgkinHuxleyNullclines | undefined;
  let linesOf: Blocked | undefined;
  const chart = canvasChart(words.title, 290, (pen, width, height) => {
    colors ??= colorsOf(chart.root);
    const { ink, faint, grid, still, rising } = colors;
    if (lines === undefined || linesOf !== run.blocked) {
      linesOf = run.blocked;
      lines = hodgkinHuxleyNullclines(squidNeuron(run.blocked), potentials);
    }
    const place = field({ left: 40, right: width - 10, top: 22, bottom: height - 24 }, ranges.v, ranges.n);
    pen.font = "12px system-ui, sans-serif";
    scale(pen, place, { grid, faint }, words.slow);
    pen.save();
    pen.beginPath();
    pen.rect(place.left, place.top, place.right - place.left, place.bottom - place.top);
    pen.clip();
    line(pen, place, lines.n, still, [8, 4]);
    line(pen, place, lines.v(run.current, run.state.h), rising, [2, 4]);
    path(pen, place, run, ink);
    pen.restore();
  });
  return chart;
}

function scale(
  pen: CanvasRenderingContext2D,
  { left, right, top, bottom, x, y }: Field,
  { grid, faint }: { readonly grid: string; readonly faint: string },
  slow: string,
): void {
  pen.fillStyle = faint;
  pen.strokeStyle = grid;
  pen.lineWidth = 1;
  pen.textAlign = "center";
  pen.beginPath();
  for (const v of [-80, -60, -40, -20, 0, 20]) {
    pen.moveTo(x(v), top);
    pen.lineTo(x(v), bottom);
    pen.fillText(tick(v), x(v), bottom + 16);
  }
  pen.textAlign = "right";
  for (const n of [0.2, 0.4, 0.6, 0.8]) {
    pen.moveTo(left, y(n));
    pen.lineTo(right, y(n));
    pen.fillText(tick(n), left - 6, y(n) + 4);
  }
  pen.stroke();
  pen.fillText("V [mV]", right, bottom + 16);
  pen.textAlign = "left";
  pen.fillText(slow, 4, top - 8);
}

function line(
  pen: CanvasRenderingContext2D,
  { x, y }: Field,
  values: Float64Array,
  color: string,
  dash: readonly number[],
): void {
  pen.beginPath();
  let isDown = false;
  for (const [k, v] of potentials.entries()) {
    if (Number.isNaN(values[k])) {
      isDown = false;
      continue;
    }
    if (isDown) pen.lineTo(x(v), y(values[k]));
    else pen.moveTo(x(v), y(values[k]));
    isDown = true;
  }
  pen.strokeStyle = color;
  pen.lineWidth = 2;
  pen.setLineDash([...dash]);
  pen.stroke();
  pen.setLineDash([]);
}

/** The last 60 ms, older parts fainter, and the place now. */
function path(pen: CanvasRenderingContext2D, { x, y }: Field, { trace, state }: SquidRun, ink: string): void {
  const parts = 12;
  const each = trace.v.length / parts;
  pen.strokeStyle = pen.fillStyle = ink;
  for (let part = 0; part < parts; part++) {
    pen.globalAlpha = 0.15 + (0.6 * (part + 1)) / parts;
    pen.beginPath();
    for (let k = Math.max(0, part * each - 1); k < (part + 1) * each; k++)
      pen.lineTo(x(trace.v[k]), y(trace.n[k]));
    pen.stroke();
  }
  pen.globalAlpha = 1;
  pen.beginPath();
  pen.arc(x(state.v), y(state.n), 5, 0, 7);
  pen.fill();
}

const colorsOf = (at: Element): Readonly<Record<"ink" | "faint" | "grid" | "still" | "rising", string>> => ({
  ink: pigment(at, "--ink"),
  faint: pigment(at, "--faint"),
  grid: pigment(at, "--line"),
  still: pigment(at, "--class-1"),
  rising: pigment(at, "--class-2"),
});
