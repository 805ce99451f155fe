import { checkNumber } from "../../nn/options.js";
import { type SimulateOptions, simulate } from "../engines/simulate.js";
import type { Neuron } from "../neurons/neuron.js";

export interface FICurveOptions extends Omit<SimulateOptions, "n" | "current" | "record"> {
  /** Spikes before that are not counted: the neuron settles [ms]. Default: 0. */
  readonly settle?: number;
}

/** Rates beside currents. */
export interface FICurve {
  readonly currents: readonly number[];
  /** [Hz] */
  readonly rates: readonly number[];
}

/**
 * The f–I curve of a neuron, what an activation function is to a unit: how often it fires for each constant current. A rate is `(k − 1)/(t_k − t_1)` over the spikes
 * after `settle`; 0 where there are fewer than two.
 *
 * Units   Hz; currents in the neuron's unit.
 * Throws  `invalid_option`.
 *
 * @example
 * const { rates } = await fICurve(hodgkinHuxley(), [5, 10, 20], { dt: 0.025, duration: 300, settle: 100 });
 * // 0, 68.3, 86.5 Hz: it begins at once with more than 50 Hz, where a LIF begins at 0
 */
export async function fICurve(
  neuron: Neuron,
  currents: readonly number[],
  { settle = 0, ...options }: FICurveOptions,
): Promise<FICurve> {
  checkNumber("fICurve", "settle", settle, 0, options.duration);
  const { spikes } = await simulate(neuron, { ...options, n: currents.length, current: currents });
  const rates = currents.map((_, i) => {
    const times = spikes.of(i).filter((t) => t >= settle);
    return times.length < 2 ? 0 : ((times.length - 1) * 1000) / (times[times.length - 1] - times[0]);
  });
  return { currents, rates };
}
