import type { Histogram } from "neurograd/explain";
import { linePath } from "../chart/path.js";
import { scale } from "../chart/scale.js";
import { svg } from "../dom.js";

const size = { width: 200, height: 62, line: 22, most: 12 };

export interface RidgePlot {
  readonly root: SVGSVGElement;
  /** Histograms from the oldest to the latest, on one axis from `from` to `to`. */
  show(histograms: readonly Histogram[], from: number, to: number, label: string): void;
}

/** Histograms behind one another, the latest in front. */
export function ridgePlot(marks: (from: number, to: number) => readonly number[]): RidgePlot {
  const lines = Array.from({ length: size.most }, () => svg("path", { class: "ridge" }));
  const ticks = svg("path", { class: "ticks" });
  const root = svg(
    "svg",
    { viewBox: `0 0 ${size.width} ${size.height + 8}`, role: "img", class: "ridges" },
    ticks,
    ...lines,
  );
  return {
    root,
    show(histograms, from, to, label) {
      root.setAttribute("aria-label", label);
      const shown = thinned(histograms, size.most);
      const x = scale([from, to === from ? from + 1 : to], [0, size.width]);
      lines.forEach((line, k) => {
        const at = k - (lines.length - shown.length);
        line.setAttribute("d", at < 0 ? "" : ridge(shown[at], x, baseline(at, shown.length)));
        line.setAttribute("class", at === shown.length - 1 ? "ridge now" : "ridge");
      });
      ticks.setAttribute(
        "d",
        marks(from, to)
          .map((value) => `M${x(value).toFixed(1)},${size.height}v6`)
          .join(""),
      );
    },
  };
}

const baseline = (k: number, count: number): number =>
  size.line + ((size.height - size.line) * (k + 1)) / count;

function thinned<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, k) => all[Math.round((k * (all.length - 1)) / (most - 1))]);
}

function ridge({ from, to, counts }: Histogram, x: (value: number) => number, base: number): string {
  const highest = Math.max(...counts, 1);
  const width = (to - from) / counts.length;
  const points = counts.map((count, k) => {
    const at = x(from + (k + 0.5) * width);
    return `${at.toFixed(1)},${(base - (count / highest) * size.line).toFixed(1)}`;
  });
  return `M${x(from).toFixed(1)},${base.toFixed(1)}L${points.join("L")}L${x(to).toFixed(1)},${base.toFixed(1)}`;
}

const ratios = { width: 120, height: 46, low: 1e-6, high: 1 };

export interface RatioPlot {
  readonly root: SVGSVGElement;
  show(values: readonly number[], label: string): void;
}

/** ‖Δw‖ / ‖w‖ over time on a logarithmic scale, with the usual band. */
export function ratioPlot(): RatioPlot {
  const y = scale([ratios.low, ratios.high], [ratios.height, 0], true);
  const band = svg("rect", {
    x: 0,
    y: y(1e-2),
    width: ratios.width,
    height: y(1e-4) - y(1e-2),
    class: "band",
  });
  const line = svg("path", { class: "ratio" });
  const root = svg(
    "svg",
    { viewBox: `0 0 ${ratios.width} ${ratios.height}`, role: "img", class: "ratios" },
    band,
    line,
  );
  return {
    root,
    show(values, label) {
      root.setAttribute("aria-label", label);
      const within = values.map((value) => Math.max(ratios.low, Math.min(ratios.high, value)));
      const x = scale([0, Math.max(1, within.length - 1)], [0, ratios.width]);
      const shown = within.length === 1 ? [within[0], within[0]] : within;
      line.setAttribute("d", linePath([...shown.keys()], shown, { x, y }));
    },
  };
}
