import { type PlasticNeuron, plasticNeuron, stdp } from "neurograd/brain";
import { meanOf } from "../mean-of.js";

export const inputs = 100;
/** What is drawn of the past [ms]. */
export const span = 300;

export interface Group {
  readonly from: number;
  readonly count: number;
}
export const groups = {
  first: { from: 0, count: 30 },
  last: { from: 60, count: 30 },
  nobody: null,
} as const satisfies Readonly<Record<string, Group | null>>;
export type GroupName = keyof typeof groups;

/** A neuron on its way, and the last moments of it. */
export class LiveNeuron {
  group: GroupName = "first";
  private neuron: PlasticNeuron;
  private seed = 1;
  private isSoft = false;
  /** [time, input] of each spike of the last moments, times since birth [ms]. */
  before: (readonly [number, number])[] = [];
  /** Its own spikes in the last second. */
  after: number[] = [];

  constructor() {
    this.neuron = this.born();
  }

  get weights(): Float64Array {
    return this.neuron.weights;
  }
  /** [ms] */
  get age(): number {
    return this.neuron.time;
  }

  /** Begins anew; `isSoft`: by the rule that changes weights in proportion to themselves. */
  restart(isSoft: boolean = this.isSoft): void {
    this.isSoft = isSoft;
    this.seed++;
    this.neuron = this.born();
    this.before = [];
    this.after = [];
  }

  correlate(group: GroupName): void {
    this.group = group;
    this.neuron.correlate(groups[group]);
  }

  advance(duration: number): void {
    const start = this.neuron.time;
    const { before, after } = this.neuron.advance(duration);
    const now = this.neuron.time;
    for (const [k, t] of before.times.entries())
      if (start + t > now - span) this.before.push([start + t, before.neurons[k]]);
    for (const t of after.times) this.after.push(start + t);
    this.before = this.before.filter(([t]) => t > now - span);
    this.after = this.after.filter((t) => t > now - 1000);
  }

  /** Mean weights of the group and of the others. */
  means(): readonly [group: number, others: number] {
    const group = groups[this.group];
    if (group === null) return [Number.NaN, meanOf(this.weights)];
    const isOfGroup = (_: number, i: number): boolean => i >= group.from && i < group.from + group.count;
    const weights = Array.from(this.weights);
    return [meanOf(weights.filter(isOfGroup)), meanOf(weights.filter((w, i) => !isOfGroup(w, i)))];
  }

  private born(): PlasticNeuron {
    const power = this.isSoft ? 1 : 0;
    const rule = stdp({ aPlus: 0.01, aMinus: 0.012, muPlus: power, muMinus: power });
    const group = groups[this.group];
    return plasticNeuron({ inputs, rule, seed: this.seed, ...(group !== null && { group }) });
  }
}
