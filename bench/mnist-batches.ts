import { readFileSync } from "node:fs";
import { join } from "node:path";

const count = 60_000;
const pixels = 784;

/** The training images of MNIST in shuffled batches, gathered and divided by 255 by the peers that have no gather of their own. */
export class MnistBatches {
  readonly #images: Uint8Array;
  readonly #labels: Uint8Array;
  readonly #order = Uint32Array.from({ length: count }, (_, i) => i);
  readonly #batch: number;
  #at: number = count;

  constructor(folder: string, batch: number) {
    this.#images = readFileSync(join(folder, "train-images-idx3-ubyte")).subarray(16);
    this.#labels = readFileSync(join(folder, "train-labels-idx1-ubyte")).subarray(8);
    this.#batch = batch;
  }

  /** The next full batch; a new order when less than one is left. */
  next(): { x: Float32Array; y: Int32Array } {
    if (this.#at + this.#batch > count) this.#shuffle();
    this.#at += this.#batch;
    return this.#gather(this.#order.subarray(this.#at - this.#batch, this.#at));
  }

  /** Every image once, in a new order; the last batch is what is left. */
  *epoch(): Generator<{ x: Float32Array; y: Int32Array }> {
    this.#shuffle();
    for (let at = 0; at < count; at += this.#batch)
      yield this.#gather(this.#order.subarray(at, at + this.#batch));
  }

  #shuffle(): void {
    const order = this.#order;
    for (let i = count - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    this.#at = 0;
  }

  #gather(rows: Uint32Array): { x: Float32Array; y: Int32Array } {
    const x = new Float32Array(rows.length * pixels);
    const y = new Int32Array(rows.length);
    rows.forEach((row, i) => {
      const from = row * pixels;
      const to = i * pixels;
      for (let p = 0; p < pixels; p++) x[to + p] = this.#images[from + p] / 255;
      y[i] = this.#labels[row];
    });
    return { x, y };
  }
}
