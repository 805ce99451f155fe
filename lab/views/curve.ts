import type { HistoryPoint } from "../store.js";
import { figure } from "../text/lang.js";
import { element, svg } from "./dom.js";

export interface CurveWords {
  readonly title: string;
  readonly train: string;
  readonly test: string;
  readonly step: string;
}

const size = { width: 360, height: 150, left: 46, right: 8, top: 8, bottom: 22 };

/** The curve of training and test loss so far, on a logarithmic scale. */
export function lossCurve(say: CurveWords): {
  readonly root: HTMLElement;
  show(history: readonly HistoryPoint[]): void;
} {
  const drawing = svg("svg", { viewBox: `0 0 ${size.width} ${size.height}`, role: "img", class: "curve" });
  const caption = element("figcaption", { class: "faint" });
  const root = element("figure", { class: "loss-curve" }, drawing, caption);
  return {
    root,
    show(history) {
      drawing.replaceChildren(...marks(history, say));
      const last = history.at(-1);
      const text =
        last === undefined
          ? say.title
          : `${say.title}: ${say.step} ${last.step}, ${say.train} ${figure(last.loss)}, ${say.test} ${figure(last.testLoss)}`;
      caption.textContent = text;
      drawing.setAttribute("aria-label", text);
    },
  };
}

function marks(history: readonly HistoryPoint[], say: CurveWords): SVGElement[] {
  const shown = history.filter(({ loss, testLoss }) => loss > 0 && testLoss > 0);
  if (shown.length === 0) return [];
  const values = shown.flatMap(({ loss, testLoss }) => [Math.log10(loss), Math.log10(testLoss)]);
  const low = Math.floor(Math.min(...values));
  const high = Math.max(low + 1, Math.ceil(Math.max(...values)));
  const first = shown[0].step;
  const span = Math.max(1, shown[shown.length - 1].step - first);
  const x = (step: number): number =>
    size.left + ((step - first) / span) * (size.width - size.left - size.right);
  const y = (log: number): number =>
    size.top + ((high - log) / (high - low)) * (size.height - size.top - size.bottom);
  const path = (of: (point: HistoryPoint) => number): string =>
    shown
      .map(
        (point, k) =>
          `${k === 0 ? "M" : "L"}${x(point.step).toFixed(1)},${y(Math.log10(of(point))).toFixed(1)}`,
      )
      .join("");
  const every = Math.ceil((high - low) / 4);
  const ticks = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, k) => low + k * every);
  return [
    ...ticks.flatMap((log) => [
      svg("path", { d: `M${size.left},${y(log)}H${size.width - size.right}`, class: "grid" }),
      svg("text", { x: size.left - 4, y: y(log) + 4, "text-anchor": "end" }, figure(10 ** log)),
    ]),
    svg(
      "text",
      { x: size.width - size.right, y: size.height - 6, "text-anchor": "end" },
      `${say.step} ${first}–${first + span}`,
    ),
    svg("path", { d: path(({ loss }) => loss), class: "train" }),
    svg("path", { d: path(({ testLoss }) => testLoss), class: "test" }),
  ];
}
