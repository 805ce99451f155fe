import type { LayerMaps, Maps } from "../../engine/instruments/maps.js";
import { element, svg } from "../dom.js";
import { type Marked, pointMarks } from "./marks.js";
import { levelPath, type Palette, paintClasses, paintUnit } from "./paint.js";

export interface MainPicture {
  readonly root: HTMLElement;
  /** Paints one unit's map, or without one what the whole network thinks. */
  show(maps: Maps, unit: { layer: LayerMaps; index: number } | undefined): void;
  showPoints(points: Marked, isTestShown: boolean): void;
  /** Where the next point would come, from −1 to 1; undefined: nowhere. */
  showCursor(at: { readonly x: number; readonly y: number } | undefined): void;
}

/** The square with the boundary and the points. */
export function mainPicture(palette: Palette, label: string): MainPicture {
  const canvas = element("canvas", { width: 1, height: 1 });
  const line = svg("path", { class: "level" });
  const points = svg("g");
  const cursor = svg("g", { class: "cursor" });
  const drawing = svg("svg", { viewBox: "-1 -1 2 2", class: "points" }, line, points, cursor);
  const root = element("div", { class: "boundary", role: "img", "aria-label": label }, canvas, drawing);
  return {
    root,
    show(maps, unit) {
      const { size } = maps;
      const layer = unit?.layer ?? maps.layers[maps.layers.length - 1];
      const isWhole = unit === undefined && layer.units > 1;
      const value = unitValue(layer, unit?.index ?? 0);
      if (isWhole) paintClasses(canvas, size, layer.values, palette);
      else paintUnit(canvas, size, value, palette);
      line.setAttribute("transform", `translate(-1 -1) scale(${2 / size})`);
      line.setAttribute("d", isWhole ? "" : levelPath(size, value, 0));
    },
    showPoints(marked, isTestShown) {
      points.replaceChildren(...pointMarks(marked, isTestShown));
    },
    showCursor(at) {
      const d = at && `M${at.x - 0.06},${-at.y}h.12M${at.x},${-at.y - 0.06}v.12`;
      cursor.replaceChildren(
        ...(d === undefined ? [] : [svg("path", { d, class: "under" }), svg("path", { d })]),
      );
    },
  };
}

/** What a unit says, from −1 to 1: of the output neuron, how far it is from undecided. */
export function unitValue({ layer, units, values }: LayerMaps, index: number): (cell: number) => number {
  if (layer === "output") return (cell) => values[cell * units + index] * 2 - 1;
  return (cell) => values[cell * units + index];
}
