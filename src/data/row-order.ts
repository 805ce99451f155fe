import { NeurogradError } from "../core/errors.js";
import { permutation } from "./permutation.js";

/** Which rows of arrays come at which place: index arithmetic alone, so nothing is copied before a batch is made. */
export interface RowOrder {
  /** Places an epoch; `Infinity` where it never ends. */
  readonly size: number;
  /** The row numbers at places `from` to `to` (exclusive) of an epoch. Not to be written to. */
  rows(epoch: number, from: number, to: number): Uint32Array;
}

export function sequentialOrder(size: number): RowOrder {
  return { size, rows: (_, from, to) => Uint32Array.from({ length: to - from }, (_, i) => from + i) };
}

export function shuffledOrder(inner: RowOrder, seed: number): RowOrder {
  if (inner.size === Infinity) {
    throw new NeurogradError(
      "invalid_option",
      "Dataset.shuffle: the data repeat without end, so there is no whole to shuffle; call shuffle before repeat",
    );
  }
  // The order of the epoch last asked for: one sort serves all its batches.
  let latest: { readonly epoch: number; readonly order: Uint32Array } | undefined;
  const orderOf = (epoch: number): Uint32Array => {
    if (latest?.epoch === epoch) return latest.order;
    const order = permutation(inner.size, seed, epoch);
    const rows = inner.rows(epoch, 0, inner.size);
    for (let i = 0; i < order.length; i++) order[i] = rows[order[i]];
    latest = { epoch, order };
    return order;
  };
  return { size: inner.size, rows: (epoch, from, to) => orderOf(epoch).subarray(from, to) };
}

export function takenOrder(inner: RowOrder, count: number): RowOrder {
  return { size: Math.min(inner.size, count), rows: inner.rows };
}

export function skippedOrder(inner: RowOrder, count: number): RowOrder {
  return {
    size: Math.max(0, inner.size - count),
    rows: (epoch, from, to) => inner.rows(epoch, from + count, to + count),
  };
}

/** Pass p of epoch e reads the inner epoch `e·times + p`; of an endless repetition, `e + p`. */
export function innerEpoch(epoch: number, pass: number, times: number): number {
  return times === Infinity ? epoch + pass : epoch * times + pass;
}

export function repeatedOrder(inner: RowOrder, times: number): RowOrder {
  return {
    size: inner.size === 0 || times === 0 ? 0 : inner.size * times,
    rows(epoch, from, to) {
      const out = new Uint32Array(to - from);
      for (let place = from; place < to; ) {
        const pass = Math.floor(place / inner.size);
        const start = place - pass * inner.size;
        const end = Math.min(inner.size, start + to - place);
        out.set(inner.rows(innerEpoch(epoch, pass, times), start, end), place - from);
        place += end - start;
      }
      return out;
    },
  };
}
