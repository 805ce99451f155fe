import type { Connections } from "./connections.js";
import type { Line, LineSpec } from "./line.js";

/** Synapses with fixed weights: what is under way to each receiver stands in a ring of steps. */
export class DelayLine implements Line {
  private readonly spec: LineSpec;
  private readonly slots: readonly Float64Array[];
  private readonly filled: Uint8Array;
  private readonly arrivals: Float64Array;
  private readonly factor: ((sender: number, t: number) => number) | undefined;
  private isClear = true;

  constructor(
    spec: LineSpec,
    arrivals: Float64Array,
    factor: ((sender: number, t: number) => number) | undefined,
  ) {
    this.spec = spec;
    this.slots = Array.from({ length: spec.delay }, () => new Float64Array(spec.receivers));
    this.filled = new Uint8Array(spec.delay);
    this.arrivals = arrivals;
    this.factor = factor;
  }

  deliver(k: number): void {
    const at = k % this.spec.delay;
    if (this.filled[at] === 1) {
      this.arrivals.set(this.slots[at]);
      this.slots[at].fill(0);
      this.filled[at] = 0;
      this.isClear = false;
    } else if (!this.isClear) {
      this.arrivals.fill(0);
      this.isClear = true;
    }
  }

  send(k: number, fired: readonly number[]): void {
    if (fired.length === 0) return;
    const { spec, factor } = this;
    const { offsets, targets, weights } = spec.connections;
    const at = k % spec.delay; // delivered in this step, so free
    const slot = this.slots[at];
    for (const i of fired) {
      const strength = factor === undefined ? 1 : factor(i, (k + 1) * spec.dt);
      for (let s = offsets[i]; s < offsets[i + 1]; s++) slot[targets[s]] += weights[s] * strength;
    }
    this.filled[at] = 1;
  }

  respond(): void {
    // Fixed weights do not mind whether their receivers fire.
  }

  reward(): void {
    // Nor what comes of it.
  }

  connections(): Connections {
    return this.spec.connections;
  }
}
