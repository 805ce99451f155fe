import { readFileSync } from "node:fs";
import type { GoldenTensor } from "./read-golden.js";

type Options = Readonly<Record<string, unknown>>;

interface LookupCase<T> {
  readonly options: Options;
  readonly adapt?: readonly (readonly T[])[];
  readonly x: readonly T[] | readonly (readonly T[])[];
  readonly vocabulary: readonly T[];
  readonly y: GoldenTensor;
}

interface InverseCase<T> {
  readonly options: Options;
  readonly x: readonly number[] | readonly (readonly number[])[];
  readonly y: { readonly shape: readonly number[]; readonly data: readonly T[] };
}

type Folds = readonly (readonly [train: readonly number[], test: readonly number[]])[];

/** What Keras's preprocessing and scikit-learn's splitting gave. */
export interface DataText {
  readonly stringLookup: readonly LookupCase<string>[];
  readonly stringInverse: readonly InverseCase<string>[];
  readonly integerLookup: readonly LookupCase<number>[];
  readonly integerInverse: readonly InverseCase<number>[];
  readonly textVectorization: readonly {
    readonly options: Options;
    readonly adapt?: readonly string[];
    readonly x: readonly string[];
    readonly vocabulary: readonly string[];
    readonly y: GoldenTensor;
  }[];
  readonly categoryEncoding: readonly {
    readonly options: Options;
    readonly x: readonly number[] | readonly (readonly number[])[];
    readonly countWeights?: readonly (readonly number[])[];
    readonly y: GoldenTensor;
  }[];
  readonly discretization: readonly {
    readonly options: Options;
    readonly adapt?: readonly number[];
    readonly binBoundaries: readonly number[];
    readonly x: readonly (readonly number[])[];
    readonly y: GoldenTensor;
  }[];
  readonly sequences: readonly (readonly number[])[];
  readonly padSequences: readonly {
    /** Default: `sequences` of the file. */
    readonly sequences?: readonly (readonly (readonly number[])[])[];
    readonly options: Options;
    readonly y: GoldenTensor;
  }[];
  /** Windows of the numbers 0 … 2n − 1 as [n, 2]. */
  readonly timeseries: readonly {
    readonly options: Options;
    readonly n: number;
    readonly targets: readonly number[] | null;
    readonly batches: readonly { readonly x: GoldenTensor; readonly y?: GoldenTensor }[];
  }[];
  readonly folds: {
    readonly kFold: readonly { readonly n: number; readonly splits: number; readonly folds: Folds }[];
    readonly labels: readonly number[];
    readonly stratified: readonly { readonly splits: number; readonly folds: Folds }[];
    readonly sizes: readonly {
      readonly n: number;
      readonly testSize: number;
      readonly sizes: readonly [number, number];
    }[];
    /** 0 … 6 split at 0.3 without shuffling. */
    readonly unshuffled: readonly (readonly number[])[];
  };
  readonly signal: readonly number[];
  readonly melSpectrogram: readonly { readonly options: Options; readonly y: GoldenTensor }[];
  /** Of two rows: the first 700 numbers of `signal`, and the next 700 divided by 64. */
  readonly melBatch: { readonly options: Options; readonly y: GoldenTensor };
}

export function readDataText(): DataText {
  return JSON.parse(readFileSync(new URL("data-text.json", import.meta.url), "utf8")) as DataText;
}
