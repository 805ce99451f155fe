import { RandomSource } from "neurograd";
import { type Connections, clockDriven, conductance, lif, poissonCode, stdp } from "neurograd/brain";

export interface CompetitionOptions {
  readonly synapses: number;
  /** [ms] */
  readonly duration: number;
  /** A₊; A₋ is 1.05 of it. */
  readonly step: number;
  readonly seed: number;
}

/** Runs that are joined are no longer than this: spikes of a long one would fill the memory [ms]. */
const part = 100_000;

/**
 * One neuron and Poisson inputs of 15 Hz whose synapses learn by pairs of spikes; weights begin at random. A membrane of 10 ms with a threshold of −54 mV, conductances of 5 ms that open towards 0 mV, at most 0.01
 * of the leak for 1,000 inputs, more for fewer. Constants: Song, Miller & Abbott (2000), as in Brian 2's example. Weights come as shares of the largest.
 */
export async function songMillerAbbott({
  synapses,
  duration,
  step,
  seed,
}: CompetitionOptions): Promise<{ readonly weights: Float64Array; readonly rate: number }> {
  const most = 10 / synapses;
  const random = new RandomSource(seed);
  let connections: Connections = {
    offsets: Int32Array.from({ length: synapses + 1 }, (_, i) => i),
    targets: new Int32Array(synapses),
    weights: Float64Array.from({ length: synapses }, () => most * random.uniform()),
  };
  const neuron = lif({
    tauMembrane: 10,
    resistance: 1,
    vRest: -74,
    vThreshold: -54,
    vReset: -60,
    tRefractory: 0,
  });
  const plasticity = stdp({ aPlus: step, aMinus: 1.05 * step, wMax: most });
  let rate = 0;
  for (let at = 0; at < duration; at += part) {
    const length = Math.min(part, duration - at);
    const code = poissonCode({ duration: length, seed: 1000 * seed + at / part });
    const run = await clockDriven(
      {
        populations: {
          inputs: { spikes: code.encode(new Array<number>(synapses).fill(15)) },
          neuron: { neuron, n: 1 },
        },
        projections: [
          {
            from: "inputs",
            to: "neuron",
            connect: () => connections,
            synapse: conductance({ tau: 5, eReversal: 0 }),
            plasticity,
          },
        ],
      },
      { dt: 0.5, duration: length },
    );
    [connections] = run.connections;
    rate = run.spikes.neuron.between(length / 2).meanRate();
  }
  return { weights: connections.weights.map((w) => w / most), rate };
}

/** The share of weights, of 0 to 1, within 0.2 of either bound. */
export const bimodalShare = (weights: Float64Array): number =>
  weights.filter((w) => w < 0.2 || w > 0.8).length / weights.length;
