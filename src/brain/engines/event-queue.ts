interface Entry<T> {
  readonly at: number;
  readonly order: number;
  readonly what: T;
}

/** A queue by time: what stands at the same time comes out in the order in which it went in. A binary heap. */
export class EventQueue<T> {
  private readonly heap: Entry<T>[] = [];
  private count = 0;

  /** The earliest time; Infinity if there is nothing. */
  get next(): number {
    return this.heap[0]?.at ?? Infinity;
  }

  push(at: number, what: T): void {
    const { heap } = this;
    const entry = { at, order: this.count++, what };
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBefore(entry, heap[parent])) break;
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = entry;
  }

  /** Takes out the first of the earliest; undefined if there is nothing. */
  pop(): T | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first?.what;
    let i = 0;
    for (let child = 1; child < heap.length; child = 2 * i + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
      if (!isBefore(heap[child], last)) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = last;
    return first.what;
  }
}

const isBefore = <T>(a: Entry<T>, b: Entry<T>): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order);
