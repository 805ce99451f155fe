import { figure, type Lang, words } from "../../text/lang.js";
import { element, svg } from "../dom.js";
import { axes } from "./axes.js";
import "./chart.css";
import { markColor, markIcon, markShape } from "./marks.js";
import { linePath } from "./path.js";
import { type Plane, planeOf } from "./plane.js";
import { svgPlot } from "./plot.js";
import { rangeOf } from "./scale.js";
import { moved, nearest, type Series, snapped } from "./series.js";

const chartWords = words({
  hint: { en: "point at it, or use ← and →", zh: "指向图中，或用 ← →" },
  lost: { en: "no number", zh: "不是数" },
});

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
  readonly lang: Lang;
  /** While nobody points, how to do so stands below; otherwise what the lines came to. */
  readonly showsHint?: boolean;
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

const margin = { left: 52, right: 16, top: 10, bottom: 38 };

/** Lines over a common x, with a cursor that the pointer or the arrow keys move. */
export function lineChart(options: ChartOptions): Chart {
  const { title, lang, height = 220, hasMarks = false, showsHint = false, onPoint } = options;
  const { hint, lost } = chartWords(lang);
  let data: ChartData = { series: [], xName: "" };
  let plane: Plane | undefined;
  let chosen: string | undefined;
  let pointed: number | undefined;
  const cursor = svg("g", { class: "cursor" });
  const readout = element("figcaption", { class: "readout number" });

  const plot = svgPlot(title, height, (width) => {
    const { series, isLogX = false, isLogY = false, xName } = data;
    const edges = {
      left: margin.left,
      right: width - margin.right,
      top: margin.top,
      bottom: height - margin.bottom,
    };
    const along = series.flatMap((one) => (isLogX ? Array.from(one.x) : [one.x[0], one.x[one.x.length - 1]]));
    plane = planeOf(
      edges,
      rangeOf(new Set(along).size === 1 && !isLogX ? [along[0], along[0] + 1] : along, {
        isLog: isLogX,
        pad: hasMarks ? 0.02 : 0,
      }),
      rangeOf(valuesOf(series), { isLog: isLogY, pad: 0.04 }),
      { isLogX, isLogY },
    );
    const { x, y } = plane;
    drawing.classList.toggle("choosing", chosen !== undefined);
    drawing.setAttribute("aria-valuemin", String(series.length ? x.value(edges.left) : 0));
    drawing.setAttribute("aria-valuemax", String(series.length ? x.value(edges.right) : 0));
    placeCursor(plane);
    const of = plane;
    return [
      axes(plane, { x: x.ticks(Math.max(3, Math.floor(width / 110))), y: y.ticks(4), xName }),
      svg("g", { class: "lines" }, ...inOrder(series, chosen).map((one) => lineOf(one, of, hasMarks))),
      cursor,
    ];
  });
  const { drawing } = plot;
  drawing.classList.add("chart-drawing");
  for (const [name, value] of Object.entries({
    tabindex: 0,
    role: "slider",
    "aria-label": `${title}; ${hint}`,
    "aria-valuenow": 0,
    "aria-valuetext": title,
  }))
    drawing.setAttribute(name, String(value));
  const root = element("figure", { class: "chart" }, element("h3", {}, title), plot.root, readout);

  function placeCursor({ x, y, top, bottom }: Plane): void {
    cursor.replaceChildren();
    const at = pointed === undefined ? undefined : snapped(data.series, pointed);
    if (at === undefined && showsHint) {
      readout.replaceChildren(element("span", { class: "faint" }, hint));
      return;
    }
    if (at !== undefined) cursor.append(svg("path", { d: `M${x(at)},${top}V${bottom}` }));
    const items = data.series.flatMap((one) => {
      const k = at === undefined ? one.x.length - 1 : nearest(one.x, at);
      if (k < 0 || (at !== undefined && one.x[k] !== at)) return [];
      const py = y(one.y[k]);
      if (at !== undefined && !Number.isNaN(py))
        cursor.append(svg("circle", { cx: x(at), cy: py, r: 4, style: `fill:${markColor(one.mark)}` }));
      const value = Number.isFinite(one.y[k]) ? figure(one.y[k], 4) : lost;
      return [{ mark: one.mark, x: one.x[k], said: `${one.name} ${value}` }];
    });
    const last = at ?? Math.max(...items.map((item) => item.x));
    const place = items.length === 0 ? "" : `${data.xName} ${figure(last, 6)}`;
    const shown = items.slice(0, 12);
    readout.replaceChildren(
      element("span", {}, place),
      ...shown.map(({ mark, said }) => element("span", { class: "value" }, markIcon(mark), said)),
    );
    if (at !== undefined) drawing.setAttribute("aria-valuenow", String(at));
    drawing.setAttribute("aria-valuetext", [place || title, ...shown.map(({ said }) => said)].join(", "));
  }

  const point = (to: number | undefined): void => {
    pointed = to;
    if (plane !== undefined) placeCursor(plane);
  };
  const tell = onPoint ?? point;
  drawing.addEventListener("pointermove", ({ clientX }) => {
    if (plane === undefined) return;
    tell(snapped(data.series, plane.x.value(clientX - drawing.getBoundingClientRect().left)));
  });
  drawing.addEventListener("pointerleave", () => tell(undefined));
  drawing.addEventListener("blur", () => tell(undefined));
  drawing.addEventListener("keydown", (event) => {
    const to = moved(data.series, pointed, event.key);
    if (to === undefined) return;
    event.preventDefault();
    tell(to === "nowhere" ? undefined : to);
  });

  return {
    root,
    drawing,
    title,
    show(next) {
      data = next;
      plot.draw();
    },
    highlight(id) {
      if (id === chosen) return;
      chosen = id;
      plot.draw();
    },
    point,
    dispose: plot.dispose,
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

function lineOf(one: Series & { readonly isChosen?: boolean }, plane: Plane, hasMarks: boolean): SVGGElement {
  const { x, y } = plane;
  const color = one.isBaseline === true ? "var(--ink)" : markColor(one.mark);
  const line = svg("g", {
    class: `line${one.isChosen ? " chosen" : ""}${one.isBaseline ? " baseline" : ""}`,
    style: `--own:${color}`,
    "data-id": one.id,
  });
  if (one.raw !== undefined) line.append(svg("path", { d: linePath(one.x, one.raw, plane), class: "raw" }));
  line.append(svg("path", { d: linePath(one.x, one.y, plane) }));
  const last = one.x.length - 1;
  for (let k = 0; k <= last; k++) {
    const [px, py] = [x(one.x[k]), y(one.y[k])];
    const isFirstLost = !Number.isFinite(one.y[k]) && (k === 0 || hasMarks || Number.isFinite(one.y[k - 1]));
    if (isFirstLost && !Number.isNaN(px))
      line.append(svg("path", { d: `M${px - 4},${margin.top}l8,8m0,-8l-8,8`, class: "lost" }));
    else if ((hasMarks || k === last) && !Number.isNaN(py))
      line.append(
        markShape(one.mark, {
          transform: `translate(${px.toFixed(1)} ${py.toFixed(1)})`,
          style: `fill:${color}`,
        }),
      );
  }
  return line;
}
