import { figure } from "../../../text/lang.js";
import type { Palette } from "../../chart/colors.js";
import { fieldPicture } from "../../chart/field.js";
import type { Marked } from "../../chart/points.js";
import { element, svg } from "../../dom.js";
import { arrowOf, dragged } from "../../pointing.js";

export interface MapPicture {
  readonly root: HTMLElement;
  /** What a network says of each cell, [size · size, classes]. */
  paint(size: number, classes: number, values: Float32Array): void;
  points(points: Marked): void;
  mark(at: readonly [number, number]): void;
  /** How it does, below the picture. */
  tell(text: string): void;
}

/** The square with what one network thinks of each place, and a place that can be moved. */
export function mapPicture(
  title: string,
  hint: string,
  palette: Palette,
  move: (to: readonly [number, number]) => void,
): MapPicture {
  const field = fieldPicture("map", palette, {
    tabindex: 0,
    role: "slider",
    "aria-label": `${title}: ${hint}`,
    "aria-valuemin": -1,
    "aria-valuemax": 1,
    "aria-valuenow": 0,
  });
  const { root: surface } = field;
  const target = svg(
    "g",
    { class: "target" },
    svg("circle", { r: 0.085 }),
    svg("path", { d: "M-.15,0H-.05M.05,0H.15M0,-.15V-.05M0,.05V.15" }),
  );
  field.drawing.append(target);
  const score = element("figcaption", { class: "number" });
  let now: readonly [number, number] = [0, 0];

  const kept = (value: number): number => Math.max(-0.97, Math.min(0.97, value));
  const to = (x: number, y: number): void => move([kept(x), kept(y)]);
  dragged(surface, ({ x, y, width, height }) => to((x / width) * 2 - 1, 1 - (y / height) * 2));
  surface.addEventListener("keydown", (event) => {
    const way = arrowOf(event);
    if (way === undefined) return;
    event.preventDefault();
    to(now[0] + way[0] * 0.05, now[1] - way[1] * 0.05);
  });

  return {
    root: element("figure", { class: "map-figure" }, element("h3", {}, title), surface, score),
    paint(size, classes, values) {
      if (classes === 2) field.showUnit(size, (cell) => values[2 * cell + 1] - values[2 * cell]);
      else field.showClasses(size, values);
    },
    points: (points) => field.showPoints({ ...points, answers: undefined }, { radius: 0.026 }),
    mark(at) {
      now = at;
      target.setAttribute("transform", `translate(${at[0]} ${-at[1]})`);
      surface.setAttribute("aria-valuenow", figure(at[0]));
      surface.setAttribute("aria-valuetext", `x ${figure(at[0], 2)}, y ${figure(at[1], 2)}`);
    },
    tell: (text) => {
      score.textContent = text;
    },
  };
}
