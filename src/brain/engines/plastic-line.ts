import type { Plasticity } from "../learning/plasticity.js";
import type { Connections } from "./connections.js";
import type { Line, LineSpec } from "./line.js";
import { PlasticConnections } from "./plastic-connections.js";

/** Synapses that learn: a weight counts as it is when a spike arrives, so who fired stands in a ring of steps. */
export class PlasticLine implements Line {
  private readonly spec: LineSpec;
  private readonly underWay: (readonly number[])[];
  private readonly arrivals: Float64Array;
  private readonly synapses: PlasticConnections;
  private readonly hand: (target: number, weight: number) => void;
  private isClear = true;

  constructor(spec: LineSpec, arrivals: Float64Array, rule: Plasticity) {
    this.spec = spec;
    this.underWay = Array.from({ length: spec.delay }, () => []);
    this.arrivals = arrivals;
    this.synapses = new PlasticConnections(spec.connections, spec.receivers, rule);
    this.hand = (target, weight) => {
      arrivals[target] += weight;
    };
  }

  deliver(k: number): void {
    const senders = this.underWay[k % this.spec.delay];
    if (!this.isClear) this.arrivals.fill(0);
    for (const sender of senders) this.synapses.arrive(sender, (k + 1) * this.spec.dt, this.hand);
    this.isClear = senders.length === 0;
  }

  send(k: number, fired: readonly number[]): void {
    this.underWay[k % this.spec.delay] = fired.length === 0 ? none : fired.slice(); // delivered in this step, so free
  }

  respond(k: number, fired: readonly number[]): void {
    for (const receiver of fired) this.synapses.fire(receiver, (k + 1) * this.spec.dt);
  }

  reward(k: number, amount: number): void {
    this.synapses.reward((k + 1) * this.spec.dt, amount);
  }

  connections(t: number): Connections {
    return this.synapses.at(t);
  }
}

const none: readonly number[] = [];
