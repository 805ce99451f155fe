import type { Value } from "../../core/graph.js";
import { type Parameters, type Quantities, settingsOf } from "../dynamics/define.js";
import type { Parameter } from "../dynamics/quantity.js";
import type { Values } from "../neurons/neuron.js";

/** What a synapse's step is made of. Every value is [n]: one element for each neuron that receives. */
export interface SynapseContext<P extends string> {
  readonly state: Values;
  /** Σ of the weights of the spikes that arrive at the end of the step. */
  readonly arrivals: Value;
  /** The membrane before the step: conductances need it. */
  readonly v: Value;
  readonly p: Values<P>;
  /** Length of the step [ms]. */
  readonly dt: number;
}

export interface SynapseResult {
  readonly state: Values;
  /** The mean current during the step. */
  readonly current?: Value;
  /** By how much the membrane is lifted at the end of the step. */
  readonly jump?: Value;
}

/** All there is to know of a kind of synapse. The state begins at 0. */
export interface SynapseRecord<P extends string> {
  readonly parameters: Quantities<P>;
  readonly states: readonly string[];
  readonly step: (context: SynapseContext<P>) => SynapseResult;
}

/** A synapse: how arriving spikes become current. All synapses of a projection share one state for each receiver. */
export interface Synapse {
  readonly kind: string;
  readonly parameters: Parameters<string>;
  readonly states: readonly string[];
  /** Whether a spike does all it does at the moment it arrives. */
  readonly isInstant: boolean;
  step(context: SynapseContext<string>): SynapseResult;
}

export interface SynapseFactory<P extends string> {
  (options?: Partial<Readonly<Record<P, Parameter>>>): Synapse;
  readonly kind: string;
  readonly parameters: Quantities<P>;
}

/**
 * Makes a kind of synapse from its record.
 *
 * @example
 * const square = defineSynapse("square", {
 *   parameters: { gain: [1, "nA"] },
 *   states: ["open"],
 *   step: ({ state, arrivals, p }) => ({ state: { open: arrivals }, current: ops.multiply(p.gain, state.open) }),
 * });
 * const pulse = square({ gain: 2 });                            // a current of one step for each spike
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineSynapse<P extends string>(kind: string, record: SynapseRecord<P>): SynapseFactory<P> {
  const { parameters: quantities, states } = record;
  const make = (options: Partial<Readonly<Record<P, Parameter>>> = {}): Synapse => ({
    kind,
    parameters: settingsOf(kind, quantities, {}, options).parameters,
    states,
    isInstant: states.length === 0,
    step: (context) => record.step({ ...context, p: context.p as Values<P> }), // the engine makes p of these parameters
  });
  return Object.assign(make, { kind, parameters: quantities });
}
