import type { FICurve } from "../rates/f-i-curve.js";
import {
  checkFigure,
  colorOfLine,
  type FigureOptions,
  figure,
  langOf,
  line,
  rangeOf,
  short,
} from "./figure.js";
import { say } from "./words.js";

export interface FIPlotOptions extends FigureOptions {
  /** Unit of the currents, for the axis: "nA". */
  readonly unit?: string;
}

/**
 * How often neurons fire, over their current, SVG text: a line with dots for each curve. Several are named by their keys.
 *
 * Throws  `invalid_option`, `unknown_name`, `non_finite_data`.
 *
 * @example
 * const currents = [1.5, 2, 2.5, 3, 3.5];
 * const svg = fIPlot({ lif: { currents, rates: currents.map((current) => lifRate(current)) } }, { unit: "nA" });
 */
export function fIPlot(
  curves: FICurve | Readonly<Record<string, FICurve>>,
  options: FIPlotOptions = {},
): string {
  checkFigure("fIPlot", options, ["unit"]);
  const lang = langOf("fIPlot", options);
  const named = isCurve(curves) ? [["", curves] as const] : Object.entries(curves);
  const [from, to] = rangeOf("fIPlot: currents", 0, ...named.map(([, { currents }]) => currents));
  const [, top] = rangeOf("fIPlot: rates", 0.08, [0], ...named.map(([, { rates }]) => rates));
  const unit = options.unit === undefined ? "" : ` [${options.unit}]`;
  return figure("fIPlot", options, {
    title: say("fI", lang),
    x: { label: `${say("current", lang)}${unit}`, from, to },
    y: { label: say("rate", lang), from: 0, to: top },
    names: isCurve(curves) ? [] : Object.keys(curves),
    marks: (place) =>
      named.flatMap(([, { currents, rates }], k) => [
        line(place, currents, rates, `class="curve" stroke="${colorOfLine(k)}"`),
        ...currents.map(
          (current, i) =>
            `<circle cx="${short(place.x(current))}" cy="${short(place.y(rates[i]))}" r="2.5" fill="${colorOfLine(k)}"/>`,
        ),
      ]),
  });
}

const isCurve = (curves: FICurve | Readonly<Record<string, FICurve>>): curves is FICurve =>
  Array.isArray((curves as FICurve).currents);
