import { type Plane, planeOf } from "../chart/plane.js";
import { canvasPlot, type Plot } from "../chart/plot.js";
import { type Range, rangeOf } from "../chart/scale.js";
import { type SquidTrace, sampleCount, span } from "./squid-run.js";

const times = Float64Array.from({ length: sampleCount }, (_, k) => (k + 1 - sampleCount) * span.sample);

/** The last 60 ms: the membrane, its gates, what is injected, one above the other. */
export function traces(
  trace: SquidTrace,
  words: { readonly title: string; readonly current: string; readonly now: string },
): Plot {
  return canvasPlot(words.title, 372, (pen, width, height) => {
    const [left, right] = [46, width - 10];
    const band = (top: number, bottom: number, range: Range): Plane =>
      planeOf({ left, right, top, bottom }, [-span.window, 0], range);
    // high enough for what is injected, and never so low that a little looks like much
    const [low, high] = rangeOf([...trace.current, 0, 10]);
    const membrane = band(22, 186, [-90, 55]);
    const gates = band(216, 290, [0, 1]);
    const current = band(324, 352, [low, high]);
    pen.axes(membrane, { y: [-80, -40, 0, 40], yName: "V [mV]" });
    pen.axes(gates, { y: [0, 1], yName: "m, h, n" });
    pen.axes(current, {
      y: low < 0 && high <= 10 ? [low, 0] : [0, high],
      yName: `${words.current} [µA/cm²]`,
    });
    for (let t = -span.window; t <= 0; t += 20) {
      const align = t === 0 ? "right" : t === -span.window ? "left" : "center";
      pen.text(t === 0 ? words.now : `−${-t} ms`, membrane.x(t), height - 4, align);
    }
    pen.line(times, trace.current, current, { color: "--class-2" });
    pen.line(times, trace.h, gates, { color: "--class-0", dash: [3, 3] });
    pen.line(times, trace.n, gates, { color: "--class-1", dash: [8, 4] });
    pen.line(times, trace.m, gates, { color: "--class-0" });
    pen.line(times, trace.v, membrane, { color: "--ink" });
    pen.dot(membrane.x(0), membrane.y(trace.v[sampleCount - 1]), 4);
  });
}
