import { describe, expect, test } from "vitest";
import { readDataText } from "../../golden/read-data-text.js";
import { tensor } from "../core/tensor.js";
import { type PadSequencesOptions, padSequences } from "./pad-sequences.js";
import { type TimeseriesDatasetOptions, timeseriesDataset } from "./timeseries-dataset.js";

const golden = readDataText();

describe("padSequences gives Keras's arrays", () => {
  test.each(golden.padSequences.map((each) => [JSON.stringify(each.options), each] as const))(
    "%s",
    (_, { sequences = golden.sequences, options, y }) => {
      const out = padSequences(sequences, options as PadSequencesOptions);
      expect([out.shape, [...out.toFloat64()]]).toEqual([y.shape, y.data]);
    },
  );
});

describe("timeseriesDataset gives Keras's batches", () => {
  test.each(golden.timeseries.map((each) => [JSON.stringify(each.options), each] as const))(
    "%s",
    async (_, { options, n, targets, batches }) => {
      const data = tensor(
        Float32Array.from({ length: 2 * n }, (_, i) => i),
        { shape: [n, 2] },
      );
      const given = options as unknown as TimeseriesDatasetOptions; // of the golden file
      const made =
        targets === null
          ? timeseriesDataset(data, null, given).map((x) => [x, undefined] as const)
          : timeseriesDataset(data, targets, given);
      expect(made.size).toBe(batches.length);
      let k = 0;
      for await (const [x, y] of made) {
        const expected = batches[k++];
        expect([x.shape, [...x.toFloat64()]]).toEqual([expected.x.shape, expected.x.data]);
        expect(y?.shape).toEqual(expected.y?.shape);
        expect(y && [...y.toFloat64()]).toEqual(expected.y?.data);
      }
      expect(k).toBe(batches.length);
    },
  );
});

test("shuffled windows are all there, with their targets, in another order each epoch", async () => {
  const series = Float32Array.from({ length: 30 }, (_, i) => i);
  const windows = timeseriesDataset(series, series.subarray(4), {
    sequenceLength: 4,
    batchSize: 5,
    shuffle: true,
    seed: 2,
  });
  const epoch = async (): Promise<number[]> => {
    const aims: number[] = [];
    for await (const [x, y] of windows) {
      expect(x.toArray()).toEqual(Array.from(y.toFloat64(), (aim) => [aim - 4, aim - 3, aim - 2, aim - 1]));
      aims.push(...y.toFloat64());
    }
    return aims;
  };
  const [first, second] = [await epoch(), await epoch()];
  expect(second).not.toEqual(first);
  for (const aims of [first, second]) {
    expect(aims.sort((a, b) => a - b)).toEqual(Array.from({ length: 26 }, (_, i) => i + 4));
  }
});

test.each<[() => unknown, string]>([
  [() => padSequences([]), "padSequences: there are no sequences; give at least one. (empty_data)"],
  [
    () => padSequences([[1]], { maxlen: 0 }),
    "padSequences: maxlen is 0; give a whole number from 1 on. (invalid_option)",
  ],
  [
    () => padSequences([["a"]], { dtype: "string" }),
    "padSequences: dtype string cannot be padded; use int32 or float32. (invalid_option)",
  ],
  [
    () => padSequences([[[1, 2]], [[1]]]),
    "padSequences: items of sequence 1 have shape [1], others [2]; give items of one shape. (shape_mismatch)",
  ],
  [
    () => padSequences([tensor(3)]),
    "padSequences: sequence 0 is a single number; give a list. (shape_mismatch)",
  ],
  [
    () => timeseriesDataset([1, 2, 3], null, { sequenceLength: 0 }),
    "timeseriesDataset: sequenceLength is 0; give a whole number from 1 on. (invalid_option)",
  ],
  [
    () => timeseriesDataset([1, 2, 3], null, { sequenceLength: 2, startIndex: 3 }),
    "timeseriesDataset: rows 3 to 3 of 3; give startIndex below endIndex, both within the data. (invalid_option)",
  ],
  [
    () => timeseriesDataset([1, 2, 3], null, { sequenceLength: 4 }),
    "timeseriesDataset: no window of 4 steps at samplingRate 1 fits 3 rows; give more data or a smaller sequenceLength. (empty_data)",
  ],
  [
    () => timeseriesDataset([1, 2, 3], [], { sequenceLength: 2 }),
    "timeseriesDataset: no window of 2 steps at samplingRate 1 fits 3 rows and 0 targets; give more data or a smaller sequenceLength. (empty_data)",
  ],
])("bad input %#", (make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }));
});
