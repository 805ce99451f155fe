import { NeurogradError } from "../core/errors.js";
import { type Example, mapTensors } from "./example.js";
import { gatherRows } from "./gather-rows.js";
import { type RowOrder, skippedOrder, takenOrder } from "./row-order.js";
import type { Source } from "./source.js";

/** Examples that are rows of arrays, in some order. `T` is the structure of `arrays`, kept by every row. */
export class RowSource<T> implements Source<T> {
  readonly arrays: Example;
  readonly order: RowOrder;

  constructor(arrays: Example, order: RowOrder) {
    this.arrays = arrays;
    this.order = order;
  }

  get size(): number {
    return this.order.size;
  }

  reordered(order: RowOrder): RowSource<T> {
    return new RowSource(this.arrays, order);
  }

  batch<U>(batchSize: number, dropRemainder: boolean): RowBatchSource<U> {
    const whole = Math.floor(this.size / batchSize) * batchSize;
    return new RowBatchSource(
      this.arrays,
      dropRemainder ? takenOrder(this.order, whole) : this.order,
      batchSize,
    );
  }

  /** One example at a time; to go through many, batch them. */
  *iterate(epoch: number, start: number): Generator<T> {
    for (let k = start; k < this.size; k++) {
      const rows = this.order.rows(epoch, k, k + 1);
      yield mapTensors(this.arrays, (x) => gatherRows(x, rows).reshape(x.shape.slice(1))) as T;
    }
  }
}

/**
 * Batches that are rows of arrays: what lets a trainer gather them by itself, into buffers it keeps or from arrays that
 * are already on a device.
 */
export interface RowBatches {
  /** The whole arrays; rows are their first axis. */
  readonly arrays: Example;
  /** Rows of every batch but the last, which may have fewer. */
  readonly batchSize: number;
  /** Batches an epoch; `Infinity` where it never ends. */
  readonly size: number;
  /** The row numbers of batch `index` in an epoch: a pure function. Not to be written to. */
  rows(epoch: number, index: number): Uint32Array;
}

export class RowBatchSource<T> implements Source<T>, RowBatches {
  readonly arrays: Example;
  readonly batchSize: number;
  readonly #order: RowOrder;

  constructor(arrays: Example, order: RowOrder, batchSize: number) {
    this.arrays = arrays;
    this.batchSize = batchSize;
    this.#order = order;
  }

  get size(): number {
    return Math.ceil(this.#order.size / this.batchSize);
  }

  rows(epoch: number, index: number): Uint32Array {
    const from = index * this.batchSize;
    return this.#order.rows(epoch, from, Math.min(this.#order.size, from + this.batchSize));
  }

  *iterate(epoch: number, start: number): Generator<T> {
    for (let k = start; k < this.size; k++) {
      const rows = this.rows(epoch, k);
      yield mapTensors(this.arrays, (x) => gatherRows(x, rows)) as T;
    }
  }

  take(count: number): RowBatchSource<T> {
    return new RowBatchSource(this.arrays, takenOrder(this.#order, count * this.batchSize), this.batchSize);
  }

  skip(count: number): RowBatchSource<T> {
    return new RowBatchSource(this.arrays, skippedOrder(this.#order, count * this.batchSize), this.batchSize);
  }
}

/** The number of rows of arrays that belong together. Throws `shape_mismatch` where they differ, `empty_data` for none. */
export function rowCount(arrays: Example, where: string): number {
  let first: { readonly path: string; readonly rows: number } | undefined;
  mapTensors(arrays, (x, path) => {
    const rows = x.shape[0];
    if (rows === undefined) {
      throw new NeurogradError(
        "shape_mismatch",
        `${where}: ${path} is a single number; its first axis must count the examples`,
      );
    }
    if (rows === 0) {
      throw new NeurogradError(
        "empty_data",
        `${where}: ${path} has no rows, its shape is [${x.shape.join(", ")}]; give at least one example`,
      );
    }
    first ??= { path, rows };
    if (rows !== first.rows) {
      throw new NeurogradError(
        "shape_mismatch",
        `${where}: ${first.path} has ${first.rows} rows and ${path} has ${rows}; give one row of each per example`,
      );
    }
    return x;
  });
  return first?.rows ?? 0;
}
