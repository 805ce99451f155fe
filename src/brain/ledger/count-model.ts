import { NeurogradError } from "../../core/errors.js";
import type { TensorType } from "../../core/graph.js";
import { replaceSizes } from "../../core/size.js";
import { type Batch, batchSource, type Data } from "../../nn/batches.js";
import { checkOptionNames } from "../../nn/config.js";
import { sizesOf } from "../../nn/layer-graph.js";
import type { Model } from "../../nn/model.js";
import { checkPositiveInteger } from "../../nn/options.js";
import { predictGraph } from "../../nn/predict-graph.js";
import { inputName } from "../../nn/step-inputs.js";
import { Yielder } from "../../nn/yielder.js";
import { type GraphWork, graphWork, withoutLoops } from "./graph-work.js";
import { byName, lineOf, type Work, type WorkLine } from "./work.js";

export interface CountWorkOptions {
  /** Inputs to count on: a network in which spikes meet weights needs them, and one whose inputs are of open length. */
  readonly samples?: Data;
  /** Default: 32. */
  readonly batchSize?: number;
}

/** Layers whose neurons keep a state from step to step. */
const stateful: ReadonlySet<string> = new Set(["leakyLayer", "synapticLayer"]);
/** Layers that hand on spikes which they find by counting, so that their ops do not show it. */
const spikingByCounts: ReadonlySet<string> = new Set(["spikeMaxPooling"]);

/**
 * What a network does to predict from one input, layer by layer: counted in its graph, whatever its layers are; where spikes (values that can be nothing but 0 or 1) meet weights, they are counted as they
 * come on samples, each with the additions that it causes. What depends on weights alone, such as the scale of a batch normalization, is not counted.
 *
 * Throws  `missing_option` where samples are needed, `invalid_option`, `unknown_name`, `shape_mismatch`.
 *
 * @example
 * const net = sequential([input({ shape: [784] }), layers.dense({ units: 1000, activation: "relu" }), layers.dense({ units: 10 })]);
 * const { lines } = await countWork(net);
 * lines.map(({ name, macs }) => [name, macs]);                  // dense 784,000, dense_1 10,000
 */
export async function countWork(net: Model, options: CountWorkOptions = {}): Promise<Work> {
  checkOptionNames("countWork", options, ["samples", "batchSize"]);
  const { samples, batchSize = 32 } = options;
  checkPositiveInteger("countWork", "batchSize", batchSize);
  if (samples === undefined) return { lines: byName(alone(net)) };
  const source = await batchSource(samples, undefined, {
    batchSize,
    inputNames: net.inputNames,
    targetNames: [],
    where: "countWork",
  });
  const yielder = new Yielder();
  const lines: WorkLine[] = [];
  let count = 0;
  for await (const batch of source.epoch(0, 0) as AsyncIterable<Batch>) {
    lines.push(...(await ofBatch(net, batch)));
    count += batch.x[0].shape[0];
    await yielder.pause();
  }
  return { lines: byName(lines).map((line) => shared(line, count)) };
}

/** One input of the sizes that the model says. */
function alone(net: Model): readonly WorkLine[] {
  const types = net.graph.inputs.map(({ dtype, shape }) => ({ dtype, shape: [1, ...shape.slice(1)] }));
  const open = types.findIndex(({ shape }) => shape.some((size) => typeof size !== "number"));
  if (open >= 0) throw needsSamples(`input "${net.inputNames[open]}" has a size of its own in each batch`);
  const { lines, spiking } = counted(net, types).work;
  if (spiking.length > 0) throw needsSamples(`spikes arrive at ${spiking[0].name}`);
  return lines;
}

async function ofBatch(net: Model, { x }: Batch): Promise<readonly WorkLine[]> {
  const types = x.map(({ dtype, shape }) => ({ dtype, shape }));
  const { work, graph } = counted(net, types);
  const { spiking, lines } = work;
  if (spiking.length === 0) return lines;
  const outputs = spiking.flatMap(({ spikes, additions }, i) => [
    [`spikes/${i}`, spikes] as const,
    [`additions/${i}`, additions] as const,
  ]);
  const { executables, state } = await net.start();
  const key = `countWork ${types.map(({ dtype, shape }) => `${dtype}[${shape}]`)}`;
  const executable = await executables.get(key, () => ({
    inputs: graph.inputs,
    outputs: Object.fromEntries(outputs),
  }));
  const feeds = Object.fromEntries(x.map((t, k) => [inputKey(net, k), t]));
  const found = await executable.run(feeds, state);
  const total = (name: string): number => found[name].toFloat64().reduce((a, b) => a + b, 0);
  const arrived = spiking.map(({ name, sizes, fanOut }, i) =>
    lineOf(name, { spikes: total(`spikes/${i}`), accumulates: fanOut * total(`additions/${i}`), sizes }),
  );
  return [...lines, ...arrived];
}

const inputKey = (net: Model, k: number): string =>
  net.graph.inputs[k].name ?? inputName(k, net.graph.inputs.length);

/** What the model does with inputs of these types, as far as the graph tells. */
function counted(
  net: Model,
  types: readonly TensorType[],
): { readonly work: GraphWork; readonly graph: ReturnType<typeof withoutLoops> } {
  const graph = withoutLoops(predictGraph(net.graph, net.values.weights, net.outputNames, types));
  const names = types.map((_, k) => inputKey(net, k));
  const spiking = net.graph.layers.filter(({ layer }) => spikingByCounts.has(layer.kind));
  const work = graphWork(graph, names, new Set(spiking.map(({ name }) => name)));
  const given = names.map((name) => graph.inputs.find((value) => value.name === name) ?? graph.inputs[0]); // each is there
  const sizes = sizesOf(net.graph.inputs, given);
  const states = net.graph.calls.flatMap(({ target, outputs: [y] }) => {
    const named = net.graph.layers.find(({ layer }) => layer === target);
    if (named === undefined || !stateful.has(named.layer.kind)) return [];
    const shape = replaceSizes(y.shape, sizes) as readonly number[];
    const updates = shape.reduce((a, b) => a * b, 1);
    return [lineOf(named.name, { updates, sizes: { sums: updates / shape[0] / shape[1] } })];
  });
  return { work: { ...work, lines: [...work.lines, ...states] }, graph };
}

const needsSamples = (why: string): NeurogradError =>
  new NeurogradError("missing_option", `countWork: ${why}; give samples to count on`);

/** Of so many inputs, one's share. */
function shared(line: WorkLine, count: number): WorkLine {
  const { name, sizes, ...numbers } = line;
  const each = Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, value / count]));
  return { ...(each as typeof numbers), name, sizes };
}
