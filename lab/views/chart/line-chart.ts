import { figure } from "../../text/lang.js";
import { element, svg } from "../dom.js";
import "./chart.css";
import { markColor, markIcon, markShape } from "./marks.js";
import { type Scale, scaleOf } from "./scale.js";
import { linePath, nearest, type Series } from "./series.js";

export interface ChartData {
  readonly series: readonly Series[];
  /** What stands along the bottom. */
  readonly xName: string;
  readonly isLogX?: boolean;
  readonly isLogY?: boolean;
}

export interface ChartOptions {
  /** What the lines show: the heading, and the name for those who do not see. */
  readonly title: string;
  /** "point with ← and →" */
  readonly hint: string;
  /** Said of a value that is no number. */
  readonly lost: string;
  readonly height?: number;
  /** Whether each point has its mark. */
  readonly hasMarks?: boolean;
  /** Where the person points; undefined: nowhere. */
  readonly onPoint?: (x: number | undefined) => void;
}

export interface Chart {
  readonly root: HTMLElement;
  readonly drawing: SVGSVGElement;
  readonly title: string;
  show(data: ChartData): void;
  /** One line before the others; undefined: all alike. */
  highlight(id: string | undefined): void;
  /** Shows what all lines have at an x. */
  point(x: number | undefined): void;
  dispose(): void;
}

const margin = { left: 52, right: 16, top: 10, bottom: 34 };

/** Lines over a common x, with a cursor that the pointer or the arrow keys move. */
export function lineChart(options: ChartOptions): Chart {
  const { title, hint, height = 220, hasMarks = false, onPoint } = options;
  const drawing = svg("svg", {
    class: "chart-drawing",
    height,
    tabindex: 0,
    role: "slider",
    "aria-label": `${title}; ${hint}`,
    "aria-valuenow": 0,
    "aria-valuetext": title,
  });
  const readout = element("figcaption", { class: "readout number" });
  const root = element("figure", { class: "chart" }, element("h3", {}, title), drawing, readout);
  let data: ChartData = { series: [], xName: "" };
  let width = 0;
  let x: Scale = scaleOf([], 0, 1);
  let y: Scale = x;
  let chosen: string | undefined;
  let pointed: number | undefined;
  const cursor = svg("g", { class: "cursor" });

  function draw(): void {
    if (width === 0) return;
    const { series, isLogX = false, isLogY = false, xName } = data;
    drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    x = scaleOf(
      series.flatMap((one) => (isLogX ? Array.from(one.x) : [one.x[0], one.x[one.x.length - 1]])),
      margin.left,
      width - margin.right,
      { isLog: isLogX, pad: hasMarks ? 0.02 : 0 },
    );
    y = scaleOf(valuesOf(series), height - margin.bottom, margin.top, { isLog: isLogY, pad: 0.04 });
    const lines = svg("g", { class: "lines" });
    for (const one of inOrder(series, chosen)) lines.append(lineOf(one, x, y, hasMarks, height));
    drawing.replaceChildren(grid(x, y, width, height, xName), lines, cursor);
    drawing.classList.toggle("choosing", chosen !== undefined);
    drawing.setAttribute("aria-valuemin", String(series.length ? x.value(margin.left) : 0));
    drawing.setAttribute("aria-valuemax", String(series.length ? x.value(width - margin.right) : 0));
    placeCursor();
  }

  function placeCursor(): void {
    cursor.replaceChildren();
    const at = pointed === undefined ? undefined : snapped(data.series, pointed);
    if (at === undefined) {
      readout.replaceChildren(element("span", { class: "faint" }, hint));
      return;
    }
    cursor.append(svg("path", { d: `M${x.at(at)},${margin.top}V${height - margin.bottom}` }));
    const items = data.series.flatMap((one) => {
      const k = nearest(one.x, at);
      if (k < 0 || one.x[k] !== at) return [];
      const value = one.y[k];
      const py = y.at(value);
      if (!Number.isNaN(py))
        cursor.append(svg("circle", { cx: x.at(at), cy: py, r: 4, style: `fill:${markColor(one.mark)}` }));
      return [{ one, said: Number.isFinite(value) ? figure(value, 4) : options.lost }];
    });
    const place = `${data.xName} ${figure(at, 6)}`;
    readout.replaceChildren(
      element("span", {}, place),
      ...items
        .slice(0, 12)
        .map(({ one, said }) =>
          element("span", { class: "value" }, markIcon(one.mark), `${one.name} ${said}`),
        ),
    );
    drawing.setAttribute("aria-valuenow", String(at));
    drawing.setAttribute(
      "aria-valuetext",
      [place, ...items.slice(0, 12).map(({ one, said }) => `${one.name} ${said}`)].join(", "),
    );
  }

  const tell = (to: number | undefined): void => {
    if (onPoint === undefined) {
      pointed = to;
      placeCursor();
    } else onPoint(to);
  };
  drawing.addEventListener("pointermove", ({ clientX }) => {
    const box = drawing.getBoundingClientRect();
    tell(snapped(data.series, x.value(((clientX - box.left) / box.width) * width)));
  });
  drawing.addEventListener("pointerleave", () => tell(undefined));
  drawing.addEventListener("blur", () => tell(undefined));
  drawing.addEventListener("keydown", (event) => {
    const to = moved(data.series, pointed, event.key);
    if (to === undefined) return;
    event.preventDefault();
    tell(to === "nowhere" ? undefined : to);
  });
  const sizes = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (now === width || now === 0) return;
    width = now;
    draw();
  });
  sizes.observe(root);

  return {
    root,
    drawing,
    title,
    show(next) {
      data = next;
      draw();
    },
    highlight(id) {
      if (id === chosen) return;
      chosen = id;
      draw();
    },
    point(to) {
      pointed = to;
      placeCursor();
    },
    dispose: () => sizes.disconnect(),
  };
}

function* valuesOf(series: readonly Series[]): Iterable<number> {
  for (const { y, raw } of series) {
    for (let k = 0; k < y.length; k++) yield y[k];
    if (raw !== undefined) for (let k = 0; k < raw.length; k++) yield raw[k];
  }
}

/** The one that is looked at is drawn last. */
const inOrder = (series: readonly Series[], chosen: string | undefined): readonly Series[] => [
  ...series.filter(({ id }) => id !== chosen),
  ...series.filter(({ id }) => id === chosen).map((one) => ({ ...one, isChosen: true })),
];

function lineOf(
  one: Series & { readonly isChosen?: boolean },
  x: Scale,
  y: Scale,
  hasMarks: boolean,
  height: number,
): SVGGElement {
  const color = one.isBaseline === true ? "var(--ink)" : markColor(one.mark);
  const line = svg("g", {
    class: `line${one.isChosen ? " chosen" : ""}${one.isBaseline ? " baseline" : ""}`,
    style: `--own:${color}`,
    "data-id": one.id,
  });
  if (one.raw !== undefined) line.append(svg("path", { d: linePath(one.x, one.raw, x, y), class: "raw" }));
  line.append(svg("path", { d: linePath(one.x, one.y, x, y) }));
  const last = one.x.length - 1;
  for (let k = 0; k <= last; k++) {
    const [px, py] = [x.at(one.x[k]), y.at(one.y[k])];
    const isFirstLost = !Number.isFinite(one.y[k]) && (k === 0 || hasMarks || Number.isFinite(one.y[k - 1]));
    if (isFirstLost && !Number.isNaN(px))
      line.append(svg("path", { d: `M${px - 4},${margin.top}l8,8m0,-8l-8,8`, class: "lost" }));
    else if ((hasMarks || k === last) && !Number.isNaN(py))
      line.append(
        markShape(one.mark, {
          transform: `translate(${px.toFixed(1)} ${Math.min(py, height).toFixed(1)})`,
          style: `fill:${color}`,
        }),
      );
  }
  return line;
}

function grid(x: Scale, y: Scale, width: number, height: number, xName: string): SVGGElement {
  const bottom = height - margin.bottom;
  const across = y
    .ticks(4)
    .flatMap((value) => [
      svg("path", { d: `M${margin.left},${y.at(value).toFixed(1)}H${width - margin.right}` }),
      svg(
        "text",
        { x: margin.left - 6, y: (y.at(value) + 4).toFixed(1), "text-anchor": "end" },
        label(value, 3),
      ),
    ]);
  const along = x
    .ticks(Math.max(2, Math.floor(width / 110)))
    .flatMap((value) => [
      svg("path", { d: `M${x.at(value).toFixed(1)},${bottom}v4` }),
      svg("text", { x: x.at(value).toFixed(1), y: bottom + 16, "text-anchor": "middle" }, label(value, 6)),
    ]);
  const name = svg(
    "text",
    { x: width - margin.right, y: height - 4, "text-anchor": "end", class: "axis-name" },
    xName,
  );
  return svg(
    "g",
    { class: "grid" },
    svg("path", { d: `M${margin.left},${bottom}H${width - margin.right}`, class: "axis" }),
    ...across,
    ...along,
    name,
  );
}

/** 1e-10 instead of 1.00e-10. */
const label = (value: number, digits: number): string => figure(value, digits).replace(/\.?0+e/, "e");

/** The x of a point nearest to a place. */
function snapped(series: readonly Series[], at: number): number | undefined {
  let best: number | undefined;
  for (const { x } of series) {
    const k = nearest(x, at);
    if (k >= 0 && (best === undefined || Math.abs(x[k] - at) < Math.abs(best - at))) best = x[k];
  }
  return best;
}

function moved(
  series: readonly Series[],
  from: number | undefined,
  key: string,
): number | "nowhere" | undefined {
  const ends = series.filter(({ x }) => x.length > 0);
  if (key === "Escape") return "nowhere";
  if (ends.length === 0 || !["ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) return undefined;
  const first = Math.min(...ends.map(({ x }) => x[0]));
  const last = Math.max(...ends.map(({ x }) => x[x.length - 1]));
  if (key === "Home" || (from === undefined && key === "ArrowRight")) return first;
  if (key === "End" || from === undefined) return last;
  const next = ends.flatMap(({ x }) => {
    const k = nearest(x, from);
    return key === "ArrowRight" ? [x[k], x[k + 1]] : [x[k], x[k - 1]];
  });
  return key === "ArrowRight"
    ? Math.min(last, ...next.filter((x) => x > from))
    : Math.max(first, ...next.filter((x) => x < from));
}
