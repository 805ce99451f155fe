import { type Network, type Projection, sizeOfPopulation } from "./network.js";

/** Spikes of one step that are under way. */
interface Sent {
  readonly senders: number[];
  /** By what each one's weights are multiplied; nothing where that is 1. */
  readonly strengths: number[];
}

/** The synapses of a projection: who fired stands in a ring of steps until it arrives. */
export class DelayLine {
  readonly from: string;
  private readonly delay: number;
  private readonly ring: readonly Sent[];
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
    this.ring = Array.from({ length: this.delay }, () => ({ senders: [], strengths: [] }));
    this.arrivals = arrivals;
    ({ offsets: this.offsets, targets: this.targets, weights: this.weights } = projection.connect(from, to));
    this.factor = projection.plasticity?.begin(from);
    this.dt = dt;
  }

  /** Hands over what arrives at the end of step k. */
  deliver(k: number): void {
    const { senders, strengths } = this.ring[k % this.delay];
    const { arrivals, offsets, targets, weights } = this;
    if (!this.isClear) arrivals.fill(0);
    this.isClear = senders.length === 0;
    for (const [at, i] of senders.entries()) {
      const strength = strengths[at] ?? 1;
      for (let s = offsets[i]; s < offsets[i + 1]; s++) arrivals[targets[s]] += weights[s] * strength;
    }
    senders.length = 0;
    strengths.length = 0;
  }

  /** Sends the spikes at the end of step k: they arrive `delay` steps later. */
  send(k: number, fired: readonly number[]): void {
    const { senders, strengths } = this.ring[k % this.delay]; // delivered in this step, so free
    for (const i of fired) {
      senders.push(i);
      if (this.factor !== undefined) strengths.push(this.factor(i, (k + 1) * this.dt));
    }
  }
}
