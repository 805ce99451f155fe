import { Tensor } from "../../core/tensor.js";
import { SpikeTrains } from "../spikes/spike-trains.js";
import type { ClockOptions } from "./clock-driven.js";
import type { Connections } from "./connections.js";
import { type Network, sizeOfPopulation } from "./network.js";
import type { SteppedPopulation } from "./stepped-population.js";

/** What a run left behind. */
export interface NetworkRun {
  readonly spikes: Readonly<Record<string, SpikeTrains>>;
  /** What was recorded, [steps, n]: row k stands for the time (k + 1) dt. */
  readonly traces: Readonly<Record<string, Readonly<Record<string, Tensor>>>>;
  /** The synapses of each projection as they are at the end. */
  readonly connections: readonly Connections[];
  /** [ms] */
  readonly dt: number;
  readonly duration: number;
}

/** What populations left behind, by name. */
export function networkRun(
  { populations }: Network,
  left: ReadonlyMap<string, Pick<SteppedPopulation, "noted" | "rows">>,
  connections: readonly Connections[],
  {
    dt,
    steps,
    record = {},
    duration,
  }: Pick<ClockOptions, "record" | "duration"> & { readonly dt: number; readonly steps: number },
): NetworkRun {
  const spikes: Record<string, SpikeTrains> = {};
  const traces: Record<string, Readonly<Record<string, Tensor>>> = {};
  for (const [name, { noted, rows }] of left) {
    const n = sizeOfPopulation(populations[name]);
    const times = Array.from(noted.steps, (k) => (k + 1) * dt);
    spikes[name] = new SpikeTrains({ times, neurons: noted.neurons }, n, steps * dt);
    const own = rows.map((data, i) => [record[name][i], new Tensor(data, [steps, n], "float64")] as const);
    traces[name] = Object.fromEntries(own);
  }
  return { spikes, traces, connections, dt, duration };
}
