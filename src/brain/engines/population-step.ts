import { constant } from "../../core/constant.js";
import type { TensorType, Value } from "../../core/graph.js";
import { add, cast, greater, greaterEqual } from "../../core/ops/index.js";
import { tensor } from "../../core/tensor.js";
import { type Types, tensorType, trace, type ValuesFor } from "../../core/trace.js";
import { constantsOf } from "../dynamics/define.js";
import type { Neuron, Values } from "../neurons/neuron.js";
import type { Synapse } from "../synapses/synapse.js";

/** A population with the synapses that end at it. */
export interface PopulationSpec {
  readonly neuron: Neuron;
  readonly n: number;
  /** Each projection that ends here. */
  readonly synapses: readonly Synapse[];
  /** Length of a step [ms]. */
  readonly dt: number;
  readonly dtype: "float32" | "float64";
}

/** One step as a function of values: what `trace` and `program` take. */
export interface PopulationStep {
  readonly types: Types;
  readonly fn: (values: ValuesFor<Types>) => Readonly<Record<string, Value>>;
  /** Names of inputs and outputs that are state: `state/v`, `synapse/0/s`. */
  readonly stateNames: readonly string[];
  /** Whether the step draws random numbers. */
  readonly isRandom: boolean;
}

export const stateKey = (name: string): string => `state/${name}`;
export const arrivalsKey = (i: number): string => `arrivals/${i}`;
const synapseKey = (i: number, name: string): string => `synapse/${i}/${name}`;

/**
 * A step of a whole population, in ops: synapses turn what arrives into current, the neurons take it in. Inputs `current`, `arrivals/0`, …, `uniform` and the state;
 * outputs `spikes`, `v` and the next state.
 */
export function populationStep({ neuron, n, synapses, dt, dtype }: PopulationSpec): PopulationStep {
  const type: TensorType = tensorType([n], dtype);
  const stateNames = [
    ...Object.keys(neuron.initialState).map(stateKey),
    ...synapses.flatMap(({ states }, i) => states.map((name) => synapseKey(i, name))),
  ];
  const inputs = ["current", ...synapses.map((_, i) => arrivalsKey(i)), ...stateNames];
  let isRandom = false;

  const fn = (values: ValuesFor<Types>): Readonly<Record<string, Value>> => {
    const state = read(values, Object.keys(neuron.initialState), stateKey);
    const next: Record<string, Value> = {};
    let current = values.current;
    let jump = constant(tensor(0, { dtype: "float64" }), dtype);
    for (const [i, synapse] of synapses.entries()) {
      const result = synapse.step({
        state: read(values, synapse.states, (name) => synapseKey(i, name)),
        arrivals: values[arrivalsKey(i)],
        v: state.v ?? values.current,
        p: constantsOf(synapse.kind, synapse.parameters, n, dtype),
        dt,
      });
      if (result.current !== undefined) current = add(current, result.current);
      if (result.jump !== undefined) jump = add(jump, result.jump);
      for (const [name, value] of Object.entries(result.state)) next[synapseKey(i, name)] = value;
    }
    const reached = neuron.fireWhen === ">" ? greater : greaterEqual;
    const result = neuron.step(
      {
        state,
        current,
        jump,
        dt,
        fires: (v, threshold) => cast(reached(v, threshold), { dtype }),
        uniform: () => {
          isRandom = true;
          return values.uniform;
        },
      },
      constantsOf(neuron.kind, neuron.parameters, n, dtype),
    );
    for (const [name, value] of Object.entries(result.state)) next[stateKey(name)] = value;
    return { ...next, spikes: result.spikes, v: result.v ?? result.state.v ?? current };
  };

  const typed = (names: readonly string[]): Types => Object.fromEntries(names.map((name) => [name, type]));
  trace(typed([...inputs, "uniform"]), fn); // shows whether it is random, and what is wrong, before anything runs
  return { types: typed(isRandom ? [...inputs, "uniform"] : inputs), fn, stateNames, isRandom };
}

const read = (values: Values, names: readonly string[], key: (name: string) => string): Values =>
  Object.fromEntries(names.map((name) => [name, values[key(name)]]));
