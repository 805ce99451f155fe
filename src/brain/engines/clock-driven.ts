import { unknownName } from "../../core/errors.js";
import type { Tensor } from "../../core/tensor.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkPositive } from "../../nn/options.js";
import { Yielder } from "../../nn/yielder.js";
import type { SpikeTrains } from "../spikes/spike-trains.js";
import { DelayLine } from "./delay-line.js";
import { checkNetwork, type Network } from "./network.js";
import { beginPopulation, type PopulationRun } from "./population-run.js";
import type { BrainRuntime } from "./stepper.js";

export interface ClockOptions {
  /** [ms] */
  readonly duration: number;
  /** Length of a step [ms]. Default: 0.1. */
  readonly dt?: number;
  /** What to keep of each population besides its spikes: `v` or states. */
  readonly record?: Readonly<Record<string, readonly string[]>>;
  /** `float64` (default) is our own exact loop; the others compile the same step: `native`, `wasm`, `auto`, `reference`. */
  readonly runtime?: BrainRuntime;
  /** Of compiled steps. Default: `float32`. */
  readonly dtype?: "float32" | "float64";
  readonly threads?: number;
  readonly seed?: number;
}

/** What a run left behind. */
export interface NetworkRun {
  readonly spikes: Readonly<Record<string, SpikeTrains>>;
  /** What was recorded, [steps, n]: row k stands for the time (k + 1) dt. */
  readonly traces: Readonly<Record<string, Readonly<Record<string, Tensor>>>>;
  /** [ms] */
  readonly dt: number;
  readonly duration: number;
}

/**
 * Runs a network step by step. In the step from t to t + dt the synapses' currents flow and the neurons take them in; a spike stands at its end, t + dt, and arrives
 * `delay` later, at the end of a step too: it lifts the membrane, or begins its current, there.
 *
 * Throws  `unknown_name`, `invalid_option`, `shape_mismatch`.
 * Source  the order within a step is NEST's: Morrison, Straube, Plesser & Diesmann (2007), Neural Comput. 19:47
 *
 * @example
 * const network = {
 *   populations: { a: { neuron: lif(), n: 1, current: 3 }, b: { neuron: lif(), n: 1 } },
 *   projections: [{ from: "a", to: "b", connect: allToAll(25), delay: 1.5 }],
 * };
 * const { spikes } = await clockDriven(network, { dt: 0.1, duration: 100 });
 * [spikes.a.of(0), spikes.b.of(0)];                             // b fires 1.5 ms after a
 */
export async function clockDriven(network: Network, options: ClockOptions): Promise<NetworkRun> {
  checkOptionNames("clockDriven", options, [
    "duration",
    "dt",
    "record",
    "runtime",
    "dtype",
    "threads",
    "seed",
  ]);
  const { duration, dt = 0.1, record = {}, seed = 0 } = options;
  checkPositive("clockDriven", "duration", duration);
  checkPositive("clockDriven", "dt", dt);
  checkNetwork(network);
  for (const name of Object.keys(record))
    if (network.populations[name] === undefined)
      throw unknownName("clockDriven: record", name, Object.keys(network.populations));
  const steps = Math.round(duration / dt);
  const { projections = [] } = network;
  const groups = new Map<string, PopulationRun>();
  for (const [name, population] of Object.entries(network.populations)) {
    const incoming = projections.filter(({ to }) => to === name);
    groups.set(name, await beginPopulation(name, population, incoming, { ...options, dt, steps, seed }));
  }
  const lines = projections.map((projection) => {
    const to = groups.get(projection.to) as PopulationRun; // checked above
    return new DelayLine(projection, network, dt, to.arrivals[to.incoming.indexOf(projection)]);
  });
  const clock = new Yielder();
  try {
    for (let k = 0; k < steps; k++) {
      for (const line of lines) line.deliver(k);
      for (const group of groups.values()) {
        const waiting = group.step(k);
        if (waiting !== undefined) await waiting;
      }
      for (const line of lines) line.send(k, (groups.get(line.from) as PopulationRun).fired); // checked above
      if (k % 64 === 0) await clock.pause();
    }
  } finally {
    for (const group of groups.values()) await group.dispose();
  }
  const each = <T>(f: (group: PopulationRun) => T): Record<string, T> =>
    Object.fromEntries(Array.from(groups, ([name, group]) => [name, f(group)]));
  return { spikes: each((g) => g.spikes()), traces: each((g) => g.traces), dt, duration };
}
