import type { LayerMaps } from "../../engine/instruments/maps.js";
import { element, svg } from "../dom.js";
import { paintCells } from "./cells.js";
import { classColor, type Palette, type Rgb, signedColor } from "./colors.js";
import "./field.css";
import { zeroLine } from "./levels.js";
import { type Marked, type PointOptions, pointMarks } from "./points.js";

/** The plane from −1 to 1 as a network sees it: what is said of each place, where that changes sides, and points. */
export interface Field {
  readonly root: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Above the canvas; y grows downward. */
  readonly drawing: SVGSVGElement;
  /** What one unit says of each cell, from −1 to 1. */
  showUnit(size: number, value: (cell: number) => number): void;
  /** The probable class of each cell. */
  showClasses(size: number, shares: Float32Array): void;
  /** One unit of a layer, or without an index what the output layer answers. */
  showLayer(size: number, layer: LayerMaps, index?: number): void;
  showPoints(points: Marked, options?: PointOptions): void;
}

export function fieldPicture(
  kind: string,
  palette: Palette,
  attributes: Readonly<Record<string, string | number>> = {},
): Field {
  const canvas = element("canvas", { width: 1, height: 1, "aria-hidden": "true" });
  const line = svg("path", { class: "level" });
  const points = svg("g");
  const drawing = svg("svg", { viewBox: "-1 -1 2 2", class: "points", "aria-hidden": "true" }, line, points);
  const paint = (size: number, color: (cell: number) => Rgb): void =>
    paintCells(canvas, { width: size, height: size }, color);
  const field: Field = {
    root: element("div", { class: `field ${kind}`, ...attributes }, canvas, drawing),
    canvas,
    drawing,
    showUnit(size, value) {
      paint(size, (cell) => signedColor(value(cell), palette));
      line.setAttribute("transform", `translate(-1 -1) scale(${2 / size})`);
      line.setAttribute(
        "d",
        zeroLine(
          size,
          Array.from({ length: size * size }, (_, cell) => value(cell)),
        ),
      );
    },
    showClasses(size, shares) {
      paint(size, (cell) => classColor(shares, cell, palette));
      line.setAttribute("d", "");
    },
    showLayer(size, layer, index) {
      if (index === undefined && layer.units > 1) field.showClasses(size, layer.values);
      else field.showUnit(size, unitValue(layer, index ?? 0));
    },
    showPoints(marked, options = {}) {
      points.replaceChildren(...pointMarks(marked, options));
    },
  };
  return field;
}

/** What a unit says, from −1 to 1: of the output neuron, how far it is from undecided. */
export function unitValue({ layer, units, values }: LayerMaps, index: number): (cell: number) => number {
  if (layer === "output") return (cell) => values[cell * units + index] * 2 - 1;
  return (cell) => values[cell * units + index];
}
