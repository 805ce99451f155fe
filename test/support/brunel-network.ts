import { RandomSource } from "neurograd";
import {
  clockDriven,
  irregularity,
  lif,
  randomConnections,
  type SpikeTrains,
  siegertRate,
} from "neurograd/brain";

/** Brunel (2000), J. Comput. Neurosci. 8:183, model A: one kind of neuron, inhibition g times as strong as excitation. */
export interface BrunelOptions {
  /** Excitatory neurons; a quarter as many inhibitory ones. */
  readonly excitatory: number;
  /** Excitatory synapses of a neuron; a quarter as many inhibitory ones. */
  readonly inputs: number;
  /** Strength of inhibition. */
  readonly g: number;
  /** External rate in units of the one that just reaches the threshold. */
  readonly external: number;
  /** After 100 ms [ms]. */
  readonly duration: number;
}

const membrane = { tauMembrane: 20, vThreshold: 20, vReset: 10, tRefractory: 2 };
/** A thousand inputs have 0.1 mV each; fewer are stronger, so that the threshold is reached at the same rate, 10 Hz. */
const jumpOf = (inputs: number): number => 100 / inputs;
const rateAtThreshold = 0.01; // θ/(J C τ) [1/ms]

/** Mean and deviation of the input [mV] at a rate ν of all neurons [1/ms]. */
function input({ inputs, g, external }: BrunelOptions, nu: number): { mean: number; deviation: number } {
  const [jump, from] = [jumpOf(inputs), external * rateAtThreshold];
  const mean = 20 * inputs * jump * (from + nu * (1 - g / 4));
  return { mean, deviation: Math.sqrt(20 * inputs * jump ** 2 * (from + nu * (1 + g ** 2 / 4))) };
}

/** The rate [Hz] that gives itself back: ν = Siegert(µ(ν), σ(ν)), found by halving. */
export function meanFieldRate(options: BrunelOptions): number {
  let [low, high] = [0, 500];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (siegertRate({ ...membrane, ...input(options, middle / 1000) }) > middle) low = middle;
    else high = middle;
  }
  return low;
}

export interface BrunelFigures {
  /** [Hz] */
  readonly rate: number;
  readonly irregularity: number;
  /** Variance of the number of spikes in 1 ms over that of independent neurons: 1 where they are. */
  readonly synchrony: number;
}

/** The network itself. What comes from outside is normal noise of the same mean and variance. */
export async function brunelFigures(options: BrunelOptions, seed: number): Promise<BrunelFigures> {
  const { excitatory, inputs, g, duration } = options;
  const [inhibitory, dt, jump] = [excitatory / 4, 0.1, jumpOf(inputs)];
  const neuron = lif({ ...membrane, resistance: 1, vRest: 0 });
  const outside = input({ ...options, g: 0 }, 0);
  const noise = outside.deviation * Math.sqrt(membrane.tauMembrane / dt);
  const random = new RandomSource(seed);
  const current = (_t: number, into: Float64Array): void => {
    for (let i = 0; i < into.length; i++) into[i] = outside.mean + noise * random.normal();
  };
  const start = (n: number): Float64Array => Float64Array.from({ length: n }, () => 20 * random.uniform());
  const probability = inputs / excitatory;
  const join = (from: "e" | "i", to: "e" | "i", k: number) => ({
    from,
    to,
    connect: randomConnections({ probability, weight: from === "e" ? jump : -g * jump, seed: 4 * seed + k }),
    delay: 1.5,
  });
  const { spikes } = await clockDriven(
    {
      populations: {
        e: { neuron, n: excitatory, current, initial: { v: start(excitatory) } },
        i: { neuron, n: inhibitory, current, initial: { v: start(inhibitory) } },
      },
      projections: [join("e", "e", 0), join("e", "i", 1), join("i", "e", 2), join("i", "i", 3)],
    },
    { dt, duration: duration + 100 },
  );
  const e = spikes.e.between(100);
  return {
    rate: (1000 * e.length) / excitatory / duration,
    irregularity: irregularity(e),
    synchrony: synchronyOf(e, duration),
  };
}

function synchronyOf({ times }: SpikeTrains, duration: number): number {
  const counts = new Float64Array(Math.floor(duration));
  for (const t of times) {
    const bin = Math.floor(t - 100);
    if (bin >= 0 && bin < counts.length) counts[bin]++;
  }
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / counts.length / mean;
}
