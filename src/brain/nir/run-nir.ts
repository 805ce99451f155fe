import { NeurogradError, unknownName } from "../../core/errors.js";
import { sizeOf, Tensor } from "../../core/tensor.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkOneOf, checkPositive } from "../../nn/options.js";
import { Yielder } from "../../nn/yielder.js";
import { checkGraph } from "./check-graph.js";
import { flattenGraph } from "./flatten-graph.js";
import type { NirDynamics } from "./neuron-unit.js";
import type { NirGraph } from "./nir-graph.js";
import { invalid } from "./nir-tree.js";
import { type Unit, type Units, unitsOf } from "./run-units.js";

export interface RunNirOptions extends NirDynamics {
  /** Nodes whose output is kept, and of neurons the membrane; those of inner graphs as `graph/node`. */
  readonly record?: readonly string[];
}

/** What a run gave; every Tensor is float64 [steps, ...shape]. */
export interface NirRun {
  /** Of the only Output; of the first, where there are several. */
  readonly output: Tensor;
  /** Of each Output, by name. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** What recorded nodes handed on. */
  readonly recorded: Readonly<Record<string, Tensor>>;
  /** The membranes of recorded neurons, after the reset. */
  readonly v: Readonly<Record<string, Tensor>>;
}

const options = ["dt", "reset", "resetAt", "fireWhen", "integration", "initial", "record"];

/**
 * Runs a NIR graph in float64, step by step: what a file means, to hold other programs against. Recurrent graphs and graphs in graphs included.
 *
 * A number that comes in flows during its step, a spike is 1 for one step. Within a step data go through the whole graph; neurons that form a circle hear one another one step
 * later. Membranes begin at v_leak, or at 0 where there is no leak. Average pooling counts the zeros of its padding, as PyTorch does.
 *
 * Shape   input [steps, ...shape] of the Input, or one for each by name.
 * Units   dt in ms; τ and delays of a file are in s.
 * Throws  `shape_mismatch`, `invalid_option`, `unknown_name`, `missing_input`, `invalid_nir`, `several_outputs`.
 * Source  Pedersen et al. (2024), Nat. Commun. 15:8122, table 1
 *
 * @example
 * const one = tensor([1]);
 * const lif = { type: "LIF", tau: tensor([0.01]), r: one, vLeak: tensor([0]), vThreshold: tensor([0.5]), vReset: tensor([0]) } as const;
 * const nodes = { in: { type: "Input", shape: [1] }, lif, out: { type: "Output", shape: [1] } } as const;
 * const edges = [["in", "lif"], ["lif", "out"]] as const;
 * const { output } = await runNir({ type: "NIRGraph", nodes, edges }, tensor(new Float64Array(20).fill(1), { shape: [20, 1] }), { dt: 1 });
 * output.toFloat64().indexOf(1);                                // 6: (1 − e^(−7/10)) > 0.5
 */
export async function runNir(
  graph: NirGraph,
  input: Tensor | Readonly<Record<string, Tensor>>,
  given: RunNirOptions,
): Promise<NirRun> {
  checkOptionNames("runNir", given, options);
  const { dt, record = [] } = given;
  checkPositive("runNir", "dt", dt);
  checkOneOf("runNir", "reset", given.reset ?? "value", ["value", "subtract", "none"]);
  checkOneOf("runNir", "resetAt", given.resetAt ?? "spike", ["spike", "nextStep"]);
  checkOneOf("runNir", "fireWhen", given.fireWhen ?? ">", [">", ">="]);
  checkOneOf("runNir", "integration", given.integration ?? "exact", ["exact", "euler"]);
  checkGraph(graph, "runNir");
  const flat = flattenGraph(graph);
  for (const name of Object.keys(given.initial ?? {}))
    if (!flat.nodes.has(name)) throw unknownName("runNir: initial", name, [...flat.nodes.keys()]);
  for (const name of record)
    if (!flat.nodes.has(name)) throw unknownName("runNir: record", name, [...flat.nodes.keys()]);
  const feeds = feedsOf(graph, input);
  const units = await unitsOf(flat, given);
  const outputs = Object.keys(graph.nodes).filter((name) => graph.nodes[name].type === "Output");
  if (outputs.length === 0)
    throw invalid("runNir", "the graph has no Output; put one behind what you want to see");
  const { steps } = feeds;
  const said = [...new Set([...outputs, ...record])].map((name) =>
    rowsOf(units, name, steps, () => units.of(name).output),
  );
  const membranes = record.flatMap((name) => {
    const { v } = units.of(name);
    return v === undefined ? [] : [rowsOf(units, name, steps, v)];
  });
  const clock = new Yielder();
  for (let k = 0; k < steps; k++) {
    step(units, (name) => feeds.at(name, k));
    for (const { data, read } of [...said, ...membranes]) {
      const row = read();
      data.set(row, k * row.length);
    }
    if (k % 16 === 0) await clock.pause();
  }
  const found = tensorsOf(said, outputs);
  return {
    output: found[outputs[0]],
    outputs: found,
    recorded: tensorsOf(said, record),
    v: tensorsOf(membranes, record),
  };
}

/** One step of all: each says what follows from what arrives; delays take in at its end. */
function step({ order, of }: Units, feed: (name: string) => Float64Array | undefined): void {
  for (const name of order) of(name).previous = of(name).output;
  for (const name of order) {
    const unit = of(name);
    unit.output = unit.work(feed(name) ?? (unit.takeIn ? unit.output : arriving(of, unit)));
  }
  for (const name of order) {
    const unit = of(name);
    unit.takeIn?.(arriving(of, unit));
  }
}

/** The sum of what the sources say. */
function arriving(of: Units["of"], { sources, input }: Unit): Float64Array {
  const heard = sources.map(({ from, isLate }) => (isLate ? of(from).previous : of(from).output));
  if (heard.length === 1) return heard[0];
  const sum = new Float64Array(sizeOf(input));
  for (const output of heard) for (let i = 0; i < sum.length; i++) sum[i] += output[i];
  return sum;
}

/** What is kept of a node, a row for each step. */
interface Rows {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float64Array;
  readonly read: () => Float64Array;
}

function rowsOf(units: Units, name: string, steps: number, read: () => Float64Array): Rows {
  const shape = [steps, ...units.of(name).shape];
  return { name, shape, data: new Float64Array(sizeOf(shape)), read };
}

const tensorsOf = (rows: readonly Rows[], names: readonly string[]): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(
    rows
      .filter(({ name }) => names.includes(name))
      .map(({ name, data, shape }) => [name, new Tensor(data, shape, "float64")]),
  );

/** What is fed in each step. */
interface Feeds {
  readonly steps: number;
  readonly at: (name: string, k: number) => Float64Array | undefined;
}

function feedsOf(graph: NirGraph, input: Tensor | Readonly<Record<string, Tensor>>): Feeds {
  const inputs = Object.entries(graph.nodes).flatMap(([name, node]) =>
    node.type === "Input" ? [{ name, shape: node.shape }] : [],
  );
  const names = inputs.map(({ name }) => name);
  const given = input instanceof Tensor ? { [names[0] ?? "input"]: input } : input;
  for (const name of Object.keys(given))
    if (!names.includes(name)) throw unknownName("runNir: input", name, names);
  const fed = new Map<string, { readonly data: Float64Array; readonly size: number }>();
  let steps: number | undefined;
  for (const { name, shape } of inputs) {
    const tensor = given[name];
    if (tensor === undefined) {
      throw new NeurogradError(
        "missing_input",
        `runNir: nothing is given for the Input "${name}"; pass { ${names.map((other) => `"${other}": …`).join(", ")} }`,
      );
    }
    const [rows, ...rest] = tensor.shape;
    steps ??= rows;
    if (rest.join() !== shape.join() || rows !== steps) {
      throw new NeurogradError(
        "shape_mismatch",
        `runNir: the Input "${name}" takes [${["steps", ...shape].join(", ")}], as many steps for each; got [${tensor.shape.join(", ")}]`,
      );
    }
    fed.set(name, { data: tensor.toFloat64(), size: sizeOf(shape) });
  }
  if (steps === undefined)
    throw invalid("runNir", "the graph has no Input; put one before what takes in data");
  return {
    steps,
    at: (name, k) => {
      const from = fed.get(name);
      return from?.data.subarray(k * from.size, (k + 1) * from.size);
    },
  };
}
