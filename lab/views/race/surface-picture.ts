import type { Relief, Way } from "../../engine/race/descent.js";
import { type SurfaceName, surfaces } from "../../engine/race/surfaces.js";
import { figure } from "../../text/lang.js";
import { levelAreas } from "../chart/levels.js";
import { markColor, markShape } from "../chart/marks.js";
import { type Plane, planeOf } from "../chart/plane.js";
import { svg } from "../dom.js";
import { arrowOf, pointedIn } from "../pointing.js";

type Place = readonly [number, number];

export interface SurfaceWords {
  readonly picture: string;
  readonly pictureKeys: string;
  readonly lowest: string;
  readonly level: string;
  readonly start: string;
}

export interface SurfacePicture {
  readonly root: SVGSVGElement;
  showRelief(surface: SurfaceName, relief: Relief): void;
  /** `marks` are the colors and shapes of the ways. */
  showWays(ways: readonly Way[], marks: readonly number[]): void;
  showStart(place: Place): void;
}

const lines = 14;
const far = 1000; // pixels: a way that runs off to infinity is drawn as far as this, well outside the picture

/** The landscape from above. A click, or the arrow keys and Enter, choose a start. */
export function surfacePicture(
  say: SurfaceWords,
  choose: (place: Place, isFinal: boolean) => void,
): SurfacePicture {
  const relief = svg("g", { class: "relief" });
  const places = svg("g");
  const ways = svg("g", { class: "ways" });
  const start = svg(
    "g",
    { class: "start" },
    svg("title", {}, say.start),
    svg("circle", { r: 2.2 }),
    svg("path", { d: "M-3.6,0H3.6M0,-3.6V3.6" }),
  );
  const root = svg(
    "svg",
    {
      viewBox: "0 0 100 100",
      class: "surface",
      tabindex: 0,
      role: "application",
      "aria-label": `${say.picture}; ${say.pictureKeys}`,
    },
    relief,
    places,
    ways,
    start,
  );
  let surface: SurfaceName = "bowl";
  let at: Place = [0, 0];

  let plane = planeOfSurface(surface);

  root.addEventListener("click", (event) => {
    const { x, y, width, height } = pointedIn(root, event);
    choose([rounded(plane.x.value((x / width) * 100)), rounded(plane.y.value((y / height) * 100))], true);
  });
  root.addEventListener("keydown", (event) => {
    const way = arrowOf(event);
    if (event.key === "Enter") choose(at, true);
    else if (way === undefined) return;
    else {
      const { middle, half } = surfaces[surface];
      const by = half / (event.shiftKey ? 100 : 20);
      const within = (x: number, i: number): number =>
        rounded(Math.min(middle[i] + half, Math.max(middle[i] - half, x)));
      choose([within(at[0] + way[0] * by, 0), within(at[1] - way[1] * by, 1)], false);
    }
    event.preventDefault();
  });

  return {
    root,
    showRelief(name, { size, values }) {
      surface = name;
      plane = planeOfSurface(name);
      const { lowest, level, spacing } = surfaces[name];
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const thresholds = Array.from(
        { length: lines },
        (_, k) => low + (high - low) * ((k + 0.6) / lines) ** spacing,
      );
      relief.replaceChildren(
        ...levelAreas(size, values, thresholds).map((d, k) =>
          svg(
            "path",
            { d, transform: `scale(${100 / size})`, "fill-rule": "evenodd" },
            svg("title", {}, figure(thresholds[k])),
          ),
        ),
      );
      places.replaceChildren(
        ...lowest.map(([x, y]) =>
          svg(
            "g",
            { class: "lowest", transform: `translate(${plane.x(x)} ${plane.y(y)})` },
            svg("title", {}, say.lowest),
            svg("circle", { r: 2.6 }),
            svg("circle", { r: 0.9, class: "middle" }),
          ),
        ),
        ...level.map(([x, y]) =>
          svg(
            "circle",
            { class: "level-place", r: 1.4, cx: plane.x(x), cy: plane.y(y) },
            svg("title", {}, say.level),
          ),
        ),
      );
    },
    showWays(shown, marks) {
      const within = (at: number): number => Math.max(-far, Math.min(far, at));
      ways.replaceChildren(
        ...shown.map(({ x, y, isLost }, k) => {
          const points = Array.from(x, (_, i) => [within(plane.x(x[i])), within(plane.y(y[i]))].map(rounded));
          const d = `M${points.join("L")}`;
          const head = `translate(${points[points.length - 1].join(" ")}) scale(.36)`;
          return svg(
            "g",
            { class: isLost ? "way lost" : "way", style: `--own:${markColor(marks[k])}` },
            svg("path", { d, class: "under" }),
            svg("path", { d, class: "over" }),
            // the first steps one by one: how long each was
            svg("path", {
              d: points
                .slice(1, 40)
                .map((at) => `M${at}h0`)
                .join(""),
              class: "dots",
            }),
            markShape(marks[k], { transform: head }),
          );
        }),
      );
    },
    showStart(place) {
      at = place;
      start.setAttribute("transform", `translate(${plane.x(place[0])} ${plane.y(place[1])})`);
    },
  };
}

const rounded = (x: number): number => Number(x.toFixed(3));

/** A hundred pixels of the drawing each way. */
const planeOfSurface = (name: SurfaceName): Plane => {
  const { middle, half } = surfaces[name];
  const edges = { left: 0, right: 100, top: 0, bottom: 100 };
  return planeOf(edges, [middle[0] - half, middle[0] + half], [middle[1] - half, middle[1] + half]);
};
