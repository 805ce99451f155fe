import { isFloat } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { Tensor } from "../core/tensor.js";
import { type ArrayInput, isArrayInput } from "../data/array-input.js";
import type { Dataset } from "../data/dataset.js";
import { type Example, exampleOf } from "../data/example.js";
import { gatherRows } from "../data/gather-rows.js";
import { sequentialOrder, shuffledOrder } from "../data/row-order.js";
import { type RowBatches, RowBatchSource, rowCount } from "../data/row-source.js";
import { type ClassWeight, checkClassWeight, weightsOfClasses, weightsTogether } from "./class-weight.js";

/** Arrays of a model's inputs or targets: one, or one per name or position. */
export type Arrays = ArrayInput | Readonly<Record<string, ArrayInput>>;
/** What `fit`, `evaluate` and `predict` take: arrays, a Dataset of batches, or anything that can be looped over for batches. */
export type Data = Arrays | Dataset<Example> | AsyncIterable<Example> | Iterable<Example>;

/** One batch: tensors of inputs and targets, in the model's order. */
export interface Batch {
  readonly x: readonly Tensor[];
  readonly y: readonly Tensor[];
  /** How much each example, or each position of it, counts. */
  readonly w?: Tensor | undefined;
  readonly size: number;
}

/** What makes examples count more or less. */
export interface Weights {
  /** One number for each example, or for each position of it: [n] or [n, steps]. */
  readonly sampleWeight?: ArrayInput | undefined;
  readonly classWeight?: ClassWeight | undefined;
}

/** Batches of an epoch, each a pure function of (epoch, index) where the data are arrays. */
export interface BatchSource {
  /** Batches an epoch, where known. */
  readonly steps: number | undefined;
  /** Examples, where the data are rows of arrays. */
  readonly examples: number | undefined;
  /** All of them in order, where arrays were given. */
  readonly whole?: Batch | undefined;
  /** The batches from `start` on. The tensors of a batch stay as they are until `hold` more have been taken. */
  epoch(index: number, start: number, hold?: number): AsyncIterable<Batch> | Iterable<Batch>;
}

export interface BatchOptions extends Weights {
  readonly batchSize: number;
  /** Seed of the order; undefined keeps the order of the data. */
  readonly shuffle?: number | undefined;
  readonly inputNames: readonly string[];
  readonly targetNames: readonly string[];
  readonly where: string;
}

/** Rows of arrays as batches. */
export interface ArraySource extends BatchSource {
  readonly whole: Batch;
  epoch(index: number, start: number, hold?: number): Iterable<Batch>;
}

/** Data as batches. Throws `empty_data`, `shape_mismatch`, `missing_target`, and what the data throw. */
export async function batchSource(
  x: Data,
  y: Arrays | undefined,
  options: BatchOptions,
): Promise<BatchSource> {
  if (!isBatches(x)) return arraySource(x as Arrays, y, options);
  const { where, sampleWeight, classWeight, targetNames } = options;
  if (classWeight !== undefined) checkClassWeight(where, classWeight, targetNames);
  if (sampleWeight !== undefined) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: sampleWeight is given beside batches; put it into the batches, as [x, y, sampleWeight]`,
    );
  }
  if (y !== undefined) {
    throw new NeurogradError(
      "invalid_option",
      `${options.where}: y is given beside batches; put the targets into the batches, as [x, y]`,
    );
  }
  const { Dataset } = await import("./on-demand.js"); // a page that trains on arrays does without
  const dataset = Dataset.from(x as Dataset<Example>);
  const { rowBatches } = dataset;
  if (rowBatches !== undefined) return { ...batchesOf(rowBatches, options), whole: undefined };
  return {
    steps: dataset.size,
    examples: undefined,
    epoch: async function* (index, start) {
      for await (const example of dataset.epoch(index, start)) yield toBatch(example, options);
    },
  };
}

/** Arrays as batches. Throws as `batchSource`. */
export function arraySource(x: Arrays, y: Arrays | undefined, options: BatchOptions): ArraySource {
  const { where, sampleWeight, classWeight, targetNames, shuffle } = options;
  if (classWeight !== undefined) checkClassWeight(where, classWeight, targetNames);
  const arrays = exampleOf(x, y, sampleWeight, where);
  const inOrder = sequentialOrder(rowCount(arrays, where));
  const order = shuffle === undefined ? inOrder : shuffledOrder(inOrder, shuffle);
  return batchesOf(new RowBatchSource(arrays, order, options.batchSize), options);
}

/** Whether data come as batches rather than as arrays. */
export const isBatches = (x: Data): boolean =>
  typeof x === "object" &&
  x !== null &&
  !isArrayInput(x) &&
  (Symbol.iterator in x || Symbol.asyncIterator in x);

function batchesOf(rowBatches: RowBatches, options: BatchOptions): ArraySource {
  const whole = toBatch(rowBatches.arrays, options);
  const buffers = new Map<string, Batch>();
  return {
    steps: rowBatches.size,
    examples: whole.size,
    whole,
    epoch: function* (index, start, hold = 1) {
      for (let k = start; k < rowBatches.size; k++) {
        const rows = rowBatches.rows(index, k);
        const slot = `${rows.length} ${k % hold}`;
        const into = buffers.get(slot);
        const gathered = (part: "x" | "y"): Tensor[] =>
          whole[part].map((tensor, i) => gatherRows(tensor, rows, into?.[part][i]));
        const w = whole.w && gatherRows(whole.w, rows, into?.w);
        const filled: Batch = { x: gathered("x"), y: gathered("y"), w, size: rows.length };
        if (into === undefined) buffers.set(slot, filled);
        yield into ?? filled;
      }
    },
  };
}

function toBatch(example: Example, { inputNames, targetNames, where, classWeight }: BatchOptions): Batch {
  const [x, y, given] = Array.isArray(example)
    ? (example as readonly [Example, Example?, Tensor?])
    : [example, undefined, undefined];
  const inputs = inOrder(x, inputNames, `${where}: x`);
  const targets = y === undefined ? [] : inOrder(y, targetNames, `${where}: y`);
  if (targetNames.length > 0 && targets.length === 0) {
    throw new NeurogradError(
      "missing_target",
      `${where}: the data have no targets; give y beside x, or batches [x, y]`,
    );
  }
  const byClass =
    classWeight === undefined || targets.length === 0 ? undefined : weightsOfClasses(targets[0], classWeight);
  const w = given && byClass ? weightsTogether(given, byClass) : (given ?? byClass);
  return { x: inputs, y: targets, w, size: inputs[0].shape[0] };
}

function inOrder(part: Example, names: readonly string[], where: string): Tensor[] {
  if (part instanceof Tensor) {
    if (names.length <= 1) return [part];
    throw new NeurogradError(
      "missing_input",
      `${where}: one array, where ${names.length} are expected; pass { ${names.join(", ")} }`,
    );
  }
  const named = part as Readonly<Record<string, Tensor>>;
  return names.map((name) => {
    const found = named[name];
    if (found !== undefined) return found;
    throw new NeurogradError(
      "missing_input",
      `${where}: has no "${name}", but ${Object.keys(named).join(", ")}; the model's names are ${names.join(", ")}`,
    );
  });
}

/** Throws `non_finite_data` at the first number that is not finite. */
export function checkFinite(where: string, x: Tensor): void {
  if (!isFloat(x.dtype) || x.dtype === "float16") return;
  const data = x.data as Float32Array;
  for (let i = 0; i < data.length; i++) {
    if (Number.isFinite(data[i])) continue;
    const index = x.shape.map(
      (n, axis) => Math.floor(i / x.shape.slice(axis + 1).reduce((a, b) => a * b, 1)) % n,
    );
    throw new NeurogradError(
      "non_finite_data",
      `${where}[${index.join(", ")}] is ${data[i]}; remove or replace such values before training`,
    );
  }
}

/** Throws `label_out_of_range` where a class number is not in 0 … classes − 1. */
export function checkLabels(where: string, y: Tensor, classes: number, ignored: number | null = null): void {
  const data = y.data as ArrayLike<number | bigint>;
  for (let i = 0; i < data.length; i++) {
    const label = Number(data[i]);
    if (label === ignored || (Number.isInteger(label) && label >= 0 && label < classes)) continue;
    throw new NeurogradError(
      "label_out_of_range",
      `${where}: label ${data[i]} of example ${i} is outside the ${classes} classes 0 to ${classes - 1}; check the labels, or give the last layer more units`,
    );
  }
}
