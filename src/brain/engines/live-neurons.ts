import { combineKeys } from "../../core/random-bits.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkPositive, checkPositiveInteger } from "../../nn/options.js";
import { type Parameter, spread } from "../dynamics/quantity.js";
import type { Neuron } from "../neurons/neuron.js";
import { populationKey, prepare } from "./population-run.js";
import { stateKey } from "./population-step.js";
import { fillUniform } from "./stepped-population.js";
import { createStepper } from "./stepper.js";

export interface LiveOptions {
  /** How many neurons. Default: 1. */
  readonly n?: number;
  /** Length of a step [ms]. Default: 0.1. */
  readonly dt?: number;
  /** What flows in at first. Default: 0. */
  readonly current?: Parameter;
  /** First values of states, where the neuron's own are not wanted. */
  readonly initial?: Readonly<Record<string, Parameter>>;
  readonly seed?: number;
}

/** Neurons that wait for the next step. */
export interface LiveNeurons {
  /** What flows into each neuron in the next step: write it. */
  readonly current: Float64Array;
  /** The states now, by name, one number for each neuron. Where they are written, the neurons go on from there. */
  readonly state: Readonly<Record<string, Float64Array>>;
  /** 1 for each neuron that fired in the last step, else 0. */
  readonly spikes: ArrayLike<number>;
  /** How long they have run [ms]. */
  readonly time: number;
  /** Takes `steps` steps; spikes are those of the last. Default: 1. */
  step(steps?: number): void;
}

/**
 * Neurons that are stepped by hand, in float64: for pages and experiments in which the current depends on what is seen. The numbers are those of `simulate`.
 *
 * Throws  `unknown_name`, `invalid_option`, `shape_mismatch`.
 *
 * @example
 * const neuron = await liveNeurons(hodgkinHuxley(), { dt: 0.02 });
 * neuron.current[0] = 10;                                       // from now on
 * neuron.step(50);
 * [neuron.time, neuron.state.v[0], neuron.state.m[0]];          // 1 ms, 9.0 mV, 0.11
 */
export async function liveNeurons(neuron: Neuron, options: LiveOptions = {}): Promise<LiveNeurons> {
  checkOptionNames("liveNeurons", options, ["n", "dt", "current", "initial", "seed"]);
  const { n = 1, dt = 0.1, current = 0, initial = {}, seed = 0 } = options;
  checkPositiveInteger("liveNeurons", "n", n);
  checkPositive("liveNeurons", "dt", dt);
  const { step, state } = prepare({ neuron, n, initial }, [], [], dt, "float64");
  const stepper = await createStepper(step, { runtime: "float64", state, recorded: [] });
  const { inputs, outputs } = stepper;
  const { uniform } = inputs;
  const key = populationKey(seed, "neurons"); // as `simulate` draws them
  inputs.current.set(spread(current, n));
  let taken = 0;
  return {
    current: inputs.current,
    state: Object.fromEntries(Object.keys(neuron.initialState).map((name) => [name, inputs[stateKey(name)]])),
    get spikes() {
      return outputs.spikes;
    },
    get time() {
      return taken * dt;
    },
    step(steps = 1) {
      for (let k = 0; k < steps; k++) {
        if (uniform !== undefined) fillUniform(uniform, combineKeys(key, taken), 0);
        void stepper.step(); // at once in float64
        taken++;
      }
    },
  };
}
