import { figure } from "../../../text/lang.js";
import { type Palette, paintClasses, paintUnit } from "../../boundary/paint.js";
import { element, svg } from "../../dom.js";

export interface MapPoints {
  readonly at: Float32Array;
  readonly labels: Uint8Array;
  readonly trained: number;
}

export interface MapPicture {
  readonly root: HTMLElement;
  /** What a network says of each cell, [size · size, classes]. */
  paint(size: number, classes: number, values: Float32Array): void;
  points(points: MapPoints): void;
  mark(at: readonly [number, number]): void;
  /** How it does, below the picture. */
  tell(text: string): void;
}

const shapes = [
  "M-1,0a1,1 0 1,0 2,0a1,1 0 1,0 -2,0", // circle
  "M-.9,-.9H.9V.9H-.9Z", // square
  "M0,-1.15L1.1,.85H-1.1Z", // triangle
];

/** The square with what one network thinks of each place, and a place that can be moved. */
export function mapPicture(
  title: string,
  hint: string,
  palette: Palette,
  move: (to: readonly [number, number]) => void,
): MapPicture {
  const canvas = element("canvas", { width: 1, height: 1, "aria-hidden": "true" });
  const dots = svg("g");
  const target = svg(
    "g",
    { class: "target" },
    svg("circle", { r: 0.085 }),
    svg("path", { d: "M-.15,0H-.05M.05,0H.15M0,-.15V-.05M0,.05V.15" }),
  );
  const drawing = svg("svg", { viewBox: "-1 -1 2 2", "aria-hidden": "true" }, dots, target);
  const surface = element(
    "div",
    {
      class: "map",
      tabindex: 0,
      role: "slider",
      "aria-label": `${title}: ${hint}`,
      "aria-valuemin": -1,
      "aria-valuemax": 1,
      "aria-valuenow": 0,
    },
    canvas,
    drawing,
  );
  const score = element("figcaption", { class: "number" });
  let now: readonly [number, number] = [0, 0];

  const kept = (value: number): number => Math.max(-0.97, Math.min(0.97, value));
  const to = (x: number, y: number): void => move([kept(x), kept(y)]);
  const follow = ({ clientX, clientY }: PointerEvent): void => {
    const { left, top, width, height } = surface.getBoundingClientRect();
    to(((clientX - left) / width) * 2 - 1, 1 - ((clientY - top) / height) * 2);
  };
  surface.addEventListener("pointerdown", (event) => {
    surface.setPointerCapture(event.pointerId);
    follow(event);
  });
  surface.addEventListener("pointermove", (event) => {
    if (surface.hasPointerCapture(event.pointerId)) follow(event);
  });
  surface.addEventListener("keydown", (event) => {
    const way = arrows[event.key];
    if (way === undefined) return;
    event.preventDefault();
    to(now[0] + way[0] * 0.05, now[1] + way[1] * 0.05);
  });

  return {
    root: element("figure", { class: "map-figure" }, element("h3", {}, title), surface, score),
    paint(size, classes, values) {
      if (classes === 2) paintUnit(canvas, size, (cell) => values[2 * cell + 1] - values[2 * cell], palette);
      else paintClasses(canvas, size, values, palette);
    },
    points({ at, labels, trained }) {
      dots.replaceChildren(
        ...Array.from(labels, (label, k) =>
          svg("path", {
            d: shapes[label],
            class: `class-${label} ${k < trained ? "trained" : "tested"}`,
            transform: `translate(${at[2 * k]} ${-at[2 * k + 1]}) scale(.026)`,
          }),
        ),
      );
    },
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

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
