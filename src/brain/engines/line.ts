import type { Plasticity } from "../learning/plasticity.js";
import type { ShortTermPlasticity } from "../synapses/short-term-plasticity.js";
import type { Connections } from "./connections.js";
import { DelayLine } from "./delay-line.js";
import { type Network, type Projection, sizeOfPopulation } from "./network.js";
import { PlasticLine } from "./plastic-line.js";

/** A projection on a clock. */
export interface LineSpec {
  readonly from: string;
  readonly to: string;
  readonly senders: number;
  readonly receivers: number;
  /** Steps from a spike to its arrival, at least one. */
  readonly delay: number;
  readonly connections: Connections;
  /** Length of a step [ms]. */
  readonly dt: number;
}

/** The synapses of a projection on their way through a run. */
export interface Line {
  /** Hands over what arrives at the end of step k. */
  deliver(k: number): void;
  /** Who of the senders fired at the end of step k: it arrives `delay` steps later. */
  send(k: number, fired: readonly number[]): void;
  /** Who of the receivers fired at the end of step k. */
  respond(k: number, fired: readonly number[]): void;
  /** Dopamine comes at the end of step k. */
  reward(k: number, amount: number): void;
  /** The synapses as they are at t ms. */
  connections(t: number): Connections;
}

/** Whether a rule changes weights for good, when both sides have fired. */
export const isLearned = (rule: ShortTermPlasticity | Plasticity | undefined): rule is Plasticity =>
  rule !== undefined && rule.kind !== "shortTermPlasticity";

export function lineSpec(
  { from, to, connect, delay = 0 }: Projection,
  { populations }: Network,
  dt: number,
): LineSpec {
  const [senders, receivers] = [from, to].map((name) => sizeOfPopulation(populations[name]));
  const connections = connect(senders, receivers);
  return { from, to, senders, receivers, delay: Math.max(1, Math.round(delay / dt)), connections, dt };
}

/** A projection at the beginning of a run; it writes what arrives into `arrivals`. */
export const beginLine = (
  spec: LineSpec,
  rule: ShortTermPlasticity | Plasticity | undefined,
  arrivals: Float64Array,
): Line =>
  isLearned(rule)
    ? new PlasticLine(spec, arrivals, rule)
    : new DelayLine(spec, arrivals, rule?.begin(spec.senders));
