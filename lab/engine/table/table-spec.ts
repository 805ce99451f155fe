import type { ReadCsvOptions } from "neurograd";

// What a person has chosen about a table of their own: all that its network follows from.

export interface TableSpec {
  readonly source: TableSource;
  readonly reading: Reading;
  /** The column to predict; undefined: the last. */
  readonly target: string | undefined;
  /** Undefined: guessed from the target. */
  readonly task: "classification" | "regression" | undefined;
  /** Columns not to learn from. */
  readonly ignored: readonly string[];
  /** Columns that hold texts among numbers, and shall. */
  readonly mixed: readonly string[];
  readonly testShare: number;
  /** Each input about 0 with deviation 1, by a first layer. */
  readonly isScaled: boolean;
  /** Units of the hidden layers. */
  readonly layers: readonly number[];
  readonly learningRate: number;
  readonly batchSize: number;
  readonly seed: number;
}

export interface TableSource {
  /** Of each source its own: the same file is not read twice. */
  readonly id: number;
  readonly name: string;
  readonly file: Blob;
}

/** How bytes become columns. */
export interface Reading {
  readonly encoding: "auto" | "utf-8" | "gb18030" | "utf-16le" | "utf-16be";
  /** Undefined: guessed. */
  readonly delimiter: string | undefined;
  readonly header: "auto" | boolean;
  readonly decimal: "." | ",";
  /** Cells that mean "no value", besides those that always do. */
  readonly missing: readonly string[];
}

export const usualReading: Reading = {
  encoding: "auto",
  delimiter: undefined,
  header: "auto",
  decimal: ".",
  missing: [],
};

export const tableSpec = (source: TableSource): TableSpec => ({
  source,
  reading: usualReading,
  target: undefined,
  task: undefined,
  ignored: [],
  mixed: [],
  testShare: 0.2,
  isScaled: true,
  layers: [64, 32],
  learningRate: 0.001,
  batchSize: 32,
  seed: 1,
});

/** Files that are longer are not opened. */
export const mostBytes = 64 * 2 ** 20;

/** The options of `readCsv` that say the same; `marks` are the cells that always mean "no value". */
export function csvOptions(
  { encoding, delimiter, header, decimal, missing }: Reading,
  marks: readonly string[],
): ReadCsvOptions {
  return {
    ...(encoding !== "auto" && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    ...(header !== "auto" && { header }),
    ...(decimal !== "." && { decimal }),
    ...(missing.length > 0 && { missing: [...marks, ...missing] }),
  };
}

/** How many rows are kept for testing. */
export const heldOut = (rows: number, share: number): number =>
  share === 0 ? 0 : Math.min(rows - 1, Math.max(1, Math.round(rows * share)));
