import type { RacerFrame } from "../../engine/race/race.js";
import { unitValue } from "../boundary/main-picture.js";
import { levelPath, type Palette, paintClasses, paintUnit } from "../boundary/paint.js";
import { element, svg } from "../dom.js";

export interface BoundaryCard {
  readonly root: HTMLElement;
  show(frame: RacerFrame): void;
}

const shapes = [
  (x: number, y: number) => `M${x - 1.6},${y}a1.6,1.6 0 1,0 3.2,0a1.6,1.6 0 1,0 -3.2,0`,
  (x: number, y: number) => `M${x - 1.4},${y - 1.4}h2.8v2.8h-2.8Z`,
  (x: number, y: number) => `M${x},${y - 1.8}l1.7,3.1h-3.4Z`,
];

/** The boundary of one racer, small: the points of a class are one path, so that four of them are drawn many times a second. */
export function boundaryCard(palette: Palette, label: string): BoundaryCard {
  const canvas = element("canvas", { width: 1, height: 1 });
  const level = svg("path", { class: "level" });
  const points = shapes.map((_, k) => svg("path", { class: `points class-${k}` }));
  const wrong = svg("path", { class: "wrong" });
  const drawing = svg("svg", { viewBox: "0 0 100 100" }, level, ...points, wrong);
  const root = element("div", { class: "boundary-card", role: "img", "aria-label": label }, canvas, drawing);
  return {
    root,
    show({ maps, points: found, lost }) {
      root.classList.toggle("lost", lost !== undefined);
      if (maps === undefined || found === undefined) return;
      const { size } = maps;
      const layer = maps.layers[maps.layers.length - 1];
      if (layer.units > 1) paintClasses(canvas, size, layer.values, palette);
      else {
        const value = unitValue(layer, 0);
        paintUnit(canvas, size, value, palette);
        level.setAttribute("d", levelPath(size, value, 0));
        level.setAttribute("transform", `scale(${100 / size})`);
      }
      const { at, labels, answers, trained } = found;
      const paths = ["", "", ""];
      let crosses = "";
      for (let k = 0; k < trained; k++) {
        const [x, y] = [50 + at[2 * k] * 50, 50 - at[2 * k + 1] * 50].map((p) => Number(p.toFixed(1)));
        paths[labels[k]] += shapes[labels[k]](x, y);
        if (answers[k] !== labels[k]) crosses += `M${x - 2.4},${y - 2.4}l4.8,4.8m0,-4.8l-4.8,4.8`;
      }
      for (const [k, path] of points.entries()) path.setAttribute("d", paths[k]);
      wrong.setAttribute("d", crosses);
    },
  };
}
