import type { SpikeTrains } from "../spikes/spike-trains.js";
import { checkFigure, colorOfLine, type FigureOptions, figure, langOf, short } from "./figure.js";
import { say } from "./words.js";

/**
 * Spikes as a picture, SVG text: time to the right, a row for each neuron, the first below; a stroke for each spike.
 *
 * Throws  `invalid_option`, `unknown_name`.
 *
 * @example
 * const { spikes } = await simulate(poisson(), { current: [20, 50, 200], dt: 1, duration: 500 });
 * const svg = rasterPlot(spikes, { title: "three rates" });
 */
export function rasterPlot(trains: SpikeTrains, options: FigureOptions = {}): string {
  checkFigure("rasterPlot", options);
  const lang = langOf("rasterPlot", options);
  const { n, times, neurons, duration } = trains;
  return figure("rasterPlot", options, {
    title: say("raster", lang),
    x: { label: say("time", lang), from: 0, to: duration },
    y: { label: say("neuron", lang), from: -0.5, to: n - 0.5 },
    marks: ({ x, y }) => {
      const tall = Math.max(1, Math.min(12, 0.8 * (y(0) - y(1))));
      const strokes = Array.from(
        times,
        (t, k) => `M${short(x(t))} ${short(y(neurons[k]) - tall / 2)}v${short(tall)}`,
      );
      return [`<path class="spikes" stroke="${colorOfLine(0)}" d="${strokes.join("")}"/>`];
    },
  });
}
