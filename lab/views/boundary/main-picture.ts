import type { LayerMaps, Maps } from "../../engine/instruments/maps.js";
import type { PointsReading } from "../../engine/instruments/points.js";
import { element, svg } from "../dom.js";
import { levelPath, type Palette, paintClasses, paintUnit } from "./paint.js";

export interface MainPicture {
  readonly root: HTMLElement;
  /** Paints one unit's map, or without one what the whole network thinks. */
  show(
    maps: Maps,
    points: PointsReading | undefined,
    unit: { layer: LayerMaps; index: number } | undefined,
  ): void;
}

/** The square with the boundary and the points. */
export function mainPicture(palette: Palette, label: string): MainPicture {
  const canvas = element("canvas", { width: 1, height: 1 });
  const drawing = svg("svg", { viewBox: "-1 -1 2 2", class: "points" });
  const root = element("div", { class: "boundary", role: "img", "aria-label": label }, canvas, drawing);
  return {
    root,
    show(maps, points, unit) {
      const { size } = maps;
      const layer = unit?.layer ?? maps.layers[maps.layers.length - 1];
      const isWhole = unit === undefined && layer.units > 1;
      const value = unitValue(layer, unit?.index ?? 0);
      if (isWhole) paintClasses(canvas, size, layer.values, palette);
      else paintUnit(canvas, size, value, palette);
      const scale = 2 / size;
      const line = isWhole
        ? []
        : [
            svg("path", {
              d: levelPath(size, value, 0),
              class: "level",
              transform: `translate(-1 -1) scale(${scale})`,
            }),
          ];
      drawing.replaceChildren(...line, ...(points === undefined ? [] : marks(points)));
    },
  };
}

/** What a unit says, from −1 to 1: of the output neuron, how far it is from undecided. */
export function unitValue({ layer, units, values }: LayerMaps, index: number): (cell: number) => number {
  if (layer === "output") return (cell) => values[cell * units + index] * 2 - 1;
  return (cell) => values[cell * units + index];
}

const shapes = [
  "M-1,0a1,1 0 1,0 2,0a1,1 0 1,0 -2,0", // circle
  "M-.9,-.9H.9V.9H-.9Z", // square
  "M0,-1.15L1.1,.85H-1.1Z", // triangle
];

function marks({ at, labels, answers, trained }: PointsReading): SVGElement[] {
  return Array.from(labels, (label, k) => {
    const shape = svg("path", {
      d: shapes[label],
      class: `class-${label} ${k < trained ? "trained" : "tested"}`,
    });
    const wrong =
      answers[k] === label
        ? []
        : [svg("path", { d: "M-1.4,-1.4L1.4,1.4M-1.4,1.4L1.4,-1.4", class: "wrong" })];
    return svg("g", { transform: `translate(${at[2 * k]} ${-at[2 * k + 1]}) scale(.022)` }, shape, ...wrong);
  });
}
