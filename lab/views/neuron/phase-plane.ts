import { type HodgkinHuxleyNullclines, hodgkinHuxleyNullclines } from "neurograd/brain";
import { planeOf } from "../chart/plane.js";
import { canvasPlot, type Plot } from "../chart/plot.js";
import { type Blocked, type SquidRun, squidNeuron } from "./squid-run.js";

const ranges = { v: [-90, 55], n: [0.05, 0.85] } as const;
const potentials: readonly number[] = Array.from(
  { length: 141 },
  (_, k) => ranges.v[0] + ((ranges.v[1] - ranges.v[0]) * k) / 140,
);
const parts = 12;

/** V against n: where the membrane is, where it came from, and the lines on which each of the two stands still. */
export function phasePlane(run: SquidRun, words: { readonly title: string; readonly slow: string }): Plot {
  let lines: HodgkinHuxleyNullclines | undefined;
  let linesOf: Blocked | undefined;
  return canvasPlot(words.title, 300, (pen, width, height) => {
    const { blocked, current, state, trace } = run;
    if (lines === undefined || linesOf !== blocked) {
      linesOf = blocked;
      lines = hodgkinHuxleyNullclines(squidNeuron(blocked), potentials);
    }
    const edges = { left: 40, right: width - 10, top: 22, bottom: height - 38 };
    const plane = planeOf(edges, ranges.v, ranges.n);
    const { left, right, top, bottom, x, y } = plane;
    pen.axes(plane, { x: x.ticks(8), y: [0.2, 0.4, 0.6, 0.8], xName: "V [mV]", yName: words.slow });
    const { context } = pen;
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    pen.line(potentials, lines.n, plane, { color: "--class-1", dash: [8, 4] });
    pen.line(potentials, lines.v(current, state.h), plane, { color: "--class-2", dash: [2, 4] });
    // the last 60 ms, older parts fainter, and the place now
    const each = trace.v.length / parts;
    for (let part = 0; part < parts; part++) {
      const [from, to] = [Math.max(0, part * each - 1), (part + 1) * each];
      const alpha = 0.15 + (0.6 * (part + 1)) / parts;
      pen.line(trace.v.subarray(from, to), trace.n.subarray(from, to), plane, { color: "--ink", alpha });
    }
    pen.use("--ink");
    pen.dot(x(state.v), y(state.n), 5);
    context.restore();
  });
}
