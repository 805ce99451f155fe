import { contours } from "d3-contour";
import type { Relief, Way } from "../../engine/race/descent.js";
import { type SurfaceName, surfaces } from "../../engine/race/surfaces.js";
import { figure } from "../../text/lang.js";
import { markColor, markShape } from "../chart/marks.js";
import { svg } from "../dom.js";

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

  const toX = (x: number): number => 50 + ((x - surfaces[surface].middle[0]) / surfaces[surface].half) * 50;
  const toY = (y: number): number => 50 - ((y - surfaces[surface].middle[1]) / surfaces[surface].half) * 50;

  root.addEventListener("click", ({ clientX, clientY }) => {
    const box = root.getBoundingClientRect();
    const { middle, half } = surfaces[surface];
    const u = ((clientX - box.left) / box.width) * 2 - 1;
    const v = ((clientY - box.top) / box.height) * 2 - 1;
    choose([rounded(middle[0] + u * half), rounded(middle[1] - v * half)], true);
  });
  root.addEventListener("keydown", (event) => {
    const [dx, dy] = moves[event.key] ?? [0, 0];
    if (event.key === "Enter") choose(at, true);
    else if (dx === 0 && dy === 0) return;
    else {
      const { middle, half } = surfaces[surface];
      const by = half / (event.shiftKey ? 100 : 20);
      const within = (x: number, i: number): number =>
        rounded(Math.min(middle[i] + half, Math.max(middle[i] - half, x)));
      choose([within(at[0] + dx * by, 0), within(at[1] + dy * by, 1)], false);
    }
    event.preventDefault();
  });

  return {
    root,
    showRelief(name, { size, values }) {
      surface = name;
      const { lowest, level, spacing } = surfaces[name];
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const thresholds = Array.from(
        { length: lines },
        (_, k) => low + (high - low) * ((k + 0.6) / lines) ** spacing,
      );
      const shapes = contours().size([size, size]).thresholds(thresholds)(Array.from(values));
      relief.replaceChildren(
        ...shapes.map(({ value, coordinates }) =>
          svg(
            "path",
            {
              d: coordinates.flatMap((polygon) => polygon.map(ring)).join(""),
              transform: `scale(${100 / size})`,
              "fill-rule": "evenodd",
            },
            svg("title", {}, figure(value)),
          ),
        ),
      );
      places.replaceChildren(
        ...lowest.map(([x, y]) =>
          svg(
            "g",
            { class: "lowest", transform: `translate(${toX(x)} ${toY(y)})` },
            svg("title", {}, say.lowest),
            svg("circle", { r: 2.6 }),
            svg("circle", { r: 0.9, class: "middle" }),
          ),
        ),
        ...level.map(([x, y]) =>
          svg(
            "circle",
            { class: "level-place", r: 1.4, cx: toX(x), cy: toY(y) },
            svg("title", {}, say.level),
          ),
        ),
      );
    },
    showWays(shown, marks) {
      const pixel = (p: number): string => Math.max(-far, Math.min(far, p)).toFixed(2);
      ways.replaceChildren(
        ...shown.map(({ x, y, isLost }, k) => {
          let d = "";
          for (let i = 0; i < x.length; i++)
            d += `${i === 0 ? "M" : "L"}${pixel(toX(x[i]))},${pixel(toY(y[i]))}`;
          const last = x.length - 1;
          const head = `translate(${pixel(toX(x[last]))} ${pixel(toY(y[last]))}) scale(.36)`;
          return svg(
            "g",
            { class: isLost ? "way lost" : "way", style: `--own:${markColor(marks[k])}` },
            svg("path", { d, class: "under" }),
            svg("path", { d, class: "over" }),
            ...dots(x, y, toX, toY, far),
            markShape(marks[k], { transform: head }),
          );
        }),
      );
    },
    showStart(place) {
      at = place;
      start.setAttribute("transform", `translate(${toX(place[0])} ${toY(place[1])})`);
    },
  };
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const rounded = (x: number): number => Number(x.toFixed(3));

const ring = (points: readonly number[][]): string =>
  `M${points.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join("L")}Z`;

/** The first steps one by one: how long each was. */
function dots(
  x: Float64Array,
  y: Float64Array,
  toX: (x: number) => number,
  toY: (y: number) => number,
  limit: number,
): SVGElement[] {
  let d = "";
  for (let i = 1; i < Math.min(x.length, 40); i++) {
    const [px, py] = [toX(x[i]), toY(y[i])];
    if (Math.abs(px) < limit && Math.abs(py) < limit) d += `M${px.toFixed(2)},${py.toFixed(2)}h0`;
  }
  return d === "" ? [] : [svg("path", { d, class: "dots" })];
}
