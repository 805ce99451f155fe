import { NeurogradError } from "../core/errors.js";
import type { Tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "./array-input.js";
import { Dataset } from "./dataset.js";
import { gatherRows } from "./gather-rows.js";

export interface TimeseriesDatasetOptions {
  /** Time steps of a window. */
  readonly sequenceLength: number;
  /** Steps from the start of a window to that of the next. Default 1. */
  readonly sequenceStride?: number | undefined;
  /** Steps from one element of a window to the next. Default 1. */
  readonly samplingRate?: number | undefined;
  /** Windows a batch; null for single ones. Default 128. */
  readonly batchSize?: number | null | undefined;
  /** Another order of windows each epoch. Default false. */
  readonly shuffle?: boolean | undefined;
  /** For `shuffle`. Default 0. */
  readonly seed?: number | undefined;
  /** The first row that is used. Default 0. */
  readonly startIndex?: number | undefined;
  /** The row after the last that is used. Default: all. */
  readonly endIndex?: number | undefined;
}

/**
 * Windows of a time series: window i is rows `s, s + rate, …, s + (length − 1)·rate` with `s = i · stride`, its target is
 * `targets[s]`. To foretell the step after a window, give targets that begin `length · rate` rows later. A window is
 * copied when its batch is asked for, so memory holds the series once.
 *
 * Shape   data [time, *], targets [time, *] or null → batches [batch, length, *], with [batch, *].
 * Default as in Keras, but the order of shuffled windows is that of `Dataset.shuffle`, whole.
 * Throws  `invalid_option`; `empty_data` where no window fits.
 * Source  Keras's timeseries_dataset_from_array.
 *
 * @example
 * const series = Float32Array.from({ length: 100 }, (_, t) => Math.sin(t / 5));
 * const windows = timeseriesDataset(series, series.subarray(10), { sequenceLength: 10, batchSize: 16 });
 * for await (const [x, y] of windows) console.log(x.shape, y.shape);   // [16, 10] [16], …
 */
export function timeseriesDataset(
  data: ArrayInput,
  targets: ArrayInput,
  options: TimeseriesDatasetOptions,
): Dataset<readonly [Tensor, Tensor]>;
export function timeseriesDataset(
  data: ArrayInput,
  targets: null,
  options: TimeseriesDatasetOptions,
): Dataset<Tensor>;
export function timeseriesDataset(
  data: ArrayInput,
  targets: ArrayInput | null,
  {
    sequenceLength,
    sequenceStride = 1,
    samplingRate = 1,
    batchSize = 128,
    shuffle = false,
    seed = 0,
    startIndex = 0,
    endIndex,
  }: TimeseriesDatasetOptions,
): Dataset<readonly [Tensor, Tensor]> | Dataset<Tensor> {
  for (const [name, value] of Object.entries({ sequenceLength, sequenceStride, samplingRate })) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new NeurogradError(
      "invalid_option",
      `timeseriesDataset: ${name} is ${value}; give a whole number from 1 on`,
    );
  }
  const whole = inputTensor("timeseriesDataset: data", data);
  const rows = whole.shape[0] ?? 0;
  const end = endIndex ?? rows;
  if (
    !(
      Number.isInteger(startIndex) &&
      Number.isInteger(end) &&
      startIndex >= 0 &&
      startIndex < end &&
      end <= rows
    )
  ) {
    throw new NeurogradError(
      "invalid_option",
      `timeseriesDataset: rows ${startIndex} to ${end} of ${rows}; give startIndex below endIndex, both within the data`,
    );
  }
  const series = whole.slice(startIndex, end);
  const aims =
    targets === null ? undefined : inputTensor("timeseriesDataset: targets", targets).slice(startIndex, end);
  const fitting = end - startIndex - (sequenceLength - 1) * samplingRate;
  const places = Math.min(fitting, aims?.shape[0] ?? fitting);
  if (places < 1) {
    throw new NeurogradError(
      "empty_data",
      `timeseriesDataset: no window of ${sequenceLength} steps at samplingRate ${samplingRate} fits ${end - startIndex} rows${aims === undefined ? "" : ` and ${aims.shape[0]} targets`}; give more data or a smaller sequenceLength`,
    );
  }
  const starts = Int32Array.from(
    { length: Math.ceil(places / sequenceStride) },
    (_, i) => i * sequenceStride,
  );
  const ordered = shuffle ? Dataset.fromArrays(starts).shuffle(seed) : Dataset.fromArrays(starts);
  const batches = batchSize === null ? ordered : ordered.batch(batchSize);

  const windows = (from: Tensor): Tensor => {
    const first = from.data as Int32Array; // of `starts`
    const steps = new Uint32Array(first.length * sequenceLength);
    for (let i = 0; i < steps.length; i++) {
      steps[i] = first[Math.floor(i / sequenceLength)] + (i % sequenceLength) * samplingRate;
    }
    return gatherRows(series, steps).reshape([...from.shape, sequenceLength, ...series.shape.slice(1)]);
  };
  if (aims === undefined) return batches.map(windows);
  return batches.map((from): readonly [Tensor, Tensor] => {
    const y = gatherRows(aims, from.data as Int32Array);
    return [windows(from), y.reshape([...from.shape, ...aims.shape.slice(1)])];
  });
}
