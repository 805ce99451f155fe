import type { Histogram } from "neurograd/explain";
import { axes } from "../chart/axes.js";
import { heapPath, linePath } from "../chart/path.js";
import { type Plane, planeOf } from "../chart/plane.js";
import { type Plot, svgPlot } from "../chart/plot.js";
import { svg } from "../dom.js";
import { dragged } from "../pointing.js";
import { type Curve, flatEnds, placeNear, places, range, type Stretch } from "./curves.js";

const across = [range.from, range.to] as const;
const up = [-2, 3] as const;

/** A small picture for the gallery. */
export function thumbnail({ f, slope }: Curve): SVGSVGElement {
  const plane = planeOf({ left: 0, right: 88, top: 0, bottom: 48 }, across, up);
  return svg(
    "svg",
    { viewBox: "0 0 88 48", "aria-hidden": "true", class: "thumbnail" },
    svg("path", { d: `M0,${plane.y(0)}H88`, class: "axis" }),
    svg("path", { d: linePath(places, slope, plane), class: "slope" }),
    svg("path", { d: linePath(places, f, plane), class: "curve" }),
  );
}

export interface ActivationPlot extends Plot {
  show(curve: Curve, label: string): void;
  mark(z: number): void;
  heap(histogram: Histogram | undefined): void;
}

/** The large picture: f, f′, flat stretches, a place that can be moved, and the sums of a layer below. */
export function activationPlot(name: string, move: (z: number) => void): ActivationPlot {
  let curve: Curve | undefined;
  let z = 0;
  let heap: Histogram | undefined;
  let plane: Plane | undefined;
  const plot = svgPlot(name, 340, (width, height) => {
    if (curve === undefined) return [];
    plane = planeOf({ left: 34, right: width - 8, top: 8, bottom: height - 24 }, across, up);
    const { left, right, top, bottom, x, y } = plane;
    const band = ({ from, to }: Stretch, kind: "low" | "zero"): SVGElement =>
      svg("rect", {
        x: x(from),
        y: top,
        width: x(to) - x(from),
        height: bottom - top,
        class: kind,
        fill: kind === "zero" ? "url(#activations-hatch)" : undefined,
      });
    const { zero, low } = flatEnds(curve);
    const k = placeNear(z);
    const [at, f, slope] = [places[k], curve.f[k], curve.slope[k]];
    return [
      svg(
        "defs",
        {},
        hatch(),
        svg(
          "clipPath",
          { id: "activations-clip" },
          svg("rect", { x: left, y: top, width: right - left, height: bottom - top }),
        ),
      ),
      ...low.map((stretch) => band(stretch, "low")),
      ...zero.map((stretch) => band(stretch, "zero")),
      axes(plane, { x: [-4, -2, 0, 2, 4], y: [-2, -1, 0, 1, 2, 3] }),
      svg("path", { d: `M${left},${y(0)}H${right}M${x(0)},${top}V${bottom}`, class: "axis" }),
      ...(heap === undefined ? [] : [svg("path", { d: heapPath(heap, plane, 70), class: "heap" })]),
      svg("path", { d: `M${x(at)},${top}V${bottom}`, class: "place" }),
      svg(
        "g",
        { "clip-path": "url(#activations-clip)" },
        svg("path", { d: linePath(places, curve.slope, plane), class: "slope" }),
        svg("path", { d: linePath(places, curve.f, plane), class: "curve" }),
        svg("path", { d: linePath([at - 1, at + 1], [f - slope, f + slope], plane), class: "tangent" }),
        svg("circle", { r: 5, cx: x(at), cy: y(f), class: "dot curve-dot" }),
        svg("circle", { r: 5, cx: x(at), cy: y(slope), class: "dot slope-dot" }),
      ),
    ];
  });
  plot.root.classList.add("draggable");
  dragged(plot.root, ({ x }) => {
    if (plane !== undefined) move(Math.max(range.from, Math.min(range.to, plane.x.value(x))));
  });
  return {
    ...plot,
    show(given, label) {
      curve = given;
      plot.label(label);
      plot.draw();
    },
    mark(to) {
      z = to;
      plot.draw();
    },
    heap(histogram) {
      heap = histogram;
      plot.draw();
    },
  };
}

const hatch = (): SVGElement =>
  svg(
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
