import type { Tensor } from "../core/tensor.js";
import type { TableEncoding } from "../data/index.js";
import type { Layer } from "../nn/layer.js";
import type { LayerSymbol } from "../nn/symbol.js";

/** Examples and what is to be said of them: class numbers, int or uint8 [n], or quantities float32 [n]. */
export interface Examples {
  readonly x: Tensor;
  readonly y: Tensor;
}

/** What a network is to learn, from whatever data. */
export interface Task {
  readonly name: string;
  /** Lines that say what the data are, and what was decided about them. */
  readonly about: readonly string[];
  readonly train: Examples;
  /** Held out of training, and measured after each epoch. */
  readonly validation: Examples | undefined;
  /** Never seen while training, and measured once, at the end. */
  readonly test: Examples | undefined;
  /** The input and the layers that make numbers of [batch, width] about 0 of it. */
  readonly input: LayerSymbol;
  readonly entry: readonly Layer[];
  readonly width: number;
  /** Undefined where a quantity is to be told. */
  readonly classes: readonly string[] | undefined;
  /** How rows of a table became numbers: kept in the model, for rows to come. */
  readonly encoding: TableEncoding | undefined;
}
