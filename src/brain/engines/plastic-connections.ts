import type { Plasticity, PlasticSynapses } from "../learning/plasticity.js";
import type { Connections } from "./connections.js";

/** Synapses that can be rewarded, or brought to a time: those of rules that wait for either. */
type Waiting = PlasticSynapses & {
  readonly reward?: (t: number, amount: number) => void;
  readonly until?: (t: number) => void;
};

/** The synapses of a projection that change while a network runs. A rule sees them by their receiver. */
export class PlasticConnections {
  private readonly connections: Connections;
  /** Of each receiver. */
  private readonly synapses: readonly Waiting[];
  /** Which of its receiver's each one is, in the order of `connections`. */
  private readonly places: Int32Array;

  constructor(connections: Connections, receivers: number, rule: Plasticity) {
    this.connections = connections;
    const { targets, weights } = connections;
    this.places = new Int32Array(targets.length);
    const lists = Array.from({ length: receivers }, (): number[] => []);
    for (const [s, target] of targets.entries()) this.places[s] = lists[target].push(weights[s]) - 1;
    this.synapses = lists.map((own) => rule.begin(own));
  }

  /** A sender's spike arrives: each of its synapses hands on the weight that it has, then learns. */
  arrive(sender: number, t: number, hand: (target: number, weight: number) => void): void {
    const { offsets, targets } = this.connections;
    for (let s = offsets[sender]; s < offsets[sender + 1]; s++) {
      const own = this.synapses[targets[s]];
      const i = this.places[s];
      hand(targets[s], own.weights[i]);
      own.pre(i, t);
    }
  }

  /** A receiver fires. */
  fire(receiver: number, t: number): void {
    this.synapses[receiver].post(t);
  }

  /** Dopamine comes to all of them. */
  reward(t: number, amount: number): void {
    for (const own of this.synapses) own.reward?.(t, amount);
  }

  /** The synapses as they are at the time t. */
  at(t: number): Connections {
    const { offsets, targets } = this.connections;
    for (const own of this.synapses) own.until?.(t);
    const weights = Float64Array.from(targets, (target, s) => this.synapses[target].weights[this.places[s]]);
    return { offsets, targets, weights };
  }
}
