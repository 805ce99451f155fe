import type { FittedActivation } from "neurograd/brain";
import { axes } from "../chart/axes.js";
import { linePath } from "../chart/path.js";
import { type Plane, planeOf } from "../chart/plane.js";
import { type Plot, svgPlot } from "../chart/plot.js";
import { svg } from "../dom.js";
import { dragged } from "../pointing.js";
import type { RateCurve } from "./rate-curves.js";

export interface RatePlot extends Plot {
  /** What is drawn, and which of its currents is marked. */
  show(curve: RateCurve, fitted: FittedActivation | undefined, marked: number): void;
}

/** Rate over current: the formula or what was simulated, dots that were simulated, an activation over both, and a mark that can be drawn along. */
export function ratePlot(
  words: { readonly current: string; readonly rate: string },
  mark: (index: number) => void,
): RatePlot {
  let curve: RateCurve | undefined;
  let fitted: FittedActivation | undefined;
  let marked = 0;
  let plane: Plane | undefined;
  const chart = svgPlot(`${words.rate}, ${words.current}`, 320, (width, height) => {
    if (curve === undefined) return [];
    const { currents, rates, simulated, unit, isClosedForm } = curve;
    const edges = { left: 48, right: width - 10, top: 26, bottom: height - 40 };
    const most = 1.08 * Math.max(...rates, ...simulated.rates, 1);
    plane = planeOf(edges, [currents[0], currents[currents.length - 1]], [0, most]);
    const { x, y, top, bottom } = plane;
    const [cx, cy] = [x(currents[marked]), y(rates[marked])];
    return [
      axes(plane, { x: x.ticks(5), y: y.ticks(5), xName: `${words.current} [${unit}]`, yName: words.rate }),
      svg("path", {
        d: linePath(currents, rates, plane),
        class: isClosedForm ? "formula" : "formula joined",
      }),
      ...simulated.currents.map((current, k) =>
        svg("circle", { cx: x(current), cy: y(simulated.rates[k]), r: 3.5, class: "simulated" }),
      ),
      ...(fitted === undefined
        ? []
        : [svg("path", { d: linePath(currents, fitted.rates, plane), class: "activation" })]),
      svg("path", { d: `M${cx},${top}V${bottom}`, class: "marker-line" }),
      svg("circle", { cx, cy, r: 8, class: "marker" }),
    ];
  });
  chart.root.classList.add("draggable");
  dragged(chart.root, ({ x }) => {
    if (curve === undefined || plane === undefined) return;
    const { left, right } = plane;
    const share = Math.max(0, Math.min(1, (x - left) / (right - left)));
    mark(Math.round(share * (curve.currents.length - 1)));
  });
  return {
    ...chart,
    show(...given) {
      [curve, fitted, marked] = given;
      chart.draw();
    },
  };
}
