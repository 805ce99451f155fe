import { NeurogradError } from "../core/errors.js";
import type { ArrayInput } from "./array-input.js";
import { type AsTensors, type Example, exampleOf, type Part } from "./example.js";
import { keyOf } from "./random-key.js";
import { repeatedOrder, sequentialOrder, shuffledOrder, skippedOrder, takenOrder } from "./row-order.js";
import { type RowBatches, RowBatchSource, RowSource, rowCount } from "./row-source.js";
import * as source from "./source.js";

/** One array, or arrays by name. */
export type ArraysInput = ArrayInput | { readonly [name: string]: ArrayInput };

export interface ShuffleOptions {
  /** Any whole number. */
  readonly seed: number;
  /** Elements held in memory while shuffling a stream. Default 1024. Arrays are always shuffled whole. */
  readonly bufferSize?: number | undefined;
}

export interface MapOptions {
  /** Changes at work at a time, for those that wait for a disk, a network or a worker. Default 1. */
  readonly parallel?: number | undefined;
}

export interface BatchOptions {
  /** Whether a last batch that is not full is left out. Default false. */
  readonly dropRemainder?: boolean | undefined;
}

/**
 * Examples, or batches of them, in an order that is a pure function of (seed, epoch). Nothing is read or copied before
 * it is asked for; each method gives a new Dataset. Built from arrays, `shuffle` and `batch` only move row numbers, and
 * a batch is one copy of its rows.
 *
 * An element is `x`, `{ name: x }`, `[x, y]` or `[x, y, sampleWeight]`.
 *
 * @example
 * const batches = Dataset.fromArrays(xTrain, yTrain).shuffle(42).batch(128);
 * for await (const [x, y] of batches) console.log(x.shape, y.shape);    // each loop is the next epoch, in another order
 * for await (const [x] of batches.epoch(3, 100)) console.log(x.shape);   // epoch 3 from batch 100 on
 */
export class Dataset<T = Example> implements AsyncIterable<T> {
  readonly #source: source.Source<T>;
  #epoch = 0;

  private constructor(from: source.Source<T>) {
    this.#source = from;
  }

  /**
   * The rows of arrays: Tensors, typed arrays, `{ data, shape }`, nested arrays, or records of them. Not copied.
   *
   * Throws  `empty_data`, `shape_mismatch`, `not_contiguous`.
   *
   * @example Dataset.fromArrays([[0, 0], [0, 1]], [0, 1])   // two examples [x, y]
   */
  static fromArrays<X extends ArraysInput>(x: X): Dataset<Part<X>>;
  static fromArrays<X extends ArraysInput, Y extends ArraysInput>(
    x: X,
    y: Y,
  ): Dataset<readonly [Part<X>, Part<Y>]>;
  static fromArrays<X extends ArraysInput, Y extends ArraysInput, W extends ArrayInput>(
    x: X,
    y: Y,
    sampleWeight: W,
  ): Dataset<readonly [Part<X>, Part<Y>, Part<W>]>;
  static fromArrays(x: ArraysInput, y?: ArraysInput, sampleWeight?: ArrayInput): Dataset<Example>;
  static fromArrays(x: ArraysInput, y?: ArraysInput, sampleWeight?: ArrayInput): Dataset<unknown> {
    const where = "Dataset.fromArrays";
    const arrays = exampleOf(x, y, sampleWeight, where);
    return new Dataset<unknown>(new RowSource(arrays, sequentialOrder(rowCount(arrays, where))));
  }

  /**
   * The elements of anything that can be looped over. A generator can be read once only; a function is called at the
   * start of each epoch, with its number.
   *
   * Throws  `not_iterable`; `dataset_used_up` at the second epoch of a generator.
   *
   * @example Dataset.from((epoch) => readLines("data.jsonl")).map(parse).batch(32)
   */
  static from<const T>(
    elements: Iterable<T> | AsyncIterable<T> | ((epoch: number) => Iterable<T> | AsyncIterable<T>),
  ): Dataset<T> {
    if (elements instanceof Dataset) return elements;
    if (typeof elements !== "function") source.checkIterable(elements);
    return new Dataset(source.iterated(elements));
  }

  /** Elements an epoch: batches after `batch`. `Infinity` after an endless `repeat`, undefined where unknown. */
  get size(): number | undefined {
    return this.#source.size;
  }

  /** The arrays and row numbers behind the batches; undefined for a stream. */
  get rowBatches(): RowBatches | undefined {
    return this.#source instanceof RowBatchSource ? this.#source : undefined;
  }

  /**
   * Each element changed, in the same order. A random change stays resumable if it takes its numbers from `position` and a seed.
   *
   * @example Dataset.from(["notes.txt"]).map((path) => readFile(path), { parallel: 8 })
   */
  map<U>(
    change: (element: T, position: source.Position) => U | Promise<U>,
    { parallel = 1 }: MapOptions = {},
  ): Dataset<U> {
    checkCount("map", "parallel", parallel, 1);
    return new Dataset(source.mapped(this.#source, change, parallel));
  }

  /** Another order each epoch. Streams are shuffled in a buffer; arrays whole, so shuffle before `batch`. */
  shuffle(options: number | ShuffleOptions): Dataset<T> {
    const { seed, bufferSize = 1024 } = typeof options === "number" ? { seed: options } : options;
    checkCount("shuffle", "bufferSize", bufferSize, 1);
    keyOf(seed); // refuses a bad seed here, not at the first batch
    const from = this.#source;
    if (from instanceof RowSource) return new Dataset(from.reordered(shuffledOrder(from.order, seed)));
    return new Dataset(source.bufferShuffled(from, seed, bufferSize));
  }

  /** `size` elements in one, along a new first axis. */
  batch(size: number, { dropRemainder = false }: BatchOptions = {}): Dataset<AsTensors<T>> {
    checkCount("batch", "size", size, 1);
    const from = this.#source;
    if (from instanceof RowSource) return new Dataset(from.batch<AsTensors<T>>(size, dropRemainder));
    return new Dataset(source.batched<T, AsTensors<T>>(from, size, dropRemainder));
  }

  /** The first `count` elements. */
  take(count: number): Dataset<T> {
    checkCount("take", "count", count, 0);
    const from = this.#source;
    if (from instanceof RowSource) return new Dataset(from.reordered(takenOrder(from.order, count)));
    return new Dataset(from instanceof RowBatchSource ? from.take(count) : source.taken(from, count));
  }

  /** All but the first `count` elements. */
  skip(count: number): Dataset<T> {
    checkCount("skip", "count", count, 0);
    const from = this.#source;
    if (from instanceof RowSource) return new Dataset(from.reordered(skippedOrder(from.order, count)));
    return new Dataset(from instanceof RowBatchSource ? from.skip(count) : source.skipped(from, count));
  }

  /** The data `times` over, each pass in its own order; without `times`, without end. */
  repeat(times: number = Infinity): Dataset<T> {
    if (times !== Infinity) checkCount("repeat", "times", times, 0);
    const from = this.#source;
    if (from instanceof RowSource) return new Dataset(from.reordered(repeatedOrder(from.order, times)));
    return new Dataset(source.repeated(from, times));
  }

  /** Makes the next `count` elements while one is used: for sources that wait for a disk or a network. */
  prefetch(count: number): Dataset<T> {
    checkCount("prefetch", "count", count, 1);
    const from = this.#source;
    const inMemory = from instanceof RowSource || from instanceof RowBatchSource;
    return new Dataset(inMemory ? from : source.prefetched(from, count));
  }

  /** The elements of one epoch from position `start` on: what a resumed training asks for. */
  epoch(index: number, start = 0): AsyncGenerator<T, void, undefined> {
    checkCount("epoch", "index", index, 0);
    checkCount("epoch", "start", start, 0);
    return generate(this.#source.iterate(index, start));
  }

  /** The next epoch: 0 for the first loop over this Dataset, 1 for the second. */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    return this.epoch(this.#epoch++);
  }
}

async function* generate<T>(elements: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  yield* elements;
}

function checkCount(method: string, name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new NeurogradError(
    "invalid_option",
    `Dataset.${method}: ${name} is ${value}; give a whole number from ${least} on`,
  );
}
