import { NeurogradError } from "../../core/errors.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { checkFinite } from "../../nn/batches.js";
import { langOf } from "./figure.js";
import { type ImagesPlotOptions, imagesPlot } from "./images-plot.js";
import { say } from "./words.js";

export type FilterPlotOptions = ImagesPlotOptions;

/**
 * Filters side by side, SVG text. Gray is 0, white the largest size of each filter, black as much below 0.
 *
 * Shape   [filters, height, width].
 * Throws  `shape_mismatch`, `non_finite_data`, `invalid_option`, `unknown_name`.
 *
 * @example
 * const svg = filterPlot([[[1, -1], [1, -1]], [[0, 0], [1, 1]]]);
 */
export function filterPlot(filters: ArrayInput, options: FilterPlotOptions = {}): string {
  const given = inputTensor("filterPlot", filters);
  checkFinite("filterPlot", given);
  const [count, height, width] = given.shape;
  if (given.shape.length !== 3 || given.size === 0) {
    throw new NeurogradError(
      "shape_mismatch",
      `filterPlot: the filters have shape [${given.shape.join(", ")}]; give [filters, height, width]`,
    );
  }
  const numbers = given.toFloat64();
  const size = height * width;
  const grays = new Float32Array(numbers.length);
  for (let from = 0; from < numbers.length; from += size) {
    const filter = numbers.subarray(from, from + size);
    const top = filter.reduce((most, w) => Math.max(most, Math.abs(w)), 0) || 1;
    grays.set(
      filter.map((w) => (1 + w / top) / 2),
      from,
    );
  }
  const title = options.title ?? say("filters", langOf("filterPlot", options));
  const columns = options.columns ?? Math.ceil(Math.sqrt(count));
  return imagesPlot({ data: grays, shape: given.shape }, { ...options, columns, title });
}
