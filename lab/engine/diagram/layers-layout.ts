import type { Layout, Plan } from "./layout.js";
import { place } from "./place.js";

const margin = 12;

/** Boxes in layers, from left to right. */
export function layersLayout({ boxes, links }: Plan): Layout {
  const placed = place(boxes, links, { direction: "LR", gap: 18, rankGap: 34 });
  const shift = <T extends { readonly x: number; readonly y: number }>(one: T): T => ({
    ...one,
    x: one.x + margin,
    y: one.y + margin,
  });
  return {
    width: placed.width + 2 * margin,
    height: placed.height + 2 * margin,
    boxes: placed.boxes.map(shift),
    frames: [],
    routes: placed.routes.map((points) => (points.length === 0 ? undefined : points.map(shift))),
  };
}
