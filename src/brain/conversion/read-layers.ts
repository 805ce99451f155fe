import { NeurogradError } from "../../core/errors.js";
import { fromFloat64, type Tensor } from "../../core/tensor.js";
import type { LayerGraph } from "../../nn/layer-graph.js";
import { isOpCall, type LayerCall, type LayerSymbol } from "../../nn/symbol.js";
import { layerReaders } from "./layer-readers.js";
import { cannotConvert } from "./refusal.js";
import type { SpikingNode } from "./spiking-description.js";

/** A trained network as nodes that know nothing of spikes yet: thresholds are 1, weights as trained. */
export interface ReadNetwork {
  readonly nodes: readonly SpikingNode[];
  /** For each integrate-and-fire node the rectified activations that its rate is to stand for. */
  readonly rectified: ReadonlyMap<string, LayerSymbol>;
}

/** A node but for what is the same for all. */
type Distributed<T> = T extends unknown ? Omit<T, "name" | "inputs" | "shape"> : never;
export type NodeBody = Distributed<SpikingNode>;

/** One call of a layer, and what its reader may do. */
export interface LayerReading {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** The node of each input, and the shape of one example of it. */
  readonly inputs: readonly string[];
  readonly inputShapes: readonly (readonly number[])[];
  /** Shape of one example of what the layer gives. */
  readonly shape: readonly number[];
  /** A weight, in float64; undefined where the layer has none of that name. */
  weight(key: string): Tensor | undefined;
  /** Adds a node, and gives its name. */
  push(name: string, inputs: readonly string[], shape: readonly number[], body: NodeBody): string;
  /** Puts neurons behind a node whose values are rectified; `cap`: and have a largest value. */
  rectify(from: string, options: { readonly name: string; readonly cap: boolean }): string;
  /** What an activation makes of a node. Throws `cannot_convert` for all but ReLU, unless it is what the network says in the end. */
  activate(from: string, activation: unknown, neurons?: string): string;
}

/** Reads the layers of a network. Throws `cannot_convert`, `unknown_size`. */
export function readLayers(graph: LayerGraph, read: (path: string) => Tensor): ReadNetwork {
  const [input, output] = only(graph);
  const nodes: SpikingNode[] = [];
  const rectified = new Map<string, LayerSymbol>();
  const nonNegative = new Set<string>();
  const taken = new Set<string>();
  const placeOf = new Map<LayerSymbol, string>();
  const named = new Map(graph.layers.map((entry) => [entry.layer, entry]));
  let said: string | null = null;

  const push = (
    wanted: string,
    inputs: readonly string[],
    shape: readonly number[],
    body: NodeBody,
  ): string => {
    const base = wanted.replaceAll("/", "_");
    let name = base;
    for (let k = 1; taken.has(name); k++) name = `${base}_${k}`;
    taken.add(name);
    nodes.push({ ...body, name, inputs, shape } as SpikingNode); // the body is that of a node
    const keepsSign = ["averagePool", "maxPool", "flatten", "reshape", "add"].includes(body.kind);
    if (body.kind === "integrateAndFire" || (keepsSign && inputs.every((from) => nonNegative.has(from))))
      nonNegative.add(name);
    return name;
  };

  placeOf.set(input, push("input", [], sizesOf(input, "the input"), { kind: "input", dtype: input.dtype }));
  for (const call of graph.calls) {
    const symbol = call.outputs[0];
    const { name, kind, config, weights } = described(call, named);
    const inputs = call.inputs.map((from) => placeOf.get(from) ?? later(name));
    const shape = sizesOf(symbol, name);
    const rectify: LayerReading["rectify"] = (from, { name: wanted, cap }) => {
      if (nonNegative.has(from) && !cap) return from; // already rectified
      const neurons = push(wanted, [from], shape, { kind: "integrateAndFire", vThreshold: 1, vStart: 0 });
      rectified.set(neurons, symbol);
      return neurons;
    };
    const reading: LayerReading = {
      name,
      config,
      inputs,
      inputShapes: call.inputs.map((from) => sizesOf(from, name)),
      shape,
      weight: (key) => {
        if (weights[key] === undefined) return undefined;
        const value = read(`${name}/${key}`);
        return fromFloat64(value.toFloat64(), value.shape, "float64");
      },
      push,
      rectify,
      activate: (from, activation, neurons = `${name}_spikes`) => {
        if (activation === undefined || activation === null || activation === "linear") return from;
        if (activation === "relu") return rectify(from, { name: neurons, cap: false });
        if (kindOf(activation) === "relu6") return rectify(from, { name: neurons, cap: true });
        if (symbol === output && typeof activation === "string") {
          said = activation;
          return from;
        }
        throw cannotConvert(
          `${name} has the activation ${kindOf(activation)}, and a firing rate is a ReLU; train with activation: "relu" (the last layer may have any that a string names)`,
        );
      },
    };
    const isKnown = !isOpCall(call.target) || kind === "add" || kind === "relu";
    const reader = isKnown ? layerReaders[kind] : undefined;
    if (reader === undefined) throw cannotConvert(unknownLayer(name, kind, call));
    placeOf.set(symbol, reader(reading));
  }
  const last = placeOf.get(output) ?? "input";
  push("output", [last], sizesOf(output, "the output"), { kind: "output", activation: said });
  if (rectified.size === 0) {
    throw cannotConvert(
      'there is no ReLU in this network, so nothing in it would fire; give a hidden layer activation: "relu", train, and convert again',
    );
  }
  return { nodes, rectified };
}

const kindOf = (activation: unknown): string => {
  if (typeof activation === "string") return `"${activation}"`;
  if (typeof activation !== "object" || activation === null) return String(activation);
  if ("kind" in activation) return String(activation.kind);
  return "function" in activation
    ? `that is a function (${activation.function || "without a name"})`
    : "of another kind";
};

/** The one input and the one output. */
function only({ inputs, outputs }: LayerGraph): readonly [LayerSymbol, LayerSymbol] {
  if (inputs.length === 1 && outputs.length === 1) return [inputs[0], outputs[0]];
  throw cannotConvert(
    `the model has ${inputs.length} inputs and ${outputs.length} outputs; convert a part with one of each: model({ inputs: net.inputs[0], outputs: net.outputs[0] })`,
  );
}

function described(
  { target }: LayerCall,
  named: ReadonlyMap<unknown, LayerGraph["layers"][number]>,
): { name: string; kind: string; config: LayerReading["config"]; weights: object & Record<string, unknown> } {
  if (isOpCall(target)) return { name: target.op.name, kind: target.op.name, config: {}, weights: {} };
  const { name = target.kind, weights = {} } = named.get(target) ?? {};
  return { name, kind: target.kind, config: target.config, weights };
}

const unknownLayer = (name: string, kind: string, { target }: LayerCall): string =>
  isOpCall(target)
    ? `ops.${kind} has no counterpart in spikes; of ops between layers, add and relu have one: use layers, or convert the part before it`
    : `${name} is a layer of kind ${kind}, which has no counterpart in spikes; what has one: ${Object.keys(layerReaders).join(", ")}`;

/** Sizes of one example. Throws `unknown_size`. */
function sizesOf({ shape }: LayerSymbol, where: string): readonly number[] {
  return shape.slice(1).map((size) => {
    if (typeof size === "number") return size;
    throw new NeurogradError(
      "unknown_size",
      `toSpiking: ${where} has an open size, [${shape.slice(1).join(", ")}], and every neuron has a membrane of its own; give the input's shape in full`,
    );
  });
}

const later = (name: string): never => {
  throw cannotConvert(`${name} reads a second output of a layer; convert a part that does not`);
};
