import { RandomSource } from "neurograd";
import { exponential, lif, type Network, type Projection, randomConnections } from "neurograd/brain";

/** Benchmark 2 of Brette et al. (2007), J. Comput. Neurosci. 23:349: 3,200 excitatory and 800 inhibitory neurons, each pair joined with probability 0.02. */
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
