import { NeurogradError, unknownName } from "../../core/errors.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkPositive, checkPositiveInteger } from "../../nn/options.js";
import { Yielder } from "../../nn/yielder.js";
import { beginLine, lineSpec } from "./line.js";
import { checkNetwork, type Network } from "./network.js";
import { type NetworkRun, networkRun } from "./network-run.js";
import { beginPopulation, type PopulationRun } from "./population-run.js";
import { runInWorkers } from "./run-in-workers.js";
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
  /** In how many threads beside this one the network runs, each with a part of every population; the spikes are the same. Default: none, in this thread. */
  readonly workers?: number;
  /**
   * Called at the end of each step with who fired in it, by population: how much dopamine comes, to all synapses that learn by reward; 0: none.
   */
  readonly reward?: (t: number, fired: Readonly<Record<string, readonly number[]>>) => number;
}

/** Throws `invalid_option` for what workers cannot do. */
function checkWorkers({ workers = 1, runtime = "float64", reward }: ClockOptions): void {
  checkPositiveInteger("clockDriven", "workers", workers);
  const why =
    runtime !== "float64"
      ? `run in float64, not on "${runtime}"`
      : reward !== undefined
        ? "do not meet in each step, as reward needs it"
        : typeof SharedArrayBuffer !== "function"
          ? "need memory that threads share, which a page has only where it is cross-origin isolated (headers COOP and COEP)"
          : undefined;
  if (why !== undefined)
    throw new NeurogradError("invalid_option", `clockDriven: workers ${why}; leave out workers`);
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
    "workers",
    "reward",
  ]);
  const { duration, dt = 0.1, record = {}, seed = 0, workers, reward } = options;
  checkPositive("clockDriven", "duration", duration);
  checkPositive("clockDriven", "dt", dt);
  checkNetwork(network);
  for (const name of Object.keys(record))
    if (network.populations[name] === undefined)
      throw unknownName("clockDriven: record", name, Object.keys(network.populations));
  const steps = Math.round(duration / dt);
  if (workers !== undefined) {
    checkWorkers(options);
    return runInWorkers(network, { ...options, workers, dt, steps, seed, record });
  }
  const { projections = [] } = network;
  const groups = new Map<string, PopulationRun>();
  for (const [name, population] of Object.entries(network.populations)) {
    const incoming = projections.filter(({ to }) => to === name);
    groups.set(name, await beginPopulation(name, population, incoming, { ...options, dt, steps, seed }));
  }
  const population = (name: string): PopulationRun => groups.get(name) as PopulationRun; // checked above
  const lines = projections.map((projection) => {
    const { incoming, arrivals, fired } = population(projection.to);
    const own = arrivals[incoming.indexOf(projection)];
    const line = beginLine(lineSpec(projection, network, dt), projection.plasticity, own);
    return { line, before: population(projection.from).fired, after: fired };
  });
  const fired = Object.fromEntries(Array.from(groups, ([name, group]) => [name, group.fired]));
  const clock = new Yielder();
  try {
    for (let k = 0; k < steps; k++) {
      for (const { line } of lines) line.deliver(k);
      for (const group of groups.values()) {
        const waiting = group.step(k);
        if (waiting !== undefined) await waiting;
      }
      for (const { line, before, after } of lines) {
        line.respond(k, after);
        line.send(k, before);
      }
      const amount = reward?.((k + 1) * dt, fired) ?? 0;
      if (amount !== 0) for (const { line } of lines) line.reward(k, amount);
      if (k % 64 === 0) await clock.pause();
    }
  } finally {
    for (const group of groups.values()) await group.dispose();
  }
  const connections = lines.map(({ line }) => line.connections(steps * dt));
  return networkRun(network, groups, connections, { ...options, dt, steps });
}
