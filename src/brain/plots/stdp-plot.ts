import { checkPositive } from "../../nn/options.js";
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

export interface StdpPlotOptions extends FigureOptions {
  /** From minus to plus so many ms. Default: 100. */
  readonly range?: number;
}

/**
 * How a pair of spikes changes a synapse, over the time between them, SVG text: to the right the spike after follows the one before.
 *
 * Throws  `invalid_option`, `unknown_name`, `non_finite_data`.
 *
 * @example const svg = stdpPlot((dt) => (dt > 0 ? Math.exp(-dt / 17) : -0.5 * Math.exp(dt / 34)));
 */
export function stdpPlot(change: (dt: number) => number, options: StdpPlotOptions = {}): string {
  checkFigure("stdpPlot", options, ["range"]);
  const { range = 100 } = options;
  checkPositive("stdpPlot", "range", range);
  const lang = langOf("stdpPlot", options);
  const side = Array.from({ length: 100 }, (_, k) => ((k + 1) * range) / 100);
  const before = side.map((t) => -t).reverse();
  const [down, up] = [before.map(change), side.map(change)];
  const [from, to] = rangeOf("stdpPlot", 0.08, down, up, [0]);
  return figure("stdpPlot", options, {
    title: say("window", lang),
    x: { label: say("timing", lang), from: -range, to: range },
    y: { label: say("change", lang), from, to },
    marks: (place) => [
      `<path class="zero" stroke="#bbbbbb" d="M${short(place.left)} ${short(place.y(0))}H${short(place.right)}M${short(place.x(0))} ${short(place.top)}V${short(place.bottom)}"/>`,
      line(place, before, down, `class="before" stroke="${colorOfLine(1)}" stroke-width="2"`),
      line(place, side, up, `class="after" stroke="${colorOfLine(0)}" stroke-width="2"`),
    ],
  });
}
