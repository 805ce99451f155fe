import { RandomSource } from "../../data/random-source.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkNumber, checkPositive, checkPositiveInteger, checkWholeNumber } from "../../nn/options.js";
import { SpikeTrains } from "../spikes/spike-trains.js";
import type { Plasticity } from "./plasticity.js";
import { stdp } from "./stdp.js";

/** Inputs that often fire together: so many from the first one on. */
export interface CorrelatedGroup {
  /** Default: 0. */
  readonly from?: number;
  readonly count: number;
  /** c: correlation of two of them, step by step, 0 to 1. Default: 0.3. */
  readonly correlation?: number;
}

export interface PlasticNeuronOptions {
  /** Default: 100. */
  readonly inputs?: number;
  /** How often each input fires, in the group or not [Hz]. Default: 20. */
  readonly rate?: number;
  readonly group?: CorrelatedGroup;
  /** Default: additive `stdp`, A₊ = 0.01, A₋/A₊ = 1.2. */
  readonly rule?: Plasticity;
  /** First weight of all synapses. Default: 0.5. */
  readonly weight?: number;
  /** How far a spike lifts the membrane through a synapse of weight 1, as a share of the threshold. Default: 0.12. */
  readonly strength?: number;
  /** [ms] Default: 10. */
  readonly tauMembrane?: number;
  /** Length of a step [ms]. Default: 1. */
  readonly dt?: number;
  readonly seed?: number;
}

/** What came in and went out in a while. Times count from its beginning [ms]. */
export interface PlasticNeuronRun {
  readonly before: SpikeTrains;
  readonly after: SpikeTrains;
}

export interface PlasticNeuron {
  /** Now, one for each input. */
  readonly weights: Float64Array;
  /** How long it has lived [ms]. */
  readonly time: number;
  /** Lives on for so many ms, in whole steps. */
  readonly advance: (duration: number) => PlasticNeuronRun;
  /** From now on other inputs fire together; null: all on their own. */
  readonly correlate: (group: CorrelatedGroup | null) => void;
}

/**
 * A leaky neuron that learns while it lives: Poisson inputs, of which a group often fires together, lift its membrane through synapses that follow their timing; at the threshold it fires and begins at 0.
 * All inputs are equally busy. In a step, those of the group fire with `p + √c (1 − p)` where a hidden common event happens (with p, the chance to fire) and else with `p (1 − √c)`: their rate stays p, the correlation
 * of two is c. By additive STDP the group, which can lift the membrane together and so comes before its spikes, takes all the weight.
 *
 * Units   ms, Hz.
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Song, Miller & Abbott (2000), Nat. Neurosci. 3:919; correlated inputs: Gütig, Aharonov, Rotter & Sompolinsky (2003), J. Neurosci. 23:3697
 *
 * @example
 * const neuron = plasticNeuron({ group: { count: 30 }, seed: 1 });
 * neuron.advance(60_000);
 * neuron.weights;                                               // the first thirty near 1, the others near 0
 */
export function plasticNeuron(options: PlasticNeuronOptions = {}): PlasticNeuron {
  checkOptionNames("plasticNeuron", options, names);
  const { inputs = 100, rate = 20, group = null, weight = 0.5, strength = 0.12 } = options;
  const { tauMembrane = 10, dt = 1, seed = 0, rule = stdp({ aPlus: 0.01, aMinus: 0.012 }) } = options;
  checkPositiveInteger("plasticNeuron", "inputs", inputs);
  for (const [name, value] of Object.entries({ rate, strength, tauMembrane, dt }))
    checkPositive("plasticNeuron", name, value);
  const p = (rate * dt) / 1000;
  checkNumber("plasticNeuron", "rate dt / 1000", p, 0, 1);
  const synapses = rule.begin(new Float64Array(inputs).fill(weight));
  const random = new RandomSource(seed);
  const kept = Math.exp(-dt / tauMembrane);
  let chances = chancesOf(group, inputs, p);
  let v = 0;
  let steps = 0;

  function step(fired: (input: number) => void): boolean {
    const t = ++steps * dt;
    const { from, to, shared, alone } = chances;
    const isEvent = random.uniform24() < p;
    v *= kept;
    for (let i = 0; i < inputs; i++) {
      const chance = i < from || i >= to ? p : isEvent ? shared : alone;
      if (random.uniform24() >= chance) continue;
      v += strength * synapses.weights[i];
      synapses.pre(i, t);
      fired(i);
    }
    if (v < 1) return false;
    v = 0;
    synapses.post(t + dt / 2); // behind what made it fire, before what comes next
    return true;
  }

  return {
    weights: synapses.weights,
    get time() {
      return steps * dt;
    },
    advance: (duration) => {
      const count = Math.round(duration / dt);
      checkPositiveInteger("plasticNeuron: advance", "duration / dt", count);
      const before = { times: [] as number[], neurons: [] as number[] };
      const after: number[] = [];
      for (let k = 1; k <= count; k++) {
        const fired = (i: number): void => {
          before.times.push(k * dt);
          before.neurons.push(i);
        };
        if (step(fired)) after.push(k * dt);
      }
      const neurons = new Array<number>(after.length).fill(0);
      return {
        before: new SpikeTrains(before, inputs, count * dt),
        after: new SpikeTrains({ times: after, neurons }, 1, count * dt),
      };
    },
    correlate: (next) => {
      chances = chancesOf(next, inputs, p);
    },
  };
}

interface Chances {
  readonly from: number;
  readonly to: number;
  /** To fire in a step, where the common event happens and where it does not. */
  readonly shared: number;
  readonly alone: number;
}

function chancesOf(group: CorrelatedGroup | null, inputs: number, p: number): Chances {
  if (group === null) return { from: 0, to: 0, shared: p, alone: p };
  const { from = 0, count, correlation = 0.3 } = group;
  checkWholeNumber("plasticNeuron: group", "from", from);
  checkPositiveInteger("plasticNeuron: group", "count", count);
  checkNumber("plasticNeuron: group", "from + count", from + count, 1, inputs);
  checkNumber("plasticNeuron: group", "correlation", correlation, 0, 1);
  const root = Math.sqrt(correlation);
  return { from, to: from + count, shared: p + root * (1 - p), alone: p * (1 - root) };
}

const names = ["inputs", "rate", "group", "rule", "weight", "strength", "tauMembrane", "dt", "seed"] as const;
