export type { ArrayInput, ShapedArray } from "./array-input.js";
export { inputTensor } from "./array-input.js";
export type { Column } from "./column.js";
export { type ArraysInput, type BatchOptions, Dataset, type ShuffleOptions } from "./dataset.js";
export * as datasets from "./datasets/index.js";
export type { TextEncoding } from "./decode-text.js";
export {
  type AsTensors,
  type Example,
  type Features,
  mapTensors,
  type NamedTensors,
  type Part,
  toExample,
} from "./example.js";
export { gatherRows } from "./gather-rows.js";
export { type MinMaxOptions, type MinMaxScaled, minMax } from "./min-max.js";
export { type ReadNpyOptions, readNpy, writeNpy } from "./npy.js";
export { permutation } from "./permutation.js";
export { RandomSource } from "./random-source.js";
export { type ReadCsvOptions, readCsv } from "./read-csv.js";
export { type ReadIdxOptions, readIdx } from "./read-idx.js";
export type { RowBatches } from "./row-source.js";
export type { Position } from "./source.js";
export { type Standardized, standardize } from "./standardize.js";
export { Table } from "./table.js";
export type {
  FeatureEncoding,
  LabeledTensors,
  TableEncoding,
  TableTensors,
  ToTensorsOptions,
} from "./table-encoding.js";
