import type { Histogram } from "neurograd/explain";
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
      const x = (value: number): number => ((value - from) / (to - from || 1)) * size.width;
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

const ratios = { width: 120, height: 46, low: -6, high: 0 };

export interface RatioPlot {
  readonly root: SVGSVGElement;
  show(values: readonly number[], label: string): void;
}

/** ‖Δw‖ / ‖w‖ over time on a logarithmic scale, with the usual band. */
export function ratioPlot(): RatioPlot {
  const y = (log: number): number =>
    ((ratios.high - Math.max(ratios.low, Math.min(ratios.high, log))) / (ratios.high - ratios.low)) *
    ratios.height;
  const band = svg("rect", { x: 0, y: y(-2), width: ratios.width, height: y(-4) - y(-2), class: "band" });
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
      const across = (k: number): number =>
        (values.length < 2 ? 0.5 : k / (values.length - 1)) * ratios.width;
      const points = values.map(
        (value, k) => `${across(k).toFixed(1)},${y(value > 0 ? Math.log10(value) : ratios.low).toFixed(1)}`,
      );
      line.setAttribute(
        "d",
        points.length < 2 ? `M0,${points[0]?.split(",")[1] ?? 0}h${ratios.width}` : `M${points.join("L")}`,
      );
    },
  };
}
