import { LeakyPopulation } from "./leaky-population.js";

/** Constants of Diehl & Cook's program, ms and mV. */
export const dt = 0.5;
export const presentation = 350;
const pause = 150;
const excitatory = { tauMembrane: 100, vRest: -65, vReset: -65, eInhibition: -100, tRefractory: 5 };
const inhibitory = { tauMembrane: 10, vRest: -60, vReset: -45, eInhibition: -85, tRefractory: 2 };
const inhibitoryThreshold = -40;
/** The threshold of an excitatory neuron is θ more than this. */
const leastThreshold = -72;
const firstTheta = 20;
const thetaPerSpike = 0.05;
const tauTheta = 1e7;
/** From an excitatory neuron to its inhibitory one, and from that to all others. */
const toInhibitory = 10.4;
const toOthers = 17;
/** Sum of the weights into a neuron, for each input: 78 for 784. */
const weightPerInput = 78 / 784;
const depression = 1e-4;
/** How fast traces fade: of spikes before the synapse and behind it, and, for strengthening, of the last but one behind it [ms]. */
const tauTrace = 20;
const tauLast = 40;

/** Who fires when: the inputs of step k stand at `starts[k]` to `starts[k + 1]`. */
export interface InputSpikes {
  readonly steps: number;
  readonly starts: Int32Array;
  readonly inputs: Int32Array;
}

/**
 * Excitatory neurons that compete for images, each through an inhibitory one that holds down all others. A spike of an input weakens its synapses to neurons that just fired, `w ← w − η₋ x̂`; a neuron that fires again
 * strengthens those of inputs that fired just before, `w ← w + η₊ x ŷ`: traces of the last spike, of x and x̂ with 20 ms, of ŷ with 40 ms. Every spike takes one step to arrive.
 */
export class CompetingNeurons {
  readonly neurons: number;
  readonly inputs: number;
  /** η₊ */
  readonly learningRate: number;
  /** [inputs, neurons] */
  readonly weights: Float64Array;
  /** θ [mV] */
  readonly theta: Float64Array;
  /** Spikes of each neuron in the last presentation. */
  readonly counts: Int32Array;
  private readonly excitatory: LeakyPopulation;
  private readonly inhibitory: LeakyPopulation;
  /** When each last fired in this presentation, as a step; −1: not yet. */
  private readonly inputFired: Int32Array;
  private readonly neuronFired: Int32Array;
  /** Those that have. */
  private winners: number[] = [];

  constructor(neurons: number, inputs: number, learningRate: number) {
    this.neurons = neurons;
    this.inputs = inputs;
    this.learningRate = learningRate;
    this.weights = new Float64Array(inputs * neurons);
    this.theta = new Float64Array(neurons).fill(firstTheta);
    this.counts = new Int32Array(neurons);
    this.excitatory = new LeakyPopulation({ n: neurons, dt, ...excitatory });
    this.inhibitory = new LeakyPopulation({ n: neurons, dt, ...inhibitory });
    this.inhibitory.threshold.fill(inhibitoryThreshold);
    this.inputFired = new Int32Array(inputs);
    this.neuronFired = new Int32Array(neurons);
  }

  /** Brings the sum of weights into each neuron back to what it was. */
  normalize(): void {
    const { weights, neurons, inputs } = this;
    const factors = new Float64Array(neurons);
    for (let i = 0, at = 0; i < inputs; i++)
      for (let j = 0; j < neurons; j++, at++) factors[j] += weights[at];
    for (let j = 0; j < neurons; j++) if (factors[j] > 0) factors[j] = (weightPerInput * inputs) / factors[j];
    for (let i = 0, at = 0; i < inputs; i++)
      for (let j = 0; j < neurons; j++, at++) weights[at] *= factors[j];
  }

  /** The pause after a presentation: of what lasts, only θ changes. */
  pause(): void {
    const kept = Math.exp(-pause / tauTheta);
    for (let j = 0; j < this.neurons; j++) this.theta[j] *= kept;
  }

  /** From rest, through all steps. Where it is not learning, weights and θ stay as they are. Returns the number of spikes. */
  present(spikes: InputSpikes, isLearning: boolean): number {
    const { excitatory, inhibitory, theta, counts } = this;
    excitatory.rest();
    inhibitory.rest();
    counts.fill(0);
    this.inputFired.fill(-1);
    this.neuronFired.fill(-1);
    this.winners = [];
    const kept = isLearning ? Math.exp(-dt / tauTheta) : 1;
    let count = 0;
    for (let k = 0; k < spikes.steps; k++) {
      const { fired: excited } = excitatory;
      const { fired: inhibiting } = inhibitory;
      for (let j = 0; j < theta.length; j++) {
        theta[j] *= kept;
        excitatory.threshold[j] = leastThreshold + theta[j];
      }
      excitatory.step();
      inhibitory.step();
      for (const j of excited) inhibitory.excitation[j] += toInhibitory;
      for (const i of inhibiting) this.inhibitOthers(i);
      for (let q = spikes.starts[k]; q < spikes.starts[k + 1]; q++)
        this.arrive(spikes.inputs[q], k, isLearning);
      for (const j of excitatory.fired) {
        counts[j]++;
        count++;
        if (isLearning) this.strengthen(j, k);
      }
    }
    return count;
  }

  private inhibitOthers(i: number): void {
    const { inhibition } = this.excitatory;
    for (let j = 0; j < inhibition.length; j++) if (j !== i) inhibition[j] += toOthers;
  }

  /** A spike of an input at the end of step k: its synapses hand on their weights, then learn. */
  private arrive(input: number, k: number, isLearning: boolean): void {
    const { weights, neurons } = this;
    const { excitation } = this.excitatory;
    const row = input * neurons;
    for (let j = 0; j < neurons; j++) excitation[j] += weights[row + j];
    if (!isLearning) return;
    this.inputFired[input] = k;
    for (const j of this.winners) {
      const w = weights[row + j] - depression * traces[k - this.neuronFired[j]];
      weights[row + j] = w < 0 ? 0 : w;
    }
  }

  /** A neuron fires at the end of step k. */
  private strengthen(j: number, k: number): void {
    const { weights, neurons, inputs, inputFired, neuronFired } = this;
    this.theta[j] += thetaPerSpike;
    const last = neuronFired[j];
    neuronFired[j] = k;
    if (last < 0) {
      this.winners.push(j);
      return;
    }
    const rate = this.learningRate * lastTraces[k - last];
    for (let i = 0, at = j; i < inputs; i++, at += neurons) {
      if (inputFired[i] < 0) continue;
      const w = weights[at] + rate * traces[k - inputFired[i]];
      weights[at] = w > 1 ? 1 : w;
    }
  }
}

/** What is left of a trace after so many steps. */
const fading = (tau: number): Float64Array =>
  Float64Array.from({ length: presentation / dt + 1 }, (_, k) => Math.exp((-k * dt) / tau));
const traces = /* @__PURE__ */ fading(tauTrace);
const lastTraces = /* @__PURE__ */ fading(tauLast);
