import { zerosOf } from "../core/dtype.js";
import { NeurogradError, unknownName } from "../core/errors.js";
import type { State } from "../core/executor.js";
import { castTensor, Tensor } from "../core/tensor.js";
import { fill, Heap } from "./heap.js";

interface Slot {
  current: Tensor;
  /** Where the next value is written; after a run, the value before it. */
  spare: Tensor;
}

/**
 * State as pairs of tensors: a run reads `current` and writes `spare`, then the two change places. So nothing is
 * allocated from step to step, and the last step can be taken back.
 */
export class DoubleBufferedState implements State {
  /** Settles when the run that is on its way has ended. */
  private pending: Promise<unknown> | undefined;
  private readonly slots: Map<string, Slot>;
  private lastWritten: readonly string[] = [];
  /** The memory in which the tensors lie, once kernels of ours compute with them, and its buffer: a memory that grows gets a new one. */
  private heap: Heap | undefined;
  private buffer: ArrayBuffer | undefined;

  constructor(values: Readonly<Record<string, Tensor>>) {
    this.slots = new Map(
      Object.entries(values).map(([name, value]) => [
        name,
        { current: copyOf(value), spare: emptyLike(value) },
      ]),
    );
  }

  get names(): readonly string[] {
    return [...this.slots.keys()];
  }

  has(name: string): boolean {
    return this.slots.has(name);
  }

  current(name: string): Tensor {
    return this.slot(name).current;
  }

  spare(name: string): Tensor {
    return this.slot(name).spare;
  }

  /** Runs of one state come one after another. */
  async inTurn<T>(run: () => T | Promise<T>): Promise<T> {
    while (this.pending !== undefined) await this.pending.catch(() => {});
    const result = run();
    if (!(result instanceof Promise)) return result;
    this.pending = result;
    try {
      return await result;
    } finally {
      this.pending = undefined;
    }
  }

  /** The memory in which `current` and `spare` lie from now on. */
  inHeap(): Heap {
    if (this.heap !== undefined) return this.heap;
    const heap = new Heap();
    for (const slot of this.slots.values()) {
      slot.current = heap.hold(slot.current);
      slot.spare = heap.hold(slot.spare);
    }
    this.heap = heap;
    this.refresh();
    return heap;
  }

  /** After a run: the given tensors are the new values, be they the spares or others. */
  advance(written: readonly (readonly [name: string, value: Tensor])[]): void {
    for (const [name, value] of written) {
      const slot = this.slot(name);
      const before = slot.current;
      if (this.heap !== undefined && value !== slot.spare) fill(slot.spare, value);
      slot.current = this.heap === undefined ? value : slot.spare;
      slot.spare = before;
    }
    this.lastWritten = written.map(([name]) => name);
  }

  rollback(): void {
    for (const name of this.lastWritten) {
      const slot = this.slot(name);
      [slot.current, slot.spare] = [slot.spare, slot.current];
    }
    this.lastWritten = [];
  }

  settle(names: readonly string[], limit: number): void {
    for (const name of names) {
      const { dtype, data } = this.slot(name).current;
      if (dtype !== "float32") continue;
      const numbers = data as Float32Array; // of its dtype
      for (let i = 0; i < numbers.length; i++) if (numbers[i] < limit && numbers[i] > -limit) numbers[i] = 0;
    }
  }

  read(name: string): Tensor {
    return copyOf(this.slot(name).current);
  }

  write(values: Readonly<Record<string, Tensor>>): void {
    for (const [name, value] of Object.entries(values)) {
      const slot = this.slot(name);
      const { shape, dtype } = slot.current;
      if (value.shape.join() !== shape.join()) {
        throw new NeurogradError(
          "shape_mismatch",
          `${name}: has shape [${shape.join(", ")}], got [${value.shape.join(", ")}]; give a value of the same shape`,
        );
      }
      const given = castTensor(value, dtype);
      if (this.heap === undefined) slot.current = copyOf(given);
      else fill(slot.current, given);
    }
    this.lastWritten = [];
  }

  /** Tensors over the memory's present buffer. */
  private refresh(): void {
    const buffer = this.heap?.memory.buffer;
    if (this.heap === undefined || buffer === this.buffer) return;
    this.buffer = buffer;
    for (const slot of this.slots.values()) {
      slot.current = this.heap.again(slot.current);
      slot.spare = this.heap.again(slot.spare);
    }
  }

  private slot(name: string): Slot {
    if (this.heap !== undefined) this.refresh();
    const slot = this.slots.get(name);
    if (slot === undefined) throw unknownName("state", name, this.names);
    return slot;
  }
}

const copyOf = (x: Tensor): Tensor => new Tensor(x.data.slice(), x.shape, x.dtype);
const emptyLike = (x: Tensor): Tensor => new Tensor(zerosOf(x.dtype, x.size), x.shape, x.dtype);

/** What a run of something disposed of throws. */
export const disposed = (): NeurogradError =>
  new NeurogradError("disposed", "run: this graph has been disposed of; compile it again");
