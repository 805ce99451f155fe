import { checkOneOf, checkPositive } from "../../nn/options.js";
import { SpikeTrains } from "../spikes/spike-trains.js";

export interface LatencyCodeOptions {
  /** τ of the membrane that is charged [ms]; for the line, the longest time. Default: 10. */
  readonly tau?: number;
  /** θ: smaller numbers do not fire. Default: 0.01. */
  readonly threshold?: number;
  /** `membrane` (default): when a leaky membrane charged by x crosses θ; `line`: the larger the earlier, evenly. */
  readonly shape?: "membrane" | "line";
}

/** Numbers as the times of first spikes, and back. */
export interface LatencyCode {
  encode(x: readonly number[]): SpikeTrains;
  decode(spikes: SpikeTrains): number[];
}

/**
 * The larger a number, the sooner its one spike: `t = τ ln(x/(x − θ))`, when a leaky membrane charged by x crosses θ; or, as a line, `t = τ (1 − x)` for x in [θ, 1]. Read as x at the
 * first spike, 0 where there is none. One spike tells a whole number, where a rate needs many.
 *
 * Units   ms.
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Eshraghian et al. (2023), Proc. IEEE 111:1016, section II-C
 *
 * @example
 * const code = latencyCode({ tau: 5 });
 * code.encode([1, 0.1, 0.005]).times;                           // 0.05 and 0.53 ms; the last stays silent
 */
export function latencyCode({
  tau = 10,
  threshold = 0.01,
  shape = "membrane",
}: LatencyCodeOptions = {}): LatencyCode {
  checkPositive("latencyCode", "tau", tau);
  checkPositive("latencyCode", "threshold", threshold);
  checkOneOf("latencyCode", "shape", shape, ["membrane", "line"]);
  const isLine = shape === "line";
  const timeOf = (x: number): number =>
    isLine ? tau * Math.max(0, 1 - x) : tau * Math.log(x / (x - threshold));
  const numberOf = (t: number): number => (isLine ? 1 - t / tau : threshold / -Math.expm1(-t / tau));
  const speaks = (x: number): boolean => (isLine ? x >= threshold : x > threshold);
  return {
    encode: (x) => {
      const order = Array.from(x.keys())
        .filter((i) => speaks(x[i]))
        .sort((a, b) => timeOf(x[a]) - timeOf(x[b]));
      const times = order.map((i) => timeOf(x[i]));
      const duration = Math.max(tau, ...times);
      return new SpikeTrains({ times, neurons: order }, x.length, duration);
    },
    decode: (spikes) => {
      const first = new Array<number>(spikes.n).fill(Infinity);
      for (const [k, t] of spikes.times.entries())
        first[spikes.neurons[k]] = Math.min(first[spikes.neurons[k]], t);
      return first.map((t) => (t === Infinity ? 0 : numberOf(t)));
    },
  };
}
