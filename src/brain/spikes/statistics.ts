import type { SpikeTrains } from "./spike-trains.js";

/** The intervals between the spikes of one neuron [ms]. */
export function intervals(times: readonly number[]): number[] {
  return times.slice(1).map((t, k) => t - times[k]);
}

const mean = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / x.length;
const deviation = (x: readonly number[]): number => {
  const m = mean(x);
  return Math.sqrt(mean(x.map((v) => (v - m) ** 2)));
};

/**
 * How irregular the neurons fire: the coefficient of variation of their intervals, `CV = σ/µ`, averaged over those with at least three spikes.
 * 0 is a clock, 1 a Poisson process. NaN where no neuron has three.
 *
 * Source  Dayan & Abbott, Theoretical Neuroscience (2001), equation 1.33
 *
 * @example
 * irregularity(new SpikeTrains({ times: [1, 2, 3, 4], neurons: [0, 0, 0, 0] }, 1, 5));    // 0
 */
export function irregularity(trains: SpikeTrains): number {
  const found = trains
    .byNeuron()
    .filter((times) => times.length >= 3)
    .map(intervals)
    .map((gaps) => deviation(gaps) / mean(gaps));
  return mean(found);
}

/**
 * How the number of spikes varies from trial to trial: `F = variance/mean` of counts. 1 for a Poisson process.
 *
 * Source  Dayan & Abbott, Theoretical Neuroscience (2001), section 1.4
 *
 * @example fanoFactor([3, 5, 4, 4]);                              // 0.125
 */
export const fanoFactor = (counts: readonly number[]): number => deviation(counts) ** 2 / mean(counts);
