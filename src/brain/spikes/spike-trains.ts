import { NeurogradError } from "../../core/errors.js";
import { Tensor } from "../../core/tensor.js";
import { checkPositive } from "../../nn/options.js";

/** Spikes of a population, in the order of time. */
export interface Spikes {
  /** When [ms]. */
  readonly times: ArrayLike<number>;
  /** Which neuron, for each time. */
  readonly neurons: ArrayLike<number>;
}

/**
 * The spikes of n neurons during `duration` ms, and what is usually asked of them.
 *
 * Throws  `shape_mismatch` where times and neurons differ in number, `index_out_of_range` for a neuron beyond n.
 *
 * @example
 * const trains = new SpikeTrains({ times: [1, 2, 4, 6], neurons: [0, 1, 0, 0] }, 2, 10);
 * trains.of(0);                                                 // [1, 4, 6]
 * trains.rates();                                               // [300, 100] Hz
 */
export class SpikeTrains implements Spikes {
  readonly times: Float64Array;
  readonly neurons: Int32Array;
  readonly n: number;
  /** [ms] */
  readonly duration: number;
  private rows: readonly (readonly number[])[] | undefined;

  constructor({ times, neurons }: Spikes, n: number, duration: number) {
    if (times.length !== neurons.length) {
      throw new NeurogradError(
        "shape_mismatch",
        `SpikeTrains: ${times.length} times for ${neurons.length} neurons; give one of each for every spike`,
      );
    }
    this.times = Float64Array.from(times);
    this.neurons = Int32Array.from(neurons);
    this.n = n;
    this.duration = duration;
    const wrong = this.neurons.find((i) => i < 0 || i >= n);
    if (wrong === undefined) return;
    throw new NeurogradError(
      "index_out_of_range",
      `SpikeTrains: neuron ${wrong} among ${n}; use 0 to ${n - 1}`,
    );
  }

  /** Number of spikes. */
  get length(): number {
    return this.times.length;
  }

  /** The times of one neuron's spikes [ms]. */
  of(neuron: number): readonly number[] {
    return this.byNeuron()[neuron];
  }

  /** The times of each neuron's spikes [ms]. */
  byNeuron(): readonly (readonly number[])[] {
    this.rows ??= this.divide();
    return this.rows;
  }

  /** Spikes of each neuron. */
  counts(): number[] {
    const counts = new Array<number>(this.n).fill(0);
    for (const i of this.neurons) counts[i]++;
    return counts;
  }

  /** Spikes of each neuron per second [Hz]. */
  rates(): number[] {
    return this.counts().map((count) => (count * 1000) / this.duration);
  }

  /** Mean rate of the population [Hz]. */
  meanRate(): number {
    return (this.length * 1000) / (this.n * this.duration);
  }

  /** The spikes from `start` to before `end` [ms], counted from `start`. */
  between(start: number, end: number = this.duration): SpikeTrains {
    const kept = Array.from(this.times.keys()).filter((k) => this.times[k] >= start && this.times[k] < end);
    const times = kept.map((k) => this.times[k] - start);
    return new SpikeTrains({ times, neurons: kept.map((k) => this.neurons[k]) }, this.n, end - start);
  }

  private divide(): readonly (readonly number[])[] {
    const rows = Array.from({ length: this.n }, (): number[] => []);
    for (const [k, t] of this.times.entries()) rows[this.neurons[k]].push(t);
    return rows;
  }

  /** 1 where a neuron fired in a step of dt ms (the step that ends at its time), else 0: uint8 [steps, n]. */
  toRaster(dt: number): Tensor {
    checkPositive("toRaster", "dt", dt);
    const steps = Math.round(this.duration / dt);
    const data = new Uint8Array(steps * this.n);
    for (const [k, t] of this.times.entries()) {
      const step = Math.min(steps - 1, Math.max(0, Math.ceil(t / dt - 1e-6) - 1));
      data[step * this.n + this.neurons[k]] = 1;
    }
    return new Tensor(data, [steps, this.n], "uint8");
  }
}

/** The spikes of a raster [steps, n], each at the end of its step. */
export function fromRaster(raster: Tensor, dt: number): SpikeTrains {
  const [steps, n = 1] = raster.shape;
  const times: number[] = [];
  const neurons: number[] = [];
  for (const [at, value] of raster.toFloat64().entries()) {
    if (value === 0) continue;
    times.push((Math.floor(at / n) + 1) * dt);
    neurons.push(at % n);
  }
  return new SpikeTrains({ times, neurons }, n, steps * dt);
}
