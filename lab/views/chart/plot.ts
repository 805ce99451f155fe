import { element, svg } from "../dom.js";
import "./plot.css";
import { type Pen, penOf } from "./pen.js";

/** A drawing that is as wide as its place. */
export interface Plot<Drawing extends Element = Element> {
  readonly root: HTMLElement;
  readonly drawing: Drawing;
  /** Draws it anew. */
  draw(): void;
  /** Says in words what is drawn. */
  label(text: string): void;
  dispose(): void;
}

/** For what stands still: a drawing of elements. */
export function svgPlot(
  name: string,
  height: number,
  marks: (width: number, height: number) => readonly SVGElement[],
): Plot<SVGSVGElement> {
  const drawing = svg("svg", { role: "img", "aria-label": name });
  return sized(drawing, height, (width) => {
    drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    drawing.replaceChildren(...marks(width, height));
  });
}

/** For what moves: a canvas with as many pixels as the screen has. */
export function canvasPlot(
  name: string,
  height: number,
  paint: (pen: Pen, width: number, height: number) => void,
): Plot<HTMLCanvasElement> {
  const canvas = element("canvas", { role: "img", "aria-label": name });
  const pen = penOf(canvas);
  return sized(canvas, height, (width) => {
    pen.clear(width, height);
    paint(pen, width, height);
  });
}

function sized<Drawing extends Element>(
  drawing: Drawing,
  height: number,
  drawAt: (width: number) => void,
): Plot<Drawing> {
  const root = element("div", { class: "plot", style: `height:${height}px` }, drawing);
  let width = 0;
  const draw = (): void => {
    if (width > 0) drawAt(width);
  };
  const observer = new ResizeObserver(() => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    draw();
  });
  observer.observe(root);
  return {
    root,
    drawing,
    draw,
    label: (text) => drawing.setAttribute("aria-label", text),
    dispose: () => observer.disconnect(),
  };
}
