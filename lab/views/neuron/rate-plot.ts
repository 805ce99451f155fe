import type { FittedActivation } from "neurograd/brain";
import { axes, type Chart, type Field, field, pathOf, svgChart, ticksOf } from "../chart/picture.js";
import { svg } from "../dom.js";
import type { RateCurve } from "./rate-curves.js";

export interface RatePlot extends Chart {
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
  let place: Field | undefined;
  const chart = svgChart(`${words.rate}, ${words.current}`, 320, (width, height) => {
    if (curve === undefined) return [];
    const { currents, rates, simulated, unit, isClosedForm } = curve;
    const x = [currents[0], currents[currents.length - 1]] as const;
    const y = [0, 1.08 * Math.max(...rates, ...simulated.rates, 1)] as const;
    place = field({ left: 48, right: width - 10, top: 26, bottom: height - 40 }, x, y);
    const at = [place.x(currents[marked]), place.y(rates[marked])];
    return [
      ...axes(
        place,
        { x: ticksOf(x, 5), y: ticksOf(y, 5) },
        { x: `${words.current} [${unit}]`, y: words.rate },
      ),
      svg("path", { d: pathOf(currents, rates, place), class: isClosedForm ? "formula" : "formula joined" }),
      ...simulated.currents.map((current, k) =>
        svg("circle", {
          cx: place?.x(current),
          cy: place?.y(simulated.rates[k]),
          r: 3.5,
          class: "simulated",
        }),
      ),
      ...(fitted === undefined
        ? []
        : [svg("path", { d: pathOf(currents, fitted.rates, place), class: "activation" })]),
      svg("path", { d: `M${at[0]},${place.top}V${place.bottom}`, class: "marker-line" }),
      svg("circle", { cx: at[0], cy: at[1], r: 8, class: "marker" }),
    ];
  });
  const { root } = chart;
  const follow = ({ clientX }: PointerEvent): void => {
    if (curve === undefined || place === undefined) return;
    const share = (clientX - root.getBoundingClientRect().left - place.left) / (place.right - place.left);
    const last = curve.currents.length - 1;
    mark(Math.round(Math.max(0, Math.min(1, share)) * last));
  };
  root.classList.add("draggable");
  root.addEventListener("pointerdown", (event) => {
    root.setPointerCapture(event.pointerId);
    follow(event);
  });
  root.addEventListener("pointermove", (event) => {
    if (root.hasPointerCapture(event.pointerId)) follow(event);
  });
  return {
    ...chart,
    show(...given) {
      [curve, fitted, marked] = given;
      chart.draw();
    },
  };
}
