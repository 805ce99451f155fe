export type { ArrayInput, ShapedArray } from "./array-input.js";
export { inputTensor } from "./array-input.js";
export {
  BytePairTokenizer,
  type BytePairTokenizerJson,
  type BytePairTokenizerOptions,
} from "./byte-pair-tokenizer.js";
export { CategoryEncoding, type CategoryEncodingOptions } from "./category-encoding.js";
export type { Column } from "./column.js";
export { type ColumnScaling, type ColumnScalingJson, scalingFromJSON } from "./column-scaling.js";
export {
  type ArraysInput,
  type BatchOptions,
  Dataset,
  type MapOptions,
  type ShuffleOptions,
} from "./dataset.js";
export * as datasets from "./datasets/index.js";
export type { FoundEncoding, TextEncoding } from "./decode-text.js";
export { Discretization, type DiscretizationJson, type DiscretizationOptions } from "./discretization.js";
export type { CategoryOutputMode } from "./encode-categories.js";
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
export { Hashing, type HashingOptions } from "./hashing.js";
export { centerDigit } from "./images/center-digit.js";
export type { ColorMode } from "./images/color-mode.js";
export { type CutMixOptions, cutMix } from "./images/cut-mix.js";
export { type DecodeImageOptions, decodeImage } from "./images/decode-image.js";
export {
  type ImageDataset,
  type ImageDatasetOptions,
  imageDatasetFromDirectory,
} from "./images/image-dataset-from-directory.js";
export { type LabeledImages, type MixUpOptions, mixUp } from "./images/mix-up.js";
export type { LookupJson, LookupOptions, LookupOutputMode } from "./index-lookup.js";
export { IntegerLookup } from "./integer-lookup.js";
export { type Fold, type KFoldOptions, kFold, stratifiedKFold } from "./k-fold.js";
export { type MelSpectrogramOptions, melSpectrogram } from "./mel-spectrogram.js";
export { type MinMaxOptions, type MinMaxScaled, minMax } from "./min-max.js";
export { type ReadNpyOptions, readNpy, writeNpy } from "./npy.js";
export { type PadSequencesOptions, padSequences } from "./pad-sequences.js";
export { permutation } from "./permutation.js";
export {
  classFault,
  type PlanTableOptions,
  planTable,
  type StrayText,
  strayTexts,
  type TablePlan,
  tableEncodingKey,
} from "./plan-table.js";
export { RandomSource } from "./random-source.js";
export { type ReadArffOptions, readArff } from "./read-arff.js";
export { type CsvFormat, missingMarks, type ReadCsvOptions, readCsv, readCsvFormat } from "./read-csv.js";
export { type ReadIdxOptions, readIdx } from "./read-idx.js";
export type { RowBatches } from "./row-source.js";
export type { Position } from "./source.js";
export { type Standardized, standardize } from "./standardize.js";
export { StringLookup } from "./string-lookup.js";
export { Table } from "./table.js";
export type {
  FeatureEncoding,
  LabeledTensors,
  TableEncoding,
  TableTensors,
  ToTensorsOptions,
} from "./table-encoding.js";
export {
  type TextStandardization,
  TextVectorization,
  type TextVectorizationJson,
  type TextVectorizationOptions,
} from "./text-vectorization.js";
export { type TimeseriesDatasetOptions, timeseriesDataset } from "./timeseries-dataset.js";
export { type TrainTestSplitOptions, trainTestSplit } from "./train-test-split.js";
export {
  CharacterTokenizer,
  type VocabularyTokenizerJson,
  type VocabularyTokenizerOptions,
  WordTokenizer,
} from "./vocabulary-tokenizer.js";
