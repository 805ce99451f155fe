import type { Value } from "../../core/graph.js";
import {
  type Choices,
  type Chosen,
  type OptionsOf,
  type Parameters,
  type Quantities,
  settingsOf,
} from "../dynamics/define.js";
import type { Parameter, Unit } from "../dynamics/quantity.js";

export type Values<K extends string = string> = Readonly<Record<K, Value>>;

/** What a neuron's step is made of. Every value is [n]: one element for each neuron of the population. */
export interface StepContext<P extends string, C extends Choices<C>> {
  /** The state before the step, by name. */
  readonly state: Values;
  /** What flows in during the step, in the neuron's unit of current. */
  readonly current: Value;
  /** By how much spikes that arrive at the end of the step lift the membrane at once. */
  readonly jump: Value;
  /** The parameters, as values. */
  readonly p: Values<P>;
  readonly chosen: Chosen<C>;
  /** Length of the step [ms]. */
  readonly dt: number;
  /** 1 where v has reached the threshold, else 0, by `fireWhen`. The one place at which training puts a surrogate derivative. */
  readonly fires: (v: Value, threshold: Value) => Value;
  /** Uniform random numbers in (0, 1), others at each step. */
  readonly uniform: () => Value;
}

export interface StepResult {
  /** The state after the step: the same names. */
  readonly state: Values;
  /** 1 for a spike at the end of the step, else 0. */
  readonly spikes: Value;
  /** What is recorded as membrane potential, where that is not the state `v`. */
  readonly v?: Value;
}

/** Between events, in closed form and float64: what the event-driven engine needs of a neuron that is never looked at in between. */
export interface EventDynamics {
  readonly vThreshold: number;
  readonly tRefractory: number;
  /** The membrane after `t` ms without input spikes. */
  readonly after: (v: number, current: number, t: number) => number;
  /** When the membrane reaches the threshold by its own, in ms; Infinity if it never does. */
  readonly timeToThreshold: (v: number, current: number) => number;
  /** The membrane after a spike. */
  readonly reset: (v: number) => number;
}

/** All there is to know of a kind of neuron. */
export interface NeuronRecord<P extends string, C extends Choices<C>> {
  /** Defaults with their units. */
  readonly parameters: Quantities<P>;
  readonly choices: C;
  /** Units of what flows in and of the membrane. */
  readonly units: { readonly current: Unit; readonly v: Unit };
  /** The state in which a neuron begins. */
  readonly states: (p: Parameters<P>, chosen: Chosen<C>) => Readonly<Record<string, Parameter>>;
  /** One step of dt ms, in ops: evaluated in float64 and compiled from the same lines. */
  readonly step: (context: StepContext<P, C>) => StepResult;
  /** For neurons whose next spike has a closed form. */
  readonly events?: (p: Readonly<Record<P, number>>, chosen: Chosen<C>) => EventDynamics;
}

/** What the engines give a step besides its parameters. */
export type StepInputs = Omit<StepContext<never, Choices>, "p" | "chosen">;

/** When a membrane counts as having reached its threshold. */
export type FireWhen = ">" | ">=";

/** A neuron: parameters and what to do with them. It holds no state; that goes in and comes out of each step. */
export interface Neuron {
  readonly kind: string;
  readonly parameters: Parameters<string>;
  readonly chosen: Chosen<Choices>;
  readonly units: { readonly current: Unit; readonly v: Unit };
  readonly fireWhen: FireWhen;
  /** The first state, one number for all neurons or one for each. */
  readonly initialState: Readonly<Record<string, Parameter>>;
  /** One step in ops; `p` are the neuron's parameters as values. */
  step(inputs: StepInputs, p: Values): StepResult;
  /** The closed form between events for the i-th neuron's parameters, if there is one. */
  events(at: (parameter: Parameter) => number): EventDynamics | undefined;
}

/** A function that makes neurons of a kind, and what is known of its options: for tables, forms and tests. */
export interface NeuronFactory<P extends string, C extends Choices<C> = Record<never, never>> {
  (options?: OptionsOf<P, C>): Neuron;
  readonly kind: string;
  readonly parameters: Quantities<P>;
  readonly choices: C;
}

/**
 * Makes a kind of neuron from its record. The step is written once, in ops: it runs in float64 and compiled.
 *
 * @example
 * const counter = defineNeuron("counter", {
 *   parameters: { vThreshold: [3, "1"] },
 *   choices: { fireWhen: [">="] },
 *   units: { current: "1", v: "1" },
 *   states: () => ({ v: 0 }),
 *   step: ({ state, current, p, fires }) => {
 *     const v = ops.add(state.v, current);
 *     const spikes = fires(v, p.vThreshold);
 *     return { state: { v: ops.multiply(v, ops.subtract(1, spikes)) }, spikes };
 *   },
 * });
 * const { spikes } = await simulate(counter(), { current: 1, dt: 1, duration: 9 });
 * spikes.of(0);                                                 // 3, 6, 9 ms
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineNeuron<P extends string, const C extends Choices<C>>(
  kind: string,
  record: NeuronRecord<P, C>,
): NeuronFactory<P, C> {
  const { parameters: quantities, choices, units } = record;
  const make = (options: OptionsOf<P, C> = {}): Neuron => {
    const { parameters, chosen } = settingsOf(kind, quantities, choices, options);
    return {
      kind,
      parameters,
      chosen,
      units,
      fireWhen: (chosen as { readonly fireWhen?: FireWhen }).fireWhen ?? ">", // a choice of most kinds
      initialState: record.states(parameters, chosen),
      step: (inputs, p) => record.step({ ...inputs, p: p as Values<P>, chosen }), // the engine makes p of these parameters
      events: (at) => {
        const numbers = Object.entries<Parameter>(parameters).map(([name, value]) => [name, at(value)]);
        return record.events?.(Object.fromEntries(numbers) as Record<P, number>, chosen); // of its names
      },
    };
  };
  return Object.assign(make, { kind, parameters: quantities, choices });
}
