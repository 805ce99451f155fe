import { figure } from "../../../text/lang.js";
import { axes, type Chart, field, pathOf, svgChart, ticksOf } from "../../chart/picture.js";
import { svg } from "../../dom.js";

export interface LossPoint {
  readonly step: number;
  readonly spiking: number;
  readonly ordinary: number;
}

const longest = 600;

/** The losses of both networks so far, on a logarithmic scale. */
export function lossPicture(say: { readonly curve: string; readonly step: string }): Chart & {
  clear(): void;
  add(point: LossPoint): void;
} {
  let points: LossPoint[] = [];
  const chart = svgChart(say.curve, 150, (width, height) => {
    const shown = points.filter(({ spiking, ordinary }) => spiking > 0 && ordinary > 0);
    if (shown.length === 0) return [];
    const logs = (of: (point: LossPoint) => number): number[] => shown.map((point) => Math.log10(of(point)));
    const [spiking, ordinary] = [logs((point) => point.spiking), logs((point) => point.ordinary)];
    const low = Math.floor(Math.min(-1, ...spiking, ...ordinary));
    const high = Math.max(0, Math.ceil(Math.max(...spiking, ...ordinary)));
    const last = Math.max(20, shown[shown.length - 1].step);
    const plane = field({ left: 44, right: width - 8, top: 8, bottom: height - 24 }, [0, last], [low, high]);
    const steps = shown.map(({ step }) => step);
    const every = Math.ceil((high - low) / 4);
    const rows = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, k) => low + k * every);
    return [
      ...axes(plane, { x: [], y: [] }, { x: "", y: "" }),
      ...rows.flatMap((row) => [
        svg("path", { d: `M${plane.left},${plane.y(row)}H${plane.right}`, class: "grid" }),
        svg("text", { x: plane.left - 6, y: plane.y(row) + 4, "text-anchor": "end" }, figure(10 ** row)),
      ]),
      ...ticksOf([0, last], 5).map((step) =>
        svg(
          "text",
          { x: plane.x(step), y: height - 8, "text-anchor": step === 0 ? "start" : "middle" },
          step === 0 ? say.step : String(step),
        ),
      ),
      svg("path", { d: pathOf(steps, ordinary, plane), class: "by-numbers" }),
      svg("path", { d: pathOf(steps, spiking, plane), class: "by-spikes" }),
    ];
  });
  return {
    ...chart,
    clear() {
      points = [];
      chart.draw();
    },
    add(point) {
      points = points.filter(({ step }) => step < point.step);
      if (points.length >= longest) points = points.filter((_, k) => k % 2 === 0);
      points.push(point);
      chart.draw();
    },
  };
}
