import { RandomSource } from "neurograd";
import {
  clockDriven,
  exponential,
  irregularity,
  lif,
  type Network,
  type Projection,
  randomConnections,
} from "neurograd/brain";
import { readBrain } from "../../golden/read-brain.js";

/** Benchmark 2: 3,200 excitatory and 800 inhibitory neurons, each pair joined with probability 0.02. */
export function cuba(seed: number): Network {
  const random = new RandomSource(seed);
  const neuron = lif({
    tauMembrane: 20,
    resistance: 1,
    vRest: -49,
    vThreshold: -50,
    vReset: -60,
    tRefractory: 5,
  });
  const start = (n: number): Float64Array =>
    Float64Array.from({ length: n }, () => -60 + 10 * random.uniform());
  const [excite, inhibit] = [exponential({ tau: 5 }), exponential({ tau: 10 })];
  const join = (from: "e" | "i", to: "e" | "i", k: number): Projection => ({
    from,
    to,
    connect: randomConnections({ probability: 0.02, weight: from === "e" ? 1.62 : -9, seed: 4 * seed + k }),
    synapse: from === "e" ? excite : inhibit,
  });
  return {
    populations: {
      e: { neuron, n: 3200, initial: { v: start(3200) } },
      i: { neuron, n: 800, initial: { v: start(800) } },
    },
    projections: [join("e", "e", 0), join("e", "i", 1), join("i", "e", 2), join("i", "i", 3)],
  };
}

export interface Figures {
  /** [Hz] */
  readonly rate: number;
  /** Mean CV of the intervals of excitatory neurons. */
  readonly irregularity: number;
}

/** What the network does in `length` ms, once 200 ms have passed. */
export async function figures(seed: number, length: number, runtime: "float64" | "native"): Promise<Figures> {
  const { spikes } = await clockDriven(cuba(seed), { dt: 0.1, duration: length + 200, runtime, threads: 1 });
  const [e, i] = [spikes.e, spikes.i].map((trains) => trains.between(200));
  return { rate: (1000 * (e.length + i.length)) / 4000 / length, irregularity: irregularity(e) };
}

export const meanFigures = (runs: readonly Figures[]): Figures => {
  const mean = (f: (run: Figures) => number): number =>
    runs.reduce((sum, run) => sum + f(run), 0) / runs.length;
  return { rate: mean(({ rate }) => rate), irregularity: mean((run) => run.irregularity) };
};

/** Brian's, over five seeds. */
export const brianFigures = (length: "2000" | "500"): Figures =>
  meanFigures(readBrain().cubaNetwork.map((run) => run[length]));
