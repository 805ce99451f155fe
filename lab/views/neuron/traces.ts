import { type Chart, canvasChart, type Field, field, pigment, tick } from "../chart/picture.js";
import { type SquidTrace, sampleCount, span } from "./squid-run.js";

/** The last 60 ms: the membrane, its gates, what is injected, one above the other. */
export function traces(
  trace: SquidTrace,
  words: { readonly title: string; readonly current: string; readonly now: string },
): Chart {
  const times = Float64Array.from({ length: sampleCount }, (_, k) => (k + 1 - sampleCount) * span.sample);
  let colors: ReturnType<typeof colorsOf> | undefined;
  const chart = canvasChart(words.title, 372, (pen, width) => {
    colors ??= colorsOf(chart.root);
    const [left, right] = [46, width - 10];
    const band = (top: number, bottom: number, range: readonly [number, number]): Field =>
      field({ left, right, top, bottom }, [-span.window, 0], range);
    const membrane = band(22, 186, [-90, 55]);
    const gates = band(216, 290, [0, 1]);
    const current = band(324, 352, currentRange(trace.current));
    pen.font = "12px system-ui, sans-serif";
    pen.lineJoin = "round";
    const line = (values: Float64Array, place: Field, color: string, dash: readonly number[] = []): void => {
      pen.beginPath();
      for (let k = 0; k < values.length; k++) pen.lineTo(place.x(times[k]), place.y(values[k]));
      pen.strokeStyle = color;
      pen.lineWidth = 2;
      pen.setLineDash([...dash]);
      pen.stroke();
      pen.setLineDash([]);
    };
    const { ink, faint, grid, sodium, potassium, accent } = colors;
    const rule = (place: Field, values: readonly number[], title: string): void => {
      pen.lineWidth = 1;
      for (const value of values) {
        pen.strokeStyle = grid;
        pen.beginPath();
        pen.moveTo(left, Math.round(place.y(value)) + 0.5);
        pen.lineTo(right, Math.round(place.y(value)) + 0.5);
        pen.stroke();
        pen.fillStyle = faint;
        pen.textAlign = "right";
        pen.fillText(tick(value), left - 6, place.y(value) + 4);
      }
      pen.textAlign = "left";
      pen.fillText(title, 4, place.top - 8);
    };
    rule(membrane, [-80, -40, 0, 40], "V [mV]");
    rule(gates, [0, 1], "m, h, n");
    rule(current, currentTicks(trace.current), `${words.current} [µA/cm²]`);
    pen.textAlign = "center";
    for (let t = -span.window; t <= 0; t += 20) {
      pen.fillStyle = faint;
      pen.textAlign = t === 0 ? "right" : t === -span.window ? "left" : "center";
      pen.fillText(t === 0 ? words.now : `${tick(t)} ms`, membrane.x(t), 368);
    }
    line(trace.current, current, accent);
    line(trace.h, gates, sodium, [3, 3]);
    line(trace.n, gates, potassium, [8, 4]);
    line(trace.m, gates, sodium);
    line(trace.v, membrane, ink);
    pen.fillStyle = ink;
    pen.beginPath();
    pen.arc(membrane.x(0), membrane.y(trace.v[sampleCount - 1]), 4, 0, 7);
    pen.fill();
  });
  return chart;
}

/** High enough for what is injected, and never so low that a little looks like much. */
function currentRange(current: Float64Array): readonly [number, number] {
  return [Math.min(0, ...current), Math.max(10, ...current)];
}

const currentTicks = (current: Float64Array): readonly number[] => {
  const [low, high] = currentRange(current);
  return low < 0 && high <= 10 ? [low, 0] : [0, high];
};

const colorsOf = (
  at: Element,
): Readonly<Record<"ink" | "faint" | "grid" | "sodium" | "potassium" | "accent", string>> => ({
  ink: pigment(at, "--ink"),
  faint: pigment(at, "--faint"),
  grid: pigment(at, "--line"),
  sodium: pigment(at, "--class-0"),
  potassium: pigment(at, "--class-1"),
  accent: pigment(at, "--class-2"),
});
