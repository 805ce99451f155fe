import { Tensor, tensor } from "neurograd";
import { latencyCode, populationCode } from "neurograd/brain";
import { tellers, timeSteps } from "./spec.js";

const population = populationCode({ neurons: tellers, from: -1, to: 1, width: 0.32, maxRate: 1 });
const latency = latencyCode({ shape: "line", tau: timeSteps, threshold: 0.15 });

/** How strongly each neuron responds to a point: those of x, then those of y; 0 to 1. */
const responses = (x: number, y: number): number[] => [...population.encode(x), ...population.encode(y)];

export interface Told {
  /** The responses as numbers, float32 [points, neurons]: what the ordinary network hears. */
  readonly numbers: Tensor;
  /** One spike of each neuron that responds, the stronger the earlier, bool [points, steps, neurons]. */
  readonly spikes: Tensor;
}

/** Points as the two networks hear them: `at` has two coordinates for each. */
export function tell(at: ArrayLike<number>): Told {
  const count = at.length / 2;
  const neurons = 2 * tellers;
  const numbers = new Float32Array(count * neurons);
  const spikes = new Uint8Array(count * timeSteps * neurons);
  for (let i = 0; i < count; i++) {
    const told = responses(at[2 * i], at[2 * i + 1]);
    numbers.set(told, i * neurons);
    spikes.set(latency.encode(told).toRaster(1).data as Uint8Array, i * timeSteps * neurons); // a raster is of bytes
  }
  return {
    numbers: tensor(numbers, { shape: [count, neurons] }),
    spikes: new Tensor(spikes, [count, timeSteps, neurons], "bool"),
  };
}
