import { type Network, type Projection, sizeOfPopulation } from "./network.js";

/** The synapses of a projection: what is under way stands in a ring of steps. */
export class DelayLine {
  readonly from: string;
  private readonly delay: number;
  private readonly slots: readonly Float64Array[];
  private readonly filled: Uint8Array;
  private readonly arrivals: Float64Array;
  private readonly offsets: Int32Array;
  private readonly targets: Int32Array;
  private readonly weights: Float64Array;
  private readonly factor: ((sender: number, t: number) => number) | undefined;
  private readonly dt: number;
  private isClear = true;

  constructor(projection: Projection, { populations }: Network, dt: number, arrivals: Float64Array) {
    const [from, to] = [projection.from, projection.to].map((name) => sizeOfPopulation(populations[name]));
    this.from = projection.from;
    this.delay = Math.max(1, Math.round((projection.delay ?? 0) / dt));
    this.slots = Array.from({ length: this.delay }, () => new Float64Array(to));
    this.filled = new Uint8Array(this.delay);
    this.arrivals = arrivals;
    ({ offsets: this.offsets, targets: this.targets, weights: this.weights } = projection.connect(from, to));
    this.factor = projection.plasticity?.begin(from);
    this.dt = dt;
  }

  /** Hands over what arrives at the end of step k. */
  deliver(k: number): void {
    const at = k % this.delay;
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

  /** Sends the spikes at the end of step k: they arrive `delay` steps later. */
  send(k: number, fired: readonly number[]): void {
    if (fired.length === 0) return;
    const at = k % this.delay; // delivered in this step, so free
    const { offsets, targets, weights, factor } = this;
    const slot = this.slots[at];
    for (const i of fired) {
      const strength = factor === undefined ? 1 : factor(i, (k + 1) * this.dt);
      for (let s = offsets[i]; s < offsets[i + 1]; s++) slot[targets[s]] += weights[s] * strength;
    }
    this.filled[at] = 1;
  }
}
