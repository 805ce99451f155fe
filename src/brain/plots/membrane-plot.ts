import { NeurogradError, unknownName } from "../../core/errors.js";
import type { NeuronRun } from "../engines/simulate.js";
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

export interface MembranePlotOptions extends FigureOptions {
  /** Which neurons. Default: the first three. */
  readonly neurons?: readonly number[];
  /** What of the run is drawn. Default: "v". */
  readonly trace?: string;
  /** Label of the upright axis, for traces other than "v". */
  readonly label?: string;
}

/**
 * What was recorded of a run, over time, SVG text: a line for each neuron, a triangle above each of its spikes.
 *
 * Throws  `unknown_name` for a trace that was not recorded, `index_out_of_range`, `invalid_option`, `non_finite_data`.
 *
 * @example
 * const run = await simulate(lif(), { current: 2.5, dt: 0.1, duration: 100, record: ["v"] });
 * const svg = membranePlot(run);
 */
export function membranePlot(
  { traces, spikes, dt, duration }: Pick<NeuronRun, "traces" | "spikes" | "dt" | "duration">,
  options: MembranePlotOptions = {},
): string {
  checkFigure("membranePlot", options, ["neurons", "trace", "label"]);
  const lang = langOf("membranePlot", options);
  const { trace = "v" } = options;
  const recorded = traces[trace];
  if (recorded === undefined)
    throw unknownName("membranePlot: trace", trace, Object.keys(traces), "record it");
  const [steps, n = 1] = recorded.shape;
  const neurons = options.neurons ?? Array.from({ length: Math.min(3, n) }, (_, i) => i);
  const numbers = recorded.toFloat64();
  const times = Float64Array.from({ length: steps }, (_, k) => (k + 1) * dt);
  const lines = neurons.map((i) => {
    if (Number.isInteger(i) && i >= 0 && i < n) return times.map((_, k) => numbers[k * n + i]);
    throw new NeurogradError(
      "index_out_of_range",
      `membranePlot: neuron ${i} of ${n} does not exist; give numbers from 0 to ${n - 1}`,
    );
  });
  const [from, to] = rangeOf("membranePlot", 0.08, ...lines);
  return figure("membranePlot", options, {
    title: trace === "v" ? say("trace", lang) : trace,
    x: { label: say("time", lang), from: 0, to: duration },
    y: { label: options.label ?? (trace === "v" ? say("membrane", lang) : trace), from, to },
    names: neurons.length > 1 ? neurons.map((i) => `${say("neuron", lang)} ${i}`) : [],
    marks: (place) => [
      ...lines.map((v, k) => line(place, times, v, `class="trace" stroke="${colorOfLine(k)}"`)),
      ...neurons.map((i, k) => {
        const heads = spikes.of(i).map((t) => `M${short(place.x(t))} ${short(place.top + 7)}l-3 -6h6z`);
        return `<path class="spikes" fill="${colorOfLine(k)}" d="${heads.join("")}"/>`;
      }),
    ],
  });
}
