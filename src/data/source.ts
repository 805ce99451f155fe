import { NeurogradError } from "../core/errors.js";
import { RandomSource } from "./random-source.js";
import { innerEpoch } from "./row-order.js";
import { stackExamples } from "./stack-examples.js";

/** Elements whose order is a pure function of `epoch`, readable from any position. */
export interface Source<T> {
  /** Elements an epoch; `Infinity` where it never ends, undefined where that is not known before reading. */
  readonly size: number | undefined;
  /** The elements of an epoch from position `start` on. */
  iterate(epoch: number, start: number): Iterable<T> | AsyncIterable<T>;
}

/** Where an element stands: what a seeded augmentation needs to be a pure function. */
export interface Position {
  readonly epoch: number;
  readonly index: number;
}

/** Elements come in their order, whichever of the `parallel` changes at work is done first. */
export function mapped<T, U>(
  inner: Source<T>,
  change: (element: T, position: Position) => U | Promise<U>,
  parallel: number,
): Source<U> {
  return {
    size: inner.size,
    async *iterate(epoch, start) {
      let index = start;
      if (parallel === 1) {
        for await (const element of inner.iterate(epoch, start))
          yield await change(element, { epoch, index: index++ });
        return;
      }
      const atWork: Promise<U>[] = [];
      for await (const element of inner.iterate(epoch, start)) {
        const position = { epoch, index: index++ };
        const changed = (async () => change(element, position))();
        changed.catch(() => {}); // it is reported when its turn comes
        atWork.push(changed);
        if (atWork.length < parallel) continue;
        yield (await atWork.shift()) as U; // one was pushed
      }
      for (const changed of atWork) yield await changed;
    },
  };
}

/** Each element is drawn from a buffer of the next `bufferSize`: a full shuffle where all fit. */
export function bufferShuffled<T>(inner: Source<T>, seed: number, bufferSize: number): Source<T> {
  return {
    size: inner.size,
    async *iterate(epoch, start) {
      const random = new RandomSource(seed, epoch);
      const buffer: T[] = [];
      let skipped = 0;
      // The draws before `start` are made again: what the buffer holds depends on them.
      const draw = (): T => {
        const k = random.integer(buffer.length);
        const drawn = buffer[k];
        buffer[k] = buffer[buffer.length - 1];
        buffer.pop();
        return drawn;
      };
      for await (const element of inner.iterate(epoch, 0)) {
        buffer.push(element);
        if (buffer.length <= bufferSize) continue;
        const drawn = draw();
        if (skipped++ >= start) yield drawn;
      }
      while (buffer.length > 0) {
        const drawn = draw();
        if (skipped++ >= start) yield drawn;
      }
    },
  };
}

/** `U` is what `T` becomes as tensors. */
export function batched<T, U>(inner: Source<T>, batchSize: number, dropRemainder: boolean): Source<U> {
  return {
    size: batchCount(inner.size, batchSize, dropRemainder),
    async *iterate(epoch, start) {
      let index = start * batchSize;
      let elements: T[] = [];
      for await (const element of inner.iterate(epoch, index)) {
        elements.push(element);
        if (elements.length < batchSize) continue;
        yield stackExamples(elements, index) as U;
        index += batchSize;
        elements = [];
      }
      if (elements.length > 0 && !dropRemainder) yield stackExamples(elements, index) as U;
    },
  };
}

function batchCount(size: number | undefined, batchSize: number, dropRemainder: boolean): number | undefined {
  if (size === undefined) return undefined;
  return dropRemainder ? Math.floor(size / batchSize) : Math.ceil(size / batchSize);
}

export function taken<T>(inner: Source<T>, count: number): Source<T> {
  return {
    size: inner.size === undefined ? undefined : Math.min(inner.size, count),
    async *iterate(epoch, start) {
      let index = start;
      if (index >= count) return;
      for await (const element of inner.iterate(epoch, start)) {
        yield element;
        if (++index >= count) return; // before the source is asked for one more
      }
    },
  };
}

export function skipped<T>(inner: Source<T>, count: number): Source<T> {
  return {
    size: inner.size === undefined ? undefined : Math.max(0, inner.size - count),
    iterate: (epoch, start) => inner.iterate(epoch, count + start),
  };
}

export function repeated<T>(inner: Source<T>, times: number): Source<T> {
  const { size } = inner;
  return {
    size:
      size === 0 || times === 0
        ? 0
        : size === undefined
          ? times === Infinity
            ? Infinity
            : undefined
          : size * times,
    async *iterate(epoch, start) {
      // Passes of known length are skipped whole; of unknown length they have to be read.
      let pass = size === undefined || size === 0 ? 0 : Math.floor(start / size);
      let from = size === undefined ? 0 : start - pass * size;
      let unread = size === undefined ? start : 0;
      for (; pass < times; pass++) {
        let isEmpty = true;
        for await (const element of inner.iterate(innerEpoch(epoch, pass, times), from)) {
          isEmpty = false;
          if (unread > 0) unread--;
          else yield element;
        }
        if (isEmpty) return;
        from = 0;
      }
    },
  };
}

/** Up to `count` elements are made while the one before them is used. */
export function prefetched<T>(inner: Source<T>, count: number): Source<T> {
  return {
    size: inner.size,
    async *iterate(epoch, start) {
      const elements = inner.iterate(epoch, start);
      const iterator =
        Symbol.asyncIterator in elements ? elements[Symbol.asyncIterator]() : elements[Symbol.iterator]();
      const ahead: Promise<IteratorResult<T>>[] = [];
      let last: Promise<unknown> = Promise.resolve();
      try {
        for (;;) {
          while (ahead.length <= count) {
            const next = last.then(() => iterator.next());
            next.catch(() => {}); // it is reported when its turn comes
            ahead.push(next);
            last = next;
          }
          const result = await ahead.shift();
          if (result === undefined || result.done === true) return;
          yield result.value;
        }
      } finally {
        await last.catch(() => {});
        await iterator.return?.();
      }
    },
  };
}

/** The elements of an iterable, or of what `make` gives for each epoch. */
export function iterated<T>(
  source: Iterable<T> | AsyncIterable<T> | ((epoch: number) => Iterable<T> | AsyncIterable<T>),
): Source<T> {
  let opened = false;
  return {
    size: Array.isArray(source) ? source.length : undefined,
    async *iterate(epoch, start) {
      if (Array.isArray(source)) {
        for (let i = start; i < source.length; i++) yield source[i];
        return;
      }
      const elements = typeof source === "function" ? source(epoch) : source;
      checkIterable(elements);
      if (typeof source !== "function" && isOneShot(elements)) {
        if (opened) {
          throw new NeurogradError(
            "dataset_used_up",
            "Dataset.from: this iterator was read once and cannot start again; give a function that makes a new one: Dataset.from(() => …)",
          );
        }
        opened = true;
      }
      let index = 0;
      for await (const element of elements) if (index++ >= start) yield element;
    },
  };
}

export function checkIterable(value: unknown): asserts value is Iterable<unknown> | AsyncIterable<unknown> {
  if (
    typeof value === "object" &&
    value !== null &&
    (Symbol.iterator in value || Symbol.asyncIterator in value)
  )
    return;
  throw new NeurogradError(
    "not_iterable",
    `Dataset.from: got ${value === null ? "null" : typeof value}; give an iterable, an async iterable, or a function that makes one`,
  );
}

/** Generators and streams' iterators are their own iterator: a second loop finds them at the end. */
function isOneShot(elements: Iterable<unknown> | AsyncIterable<unknown>): boolean {
  const self = elements as {
    [Symbol.iterator]?: () => unknown;
    [Symbol.asyncIterator]?: () => unknown;
    next?: unknown;
  };
  return typeof self.next === "function";
}
