import { NeurogradError } from "../../core/errors.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkPositive } from "../../nn/options.js";
import { type Parameter, parameterAt } from "../dynamics/quantity.js";
import type { EventDynamics } from "../neurons/neuron.js";
import { SpikeTrains } from "../spikes/spike-trains.js";
import type { Connections } from "./connections.js";
import { EventQueue } from "./event-queue.js";
import { isLearned } from "./line.js";
import {
  checkNetwork,
  isSource,
  type Network,
  type Population,
  type SpikeSource,
  sizeOfPopulation,
} from "./network.js";
import { PlasticConnections } from "./plastic-connections.js";

export interface EventOptions {
  /** [ms] */
  readonly duration: number;
  /** Spikes stand on this grid, as on a clock of these steps [ms]. Default: none, every spike at its exact time. */
  readonly dt?: number;
}

/** What a run left behind. */
export interface EventRun {
  readonly spikes: Readonly<Record<string, SpikeTrains>>;
  /** The synapses of each projection as they are at the end. */
  readonly connections: readonly Connections[];
  /** How many times a neuron was looked at: what the run cost. */
  readonly updates: number;
}

/**
 * Runs a network from event to event: a neuron is looked at when a spike arrives and when it will fire by itself, both in closed form, and never in between. What costs is
 * spikes, not time.
 *
 * For neurons with a closed form (`lif`, `integrateAndFire`), constant currents and `staticSynapse`. Without `dt` spikes have their exact times; with it they are those of
 * `clockDriven` with the same dt.
 *
 * Throws  `invalid_option` for a network that has no closed form, or a delay of 0 without a grid; `unknown_name`.
 * Source  Mattia & Del Giudice (2000), Neural Comput. 12:2305; Brette (2006), Neural Comput. 18:2004
 *
 * @example
 * const network = { populations: { a: { neuron: lif({ tRefractory: 5 }), n: 1, current: 3 } } };
 * const { spikes, updates } = eventDriven(network, { duration: 1000 });
 * [spikes.a.meanRate(), updates];                               // 62 Hz, looked at 62 times
 */
export function eventDriven(network: Network, options: EventOptions): EventRun {
  checkOptionNames("eventDriven", options, ["duration", "dt"]);
  checkPositive("eventDriven", "duration", options.duration);
  if (options.dt !== undefined) checkPositive("eventDriven", "dt", options.dt);
  checkNetwork(network);
  return new EventEngine(network, options).run();
}

/** A neuron on its way: the membrane as it was at `last`. Times are ticks: steps of the grid, or ms. */
interface Cell {
  readonly dynamics: EventDynamics;
  readonly current: number;
  readonly fires: (v: number) => boolean;
  readonly rest: number;
  v: number;
  last: number;
  /** What arrives up to then is lost. */
  restUntil: number;
  /** Which of its predicted spikes still counts. */
  version: number;
}

/** What comes to a neuron at one time. */
interface Touch {
  readonly population: string;
  readonly i: number;
  jump: number;
  isDue: boolean;
}

interface Outgoing {
  readonly to: string;
  readonly connections: Connections;
  readonly delay: number;
  readonly factor: (sender: number, t: number) => number;
  /** What learns, if anything does. */
  readonly learning: PlasticConnections | undefined;
}

type Event =
  | { readonly kind: "arrival"; readonly line: Outgoing; readonly sender: number; readonly strength: number }
  | { readonly kind: "prediction"; readonly population: string; readonly i: number; readonly version: number }
  | { readonly kind: "given"; readonly population: string; readonly i: number };

class EventEngine {
  private readonly network: Network;
  private readonly tick: number;
  private readonly onGrid: boolean;
  private readonly end: number;
  private readonly queue = new EventQueue<Event>();
  private readonly cells = new Map<string, readonly Cell[]>();
  private readonly lines: Outgoing[] = [];
  private readonly outgoing = new Map<string, Outgoing[]>();
  /** What learns when a population fires. */
  private readonly learning = new Map<string, PlasticConnections[]>();
  private readonly found = new Map<string, { times: number[]; neurons: number[] }>();
  private updates = 0;

  constructor(network: Network, { duration, dt }: EventOptions) {
    this.network = network;
    this.onGrid = dt !== undefined;
    this.tick = dt ?? 1;
    this.end = this.onGrid ? Math.round(duration / this.tick) : duration;
    for (const [name, population] of Object.entries(network.populations)) {
      this.found.set(name, { times: [], neurons: [] });
      this.outgoing.set(name, []);
      if (isSource(population)) this.addGiven(name, population);
      else this.cells.set(name, this.cellsOf(name, population));
    }
    this.connect();
  }

  run(): EventRun {
    for (const [name, cells] of this.cells) for (const i of cells.keys()) this.predict(name, i);
    while (this.queue.next <= this.end) this.moment(this.queue.next);
    const { populations } = this.network;
    const spikes = Array.from(this.found, ([name, own]) => [
      name,
      new SpikeTrains(own, sizeOfPopulation(populations[name]), this.end * this.tick),
    ]);
    const end = this.end * this.tick;
    const connections = this.lines.map((line) => line.learning?.at(end) ?? line.connections);
    return { spikes: Object.fromEntries(spikes), connections, updates: this.updates };
  }

  /** All that happens at one time: what arrives is summed, then each neuron concerned is looked at once. */
  private moment(at: number): void {
    const touched = new Map<Cell, Touch>();
    const touch = (population: string, i: number, by: number, isDue: boolean): void => {
      const cell = this.cell(population, i);
      const own = touched.get(cell) ?? { population, i, jump: 0, isDue: false };
      own.jump += by;
      own.isDue ||= isDue;
      touched.set(cell, own);
    };
    while (this.queue.next === at) {
      const event = this.queue.pop() as Event; // there is a next
      if (event.kind === "given") this.emit(event.population, event.i, at);
      else if (event.kind === "prediction") {
        const cell = this.cell(event.population, event.i);
        if (cell.version === event.version) touch(event.population, event.i, 0, true);
      } else {
        const { line, sender, strength } = event;
        const { offsets, targets, weights } = line.connections;
        if (line.learning !== undefined)
          line.learning.arrive(sender, at * this.tick, (target, weight) =>
            touch(line.to, target, weight, false),
          );
        else
          for (let s = offsets[sender]; s < offsets[sender + 1]; s++)
            touch(line.to, targets[s], weights[s] * strength, false);
      }
    }
    for (const [cell, what] of touched) if (at > cell.restUntil) this.look(cell, what, at);
  }

  private look(cell: Cell, { population, i, jump, isDue }: Touch, at: number): void {
    this.updates++;
    const { dynamics, current } = cell;
    cell.v = dynamics.after(cell.v, current, (at - cell.last) * this.tick) + jump;
    cell.last = at;
    const isExact = isDue && jump === 0 && !this.onGrid; // it reaches its threshold now, but for rounding
    if (isExact || cell.fires(cell.v)) {
      cell.v = dynamics.reset(isExact ? dynamics.vThreshold : cell.v);
      if (cell.rest > 0) cell.last = cell.restUntil = at + cell.rest;
      this.emit(population, i, at);
    }
    this.predict(population, i);
  }

  private emit(population: string, i: number, at: number): void {
    const own = this.found.get(population);
    own?.times.push(at * this.tick);
    own?.neurons.push(i);
    for (const synapses of this.learning.get(population) ?? []) synapses.fire(i, at * this.tick);
    for (const line of this.outgoing.get(population) ?? []) {
      const strength = line.factor(i, at * this.tick);
      this.queue.push(at + line.delay, { kind: "arrival", line, sender: i, strength });
    }
  }

  /** Puts the neuron's next spike of its own into the queue. */
  private predict(population: string, i: number): void {
    const cell = this.cell(population, i);
    cell.version++;
    const { dynamics, current, v, last } = cell;
    const wait = v >= dynamics.vThreshold ? 0 : dynamics.timeToThreshold(v, current);
    if (wait === Infinity) return;
    const at = this.onGrid ? this.firstStep(cell, wait) : last + wait;
    if (at <= this.end) this.queue.push(at, { kind: "prediction", population, i, version: cell.version });
  }

  /** The first step at whose end the neuron fires, `wait` ms from `last`; Infinity where it has sunk below by then. */
  private firstStep({ dynamics, current, fires, v, last }: Cell, wait: number): number {
    const isAbove = (k: number): boolean => fires(dynamics.after(v, current, (k - last) * this.tick));
    let k = last + Math.max(1, Math.floor(wait / this.tick) - 1); // one before rounding can be wrong
    const latest = k + 4;
    while (k < latest && !isAbove(k)) k++;
    return isAbove(k) ? k : Infinity;
  }

  private cell(population: string, i: number): Cell {
    return (this.cells.get(population) as readonly Cell[])[i]; // events are made for cells that are there
  }

  private cellsOf(name: string, { neuron, n, current = 0, initial = {} }: Population): readonly Cell[] {
    if (typeof current === "function" || (typeof current === "object" && "shape" in current))
      throw unsupported(name, "has a current that changes");
    if (neuron.chosen.reset === "none") throw unsupported(name, "is not reset, so it fires without end");
    const v = initial.v ?? neuron.initialState.v;
    return Array.from({ length: n }, (_, i) => {
      const at = (parameter: Parameter): number => parameterAt(parameter, i);
      const dynamics = neuron.events(at);
      if (dynamics === undefined) throw unsupported(name, `${neuron.kind} has no closed form between spikes`);
      const { vThreshold, tRefractory } = dynamics;
      return {
        dynamics,
        current: at(current),
        fires: neuron.fireWhen === ">" ? (x: number) => x > vThreshold : (x: number) => x >= vThreshold,
        rest: this.onGrid ? Math.round(tRefractory / this.tick) : tRefractory,
        v: at(v),
        last: 0,
        restUntil: -Infinity,
        version: 0,
      };
    });
  }

  private addGiven(population: string, { spikes }: SpikeSource): void {
    for (const [k, t] of spikes.times.entries()) {
      const at = this.onGrid ? Math.max(1, Math.ceil(t / this.tick - 1e-6)) : t;
      this.queue.push(at, { kind: "given", population, i: spikes.neurons[k] });
    }
  }

  private connect(): void {
    const { populations, projections = [] } = this.network;
    for (const { from, to, connect, synapse, delay = 0, plasticity } of projections) {
      if (synapse?.isInstant === false)
        throw unsupported(to, `receives through ${synapse.kind}, which lasts`);
      if (delay === 0 && !this.onGrid) {
        throw new NeurogradError(
          "invalid_option",
          `eventDriven: the projection "${from}" to "${to}" has no delay; give one > 0, or a grid by dt`,
        );
      }
      const [senders, receivers] = [from, to].map((name) => sizeOfPopulation(populations[name]));
      const connections = connect(senders, receivers);
      const learning = isLearned(plasticity)
        ? new PlasticConnections(connections, receivers, plasticity)
        : undefined;
      const factor = isLearned(plasticity) ? undefined : plasticity?.begin(senders);
      const steps = this.onGrid ? Math.max(1, Math.round(delay / this.tick)) : delay;
      const line = { to, connections, delay: steps, factor: factor ?? (() => 1), learning };
      this.lines.push(line);
      this.outgoing.get(from)?.push(line);
      if (learning !== undefined) this.learning.set(to, [...(this.learning.get(to) ?? []), learning]);
    }
  }
}

const unsupported = (population: string, what: string): NeurogradError =>
  new NeurogradError("invalid_option", `eventDriven: population "${population}" ${what}; use clockDriven`);
