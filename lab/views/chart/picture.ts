import { element, svg } from "../dom.js";

/** From what to what an axis goes. */
export type Range = readonly [from: number, to: number];

/** A picture that is as wide as its place. */
export interface Chart {
  readonly root: HTMLElement;
  /** Draws it anew. */
  draw(): void;
  /** Says in words what is drawn. */
  label(text: string): void;
  dispose(): void;
}

/** A rectangle for marks, and where numbers lie in it. */
export interface Field {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export function field(
  edges: Pick<Field, "left" | "right" | "top" | "bottom">,
  [x0, x1]: Range,
  [y0, y1]: Range,
): Field {
  const { left, right, top, bottom } = edges;
  return {
    ...edges,
    x: (value) => left + ((value - x0) / (x1 - x0)) * (right - left),
    y: (value) => bottom - ((value - y0) / (y1 - y0)) * (bottom - top),
  };
}

/** For what moves: a canvas with as many pixels as the screen has. */
export function canvasChart(
  name: string,
  height: number,
  paint: (pen: CanvasRenderingContext2D, width: number, height: number) => void,
): Chart {
  const canvas = element("canvas", { role: "img", "aria-label": name });
  const root = element("div", { class: "chart", style: `height:${height}px` }, canvas);
  const pen = canvas.getContext("2d");
  let width = 0;
  const draw = (): void => {
    if (pen === null || width === 0) return;
    pen.clearRect(0, 0, width, height);
    paint(pen, width, height);
  };
  const observer = new ResizeObserver(() => {
    width = root.clientWidth;
    const scale = devicePixelRatio || 1;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    pen?.setTransform(scale, 0, 0, scale, 0, 0);
    draw();
  });
  observer.observe(root);
  return {
    root,
    draw,
    label: (text) => canvas.setAttribute("aria-label", text),
    dispose: () => observer.disconnect(),
  };
}

/** For what stands still: a drawing of elements. */
export function svgChart(
  name: string,
  height: number,
  marks: (width: number, height: number) => readonly SVGElement[],
): Chart {
  const drawing = svg("svg", { role: "img", height, "aria-label": name });
  const root = element("div", { class: "chart", style: `height:${height}px` }, drawing);
  let width = 0;
  const draw = (): void => {
    if (width === 0) return;
    drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    drawing.setAttribute("width", String(width));
    drawing.replaceChildren(...marks(width, height));
  };
  const observer = new ResizeObserver(() => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    draw();
  });
  observer.observe(root);
  return {
    root,
    draw,
    label: (text) => drawing.setAttribute("aria-label", text),
    dispose: () => observer.disconnect(),
  };
}

/** Lines and numbers of the axes, as elements. */
export function axes(
  { left, right, top, bottom, x, y }: Field,
  ticks: { readonly x: readonly number[]; readonly y: readonly number[] },
  labels: { readonly x: string; readonly y: string },
): SVGElement[] {
  return [
    ...ticks.y.flatMap((value) => [
      svg("path", { d: `M${left},${y(value)}H${right}`, class: "grid" }),
      svg("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, tick(value)),
    ]),
    ...ticks.x.flatMap((value) => [
      svg("path", { d: `M${x(value)},${bottom}v4`, class: "axis" }),
      svg("text", { x: x(value), y: bottom + 17, "text-anchor": "middle" }, tick(value)),
    ]),
    svg("path", { d: `M${left},${bottom}H${right}`, class: "axis" }),
    svg("text", { x: right, y: bottom + 33, "text-anchor": "end" }, labels.x),
    svg("text", { x: left - 40, y: top - 10 }, labels.y),
  ];
}

/** Round numbers between two: at most `most` of them. */
export function ticksOf([from, to]: Range, most: number): readonly number[] {
  const rough = (to - from) / most;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * ten).find((size) => size >= rough) ?? 10 * ten;
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, k) => (first + k) * step);
}

/** A number on an axis, with a true minus. */
export const tick = (value: number): string => String(Number(value.toPrecision(6))).replace("-", "−");

/** Points as a path; where a number is none, the line has a gap. */
export function pathOf(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  { x, y }: Pick<Field, "x" | "y">,
): string {
  let isDown = false;
  let d = "";
  for (let k = 0; k < xs.length; k++) {
    if (Number.isNaN(ys[k])) {
      isDown = false;
      continue;
    }
    d += `${isDown ? "L" : "M"}${x(xs[k]).toFixed(1)},${y(ys[k]).toFixed(1)}`;
    isDown = true;
  }
  return d;
}

/** A color of the theme as canvases take it. */
export function pigment(at: Element, name: string): string {
  const probe = element("span", { style: `color:var(${name})` });
  at.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
