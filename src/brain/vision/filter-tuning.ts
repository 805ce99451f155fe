import { NeurogradError } from "../../core/errors.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { fitGabor, type Gabor } from "./gabor-fit.js";
import { type FilterPixels, gratingResponse, strongestWave } from "./grating-response.js";

/** What a population of filters is tuned to. */
export interface FilterTuning {
  /** The Gabor function nearest to each filter. */
  readonly gabors: readonly Gabor[];
  /** `|Σ R(α) e^(2iα)| / Σ R(α)` of each filter's answers R to gratings of its best frequency in 36 directions: 1 − circular variance; 1 for one direction alone, 0 for all alike. */
  readonly selectivity: Float64Array;
  /** Which filters are oriented: a Gabor function has at least 0.7 of their power, and their selectivity is at least 0.3. */
  readonly isOriented: readonly boolean[];
  /** Of those that are, the median of each; of none NaN. */
  readonly medians: {
    readonly explained: number;
    readonly nAcross: number;
    readonly nAlong: number;
    readonly bandwidth: number;
    readonly orientationBandwidth: number;
    readonly selectivity: number;
  };
}

/**
 * What filters are tuned to, in the terms in which cells of the visual cortex are described.
 *
 * Shape   [filters, height, width].
 * Throws  `shape_mismatch`, `non_finite_data`.
 * Source  Ringach (2002), J. Neurophysiol. 88:455; circular variance: Ringach, Shapley & Hawken (2002), J. Neurosci. 22:5639
 *
 * @example
 * const { isOriented, medians } = filterTuning(sparseCoding({ patchSize: 8, units: 4 }).filters);
 */
export function filterTuning(filters: ArrayInput): FilterTuning {
  const given = inputTensor("filterTuning", filters);
  const [count, height, width] = given.shape;
  if (given.shape.length !== 3 || given.size === 0) {
    throw new NeurogradError(
      "shape_mismatch",
      `filterTuning: the filters have shape [${given.shape.join(", ")}]; give [filters, height, width]`,
    );
  }
  const numbers = given.toFloat64();
  const each = Array.from({ length: count }, (_, k) => ({
    height,
    width,
    pixels: numbers.subarray(k * height * width, (k + 1) * height * width),
  }));
  const gabors = each.map(({ pixels }) => fitGabor({ data: pixels, shape: [height, width] }));
  const selectivity = Float64Array.from(each, selectivityOf);
  const isOriented = gabors.map(({ explained }, k) => explained >= 0.7 && selectivity[k] >= 0.3);
  const kept = gabors.flatMap((gabor, k) =>
    isOriented[k] ? [{ ...gabor, selectivity: selectivity[k] }] : [],
  );
  const medianOf = (name: keyof FilterTuning["medians"]): number => median(kept.map((cell) => cell[name]));
  return {
    gabors,
    selectivity,
    isOriented,
    medians: {
      explained: medianOf("explained"),
      nAcross: medianOf("nAcross"),
      nAlong: medianOf("nAlong"),
      bandwidth: medianOf("bandwidth"),
      orientationBandwidth: medianOf("orientationBandwidth"),
      selectivity: medianOf("selectivity"),
    },
  };
}

function selectivityOf(filter: FilterPixels): number {
  const { frequency } = strongestWave(filter);
  let [re, im, total] = [0, 0, 0];
  for (let k = 0; k < 36; k++) {
    const angle = (Math.PI * k) / 36;
    const response = gratingResponse(filter, frequency, angle);
    re += response * Math.cos(2 * angle);
    im += response * Math.sin(2 * angle);
    total += response;
  }
  return total === 0 ? 0 : Math.hypot(re, im) / total;
}

/** Of no numbers NaN. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}
