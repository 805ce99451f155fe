import { NeurogradError } from "../../core/errors.js";
import { simplify } from "../../core/simplify.js";
import { Tensor } from "../../core/tensor.js";
import { trace } from "../../core/trace.js";
import { writeLoop } from "../dynamics/fused-loop.js";
import { type Parameter, spread } from "../dynamics/quantity.js";
import type { Connections } from "./connections.js";
import type { ExchangeLayout, Share } from "./exchange.js";
import { type LineSpec, lineSpec } from "./line.js";
import { type Drive, isSource, type Network, type Population, type Projection } from "./network.js";
import { type LinePart, type NeuronsPart, type Part, rules } from "./part.js";
import { driver, populationKey, prepare } from "./population-run.js";
import { arrivalsKey } from "./population-step.js";
import { spikesByStep } from "./stepped-population.js";

export interface DivideOptions {
  readonly parts: number;
  readonly dt: number;
  readonly steps: number;
  readonly seed: number;
  readonly record: Readonly<Record<string, readonly string[]>>;
}

export interface DividedNetwork {
  readonly parts: readonly Part[];
  readonly layout: ExchangeLayout;
  /** Every projection as a whole. */
  readonly lines: readonly LineSpec[];
}

/** The most steps between two exchanges: more save nothing, and take memory. */
const longestWindow = 32;

/** A network as parts that can run apart: each population's neurons are dealt out in a row, and a synapse goes with its receiver. Throws `invalid_option` for what cannot be sent. */
export function divideNetwork(network: Network, options: DivideOptions): DividedNetwork {
  const { parts: count, dt, steps } = options;
  const { populations, projections = [] } = network;
  const lines = projections.map((projection) => lineSpec(projection, network, dt));
  const window = Math.min(longestWindow, ...lines.map(({ delay }) => delay), steps);
  const neurons: NeuronsPart[][] = Array.from({ length: count }, () => []);
  const shares: Share[] = [];
  const given = new Map<string, Map<number, number[]>>();
  for (const [name, population] of Object.entries(populations)) {
    if (isSource(population)) {
      given.set(name, spikesByStep(population.spikes, dt));
      continue;
    }
    const firsts = firstsOf(population.n, count);
    shares.push({ population: name, firsts });
    const incoming = projections.filter(({ to }) => to === name);
    for (const [p, own] of neuronsOf(name, population, incoming, firsts, options).entries())
      if (own !== undefined) neurons[p].push(own);
  }
  const firstsByName = new Map(shares.map(({ population, firsts }) => [population, firsts]));
  const parts = neurons.map((own, p): Part => {
    const mine = projections.flatMap((projection, k): LinePart[] => {
      const firsts = firstsByName.get(projection.to) as readonly number[]; // checkNetwork saw that it has neurons
      const [first, end] = [firsts[p], firsts[p + 1]];
      if (first === end) return [];
      const among = projections.filter(({ to }) => to === projection.to).indexOf(projection);
      return [
        {
          ...lines[k],
          receivers: end - first,
          connections: connectionsTo(lines[k].connections, first, end),
          projection: k,
          arrivals: arrivalsKey(among),
          rule: ruleOf(projection),
        },
      ];
    });
    return { dt, steps, window, neurons: own, given, lines: mine };
  });
  return { parts, layout: { shares, parts: count, window }, lines };
}

/** Where the neurons of each part begin, and where the last ends. */
const firstsOf = (n: number, parts: number): readonly number[] =>
  Array.from({ length: parts + 1 }, (_, p) => Math.floor((n * p) / parts));

/** Each part's neurons of a population; undefined where it has none. */
function neuronsOf(
  name: string,
  population: Population,
  incoming: readonly Projection[],
  firsts: readonly number[],
  { dt, steps, seed, record }: DivideOptions,
): readonly (NeuronsPart | undefined)[] {
  const { neuron, n, current = 0, initial = {} } = population;
  const recorded = record[name] ?? [];
  prepare(population, incoming, recorded, dt, "float64"); // says what is wrong with the whole
  if (typeof current === "function") {
    throw new NeurogradError(
      "invalid_option",
      `clockDriven: workers: the current of population "${name}" is a function, which cannot be sent; give a tensor with a row for each step, or leave out workers`,
    );
  }
  driver(`population "${name}"`, current, new Float64Array(n), steps, dt); // likewise
  return firsts.slice(0, -1).map((first, p) => {
    const end = firsts[p + 1];
    if (first === end) return undefined;
    const cut = <T extends Readonly<Record<string, Parameter>>>(values: T): T =>
      Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, cutParameter(value, first, end)]),
      ) as T; // its names
    const own = {
      neuron: { ...neuron, parameters: cut(neuron.parameters), initialState: cut(neuron.initialState) },
      n: end - first,
      initial: cut(initial),
    };
    const synapses = incoming.map((projection) => {
      const { synapse } = projection;
      return synapse === undefined
        ? projection
        : { ...projection, synapse: { ...synapse, parameters: cut(synapse.parameters) } };
    });
    const { step, state, recorded: outputs } = prepare(own, synapses, recorded, dt, "float64");
    const loop = writeLoop(simplify(trace(step.types, step.fn)));
    if (loop === undefined) {
      throw new NeurogradError(
        "invalid_option",
        `clockDriven: workers: a step of population "${name}" (${neuron.kind}) is not made of element-wise ops alone; leave out workers`,
      );
    }
    return {
      name,
      n: end - first,
      first,
      loop,
      state,
      current: currentOf(current, n, first, end),
      key: populationKey(seed, name),
      recorded: outputs,
    };
  });
}

const cutParameter = (value: Parameter, first: number, end: number): Parameter =>
  typeof value === "number" ? value : value.slice(first, end);

/** One current for each neuron from `first` to before `end`, or a row of them for each step. */
function currentOf(
  current: Exclude<Drive, (t: number, current: Float64Array) => void>,
  n: number,
  first: number,
  end: number,
): Float64Array {
  if (!(current instanceof Tensor)) return spread(current, n).slice(first, end);
  const [all, size] = [current.toFloat64(), end - first];
  const rows = new Float64Array((all.length / n) * size);
  for (let k = 0; k * n < all.length; k++) rows.set(all.subarray(k * n + first, k * n + end), k * size);
  return rows;
}

/** The synapses that end at receivers from `first` to before `end`, which are then counted from 0. */
function connectionsTo({ offsets, targets, weights }: Connections, first: number, end: number): Connections {
  const kept = keptBy(targets, first, end);
  const own = new Int32Array(offsets.length);
  let [sender, s] = [0, 0];
  for (const at of kept) {
    while (at >= offsets[sender + 1]) own[++sender] = s;
    s++;
  }
  own.fill(s, sender + 1);
  return {
    offsets: own,
    targets: Int32Array.from(kept, (at) => targets[at] - first),
    weights: Float64Array.from(kept, (at) => weights[at]),
  };
}

/** Which synapses end at these receivers. */
function keptBy(targets: Int32Array, first: number, end: number): readonly number[] {
  const kept: number[] = [];
  for (const [at, target] of targets.entries()) if (target >= first && target < end) kept.push(at);
  return kept;
}

/** The synapses of a projection with the weights that parts have left. */
export function joinWeights(
  { connections, receivers }: LineSpec,
  parts: readonly (Float64Array | undefined)[],
): Connections {
  if (parts.every((own) => own === undefined)) return connections;
  const weights = connections.weights.slice();
  const firsts = firstsOf(receivers, parts.length);
  for (const [p, own] of parts.entries()) {
    if (own !== undefined)
      for (const [i, at] of keptBy(connections.targets, firsts[p], firsts[p + 1]).entries())
        weights[at] = own[i];
  }
  return { ...connections, weights };
}

function ruleOf({ from, to, plasticity }: Projection): LinePart["rule"] {
  if (plasticity === undefined) return undefined;
  const { kind, options } = plasticity;
  if (rules[kind] !== undefined && options !== undefined) return { kind, options };
  throw new NeurogradError(
    "invalid_option",
    `clockDriven: workers: the rule "${kind}" of the projection "${from}" to "${to}" is not of this package and cannot be sent; leave out workers`,
  );
}
