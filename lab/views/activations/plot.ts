import type { Histogram } from "neurograd/explain";
import { svg } from "../dom.js";
import { type Curve, flatEnds, placeNear, places, range, type Stretch } from "./curves.js";

const size = { width: 480, height: 300, low: -2, high: 3, histogram: 70 };

const x = (z: number): number => ((z - range.from) / (range.to - range.from)) * size.width;
const y = (value: number): number => ((size.high - value) / (size.high - size.low)) * size.height;

const path = (values: Float64Array): string =>
  `M${Array.from(values, (value, k) => `${x(places[k]).toFixed(1)},${clamped(y(value)).toFixed(1)}`).join("L")}`;
const clamped = (at: number): number => Math.max(-50, Math.min(size.height + 50, at));

/** A small picture for the gallery. */
export function thumbnail({ f, slope }: Curve): SVGSVGElement {
  return svg(
    "svg",
    { viewBox: `0 0 ${size.width} ${size.height}`, "aria-hidden": "true", class: "thumbnail" },
    svg("path", { d: `M0,${y(0)}H${size.width}`, class: "axis" }),
    svg("path", { d: path(slope), class: "slope" }),
    svg("path", { d: path(f), class: "curve" }),
  );
}

export interface Plot {
  readonly root: SVGSVGElement;
  show(curve: Curve, label: string): void;
  mark(curve: Curve, z: number): void;
  heap(histogram: Histogram | undefined): void;
}

/** The large picture: f, f′, flat stretches, a place that can be moved, and the sums of a layer below. */
export function plot(move: (z: number) => void): Plot {
  const hatch = svg(
    "pattern",
    {
      id: "activations-hatch",
      width: 8,
      height: 8,
      patternUnits: "userSpaceOnUse",
      patternTransform: "rotate(45)",
    },
    svg("path", { d: "M0,0V8", class: "hatch" }),
  );
  const bands = svg("g");
  const heap = svg("path", { class: "heap" });
  const slope = svg("path", { class: "slope" });
  const curve = svg("path", { class: "curve" });
  const tangent = svg("path", { class: "tangent" });
  const place = svg("path", { class: "place" });
  const dots = [
    svg("circle", { r: 5, class: "dot curve-dot" }),
    svg("circle", { r: 5, class: "dot slope-dot" }),
  ];
  const root = svg(
    "svg",
    { viewBox: `0 0 ${size.width} ${size.height}`, role: "img", class: "plot" },
    svg("defs", {}, hatch),
    bands,
    grid(),
    heap,
    place,
    slope,
    curve,
    tangent,
    ...dots,
  );
  const follow = (event: PointerEvent): void => {
    const { left, width } = root.getBoundingClientRect();
    const z = range.from + ((event.clientX - left) / width) * (range.to - range.from);
    move(Math.max(range.from, Math.min(range.to, z)));
  };
  root.addEventListener("pointerdown", (event) => {
    root.setPointerCapture(event.pointerId);
    follow(event);
  });
  root.addEventListener("pointermove", (event) => {
    if (root.hasPointerCapture(event.pointerId)) follow(event);
  });
  return {
    root,
    show(given, label) {
      root.setAttribute("aria-label", label);
      curve.setAttribute("d", path(given.f));
      slope.setAttribute("d", path(given.slope));
      const { zero, low } = flatEnds(given);
      bands.replaceChildren(
        ...low.map((stretch) => band(stretch, "low")),
        ...zero.map((stretch) => band(stretch, "zero")),
      );
    },
    mark(given, z) {
      const k = placeNear(z);
      const [at, f, s] = [places[k], given.f[k], given.slope[k]];
      place.setAttribute("d", `M${x(at)},0V${size.height}`);
      tangent.setAttribute("d", `M${x(at - 1)},${y(f - s)}L${x(at + 1)},${y(f + s)}`);
      for (const [dot, value] of [
        [dots[0], f],
        [dots[1], s],
      ] as const) {
        dot.setAttribute("cx", String(x(at)));
        dot.setAttribute("cy", String(clamped(y(value))));
      }
    },
    heap(histogram) {
      heap.setAttribute("d", histogram === undefined ? "" : bars(histogram));
    },
  };
}

function band({ from, to }: Stretch, kind: string): SVGElement {
  const fill = kind === "zero" ? "url(#activations-hatch)" : undefined;
  return svg("rect", { x: x(from), y: 0, width: x(to) - x(from), height: size.height, class: kind, fill });
}

function grid(): SVGElement {
  const across = Array.from({ length: 4 }, (_, k) => `M0,${y(k - 1)}H${size.width}`).join("");
  const labels = [-1, 1, 2].map((value) => svg("text", { x: x(0) + 4, y: y(value) - 3 }, signed(value)));
  const below = [-4, -2, 2, 4].map((z) =>
    svg("text", { x: x(z), y: y(0) + 14, "text-anchor": "middle" }, signed(z)),
  );
  return svg(
    "g",
    { class: "grid" },
    svg("path", { d: across }),
    svg("path", { d: `M0,${y(0)}H${size.width}M${x(0)},0V${size.height}`, class: "axis" }),
    ...labels,
    ...below,
  );
}

/** The histogram as a heap on the lower edge; what lies outside the picture is cut off. */
function bars({ from, to, counts }: Histogram): string {
  const highest = Math.max(...counts, 1);
  const width = (to - from) / counts.length;
  return counts
    .map((count, k) => {
      const [left, right] = [from + k * width, from + (k + 1) * width].map((z) =>
        Math.max(range.from, Math.min(range.to, z)),
      );
      if (count === 0 || (left >= right && width > 0)) return "";
      const high = (count / highest) * size.histogram;
      return `M${x(left).toFixed(1)},${size.height}v${(-high).toFixed(1)}H${(width === 0 ? x(left) + 3 : x(right)).toFixed(1)}V${size.height}Z`;
    })
    .join("");
}

const signed = (value: number): string => (value < 0 ? `−${-value}` : String(value));
