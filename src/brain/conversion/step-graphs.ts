import { constant } from "../../core/constant.js";
import type { Graph, Value } from "../../core/graph.js";
import {
  add,
  averagePool,
  cast,
  conv,
  greaterEqual,
  matmul,
  maxPool,
  multiply,
  reshape,
  subtract,
  sum,
} from "../../core/ops/index.js";
import { simplify } from "../../core/simplify.js";
import type { Size } from "../../core/size.js";
import type { Tensor } from "../../core/tensor.js";
import { tensorType, trace } from "../../core/trace.js";
import { asFloat } from "../../nn/layers/as-float.js";
import { kernelFirst } from "../../nn/layers/convolution.js";
import { channelsFirst, channelsLast } from "../../nn/layers/spatial.js";
import { mapLast } from "./fold-scales.js";
import { isSpiking } from "./layer-costs.js";
import type { SpikingDescription, SpikingNode } from "./spiking-description.js";

// A converted network as two graphs: what is the same at every step, computed once, and one step, whose membranes go in and come out. Images have their channels first, as the ops
// want them, and membranes are in units of their thresholds: v/θ ← v/θ + x/θ, less 1 for a spike.

/** What is kept from step to step, by name: the shape of one example, channels first, and what it begins with. */
export interface StepState {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: number;
}
export interface StepGraphs {
  /** Input `x`; outputs are currents, by node. */
  readonly once: Graph;
  /** Inputs are these currents and the state; outputs the next state, `received`, and how many spikes each layer fired, `spikes/…`, of each example. */
  readonly step: Graph;
  readonly states: readonly StepState[];
  /** The layers that fire, in order. */
  readonly firing: readonly string[];
}

export const spikesKey = (name: string): string => `spikes/${name}`;

export function stepGraphs({ nodes }: SpikingDescription): StepGraphs {
  const inTime = new Set<string>();
  for (const { kind, name, inputs } of nodes)
    if (kind === "integrateAndFire" || kind === "output" || inputs.some((from) => inTime.has(from)))
      inTime.add(name);
  const constantNodes = nodes.filter(({ name }) => !inTime.has(name));
  const timed = nodes.filter(({ name }) => inTime.has(name));
  const crossing = constantNodes.filter(({ name }) => timed.some(({ inputs }) => inputs.includes(name)));
  const gains = gainsOf(nodes);

  const [first] = nodes; // the input
  const once = trace(
    { x: tensorType(["batch", ...first.shape], first.kind === "input" ? first.dtype : "float32") },
    ({ x }) => {
      const values = new Map<string, Value>([[first.name, toFirst(asFloat(x))]]);
      for (const node of constantNodes.slice(1))
        values.set(node.name, linear(node, given(node, values), gains));
      return Object.fromEntries(crossing.map(({ name }) => [name, values.get(name) as Value])); // all are made
    },
  );

  const states = timed.flatMap(statesOf);
  const types = [
    ...crossing.map(({ name, shape }) => [name, tensorType(["batch", ...firstShape(shape)])] as const),
    ...states.map(({ name, shape }) => [name, tensorType(["batch", ...shape])] as const),
  ];
  const firing = timed.filter(isSpiking).map(({ name }) => name);
  const step = trace(Object.fromEntries(types), (inputs) => {
    const values = new Map<string, Value>(crossing.map(({ name }) => [name, inputs[name]]));
    const outputs: Record<string, Value> = {};
    for (const node of timed) {
      const from = given(node, values);
      if (node.kind === "output") outputs.received = toLast(from[0]);
      else if (node.kind === "integrateAndFire") {
        const key = membraneKey(node.name);
        const isScaled = gains.has(node.inputs[0]);
        const current = isScaled ? from[0] : multiply(from[0], 1 / node.vThreshold);
        const v = add(inputs[key], current); // v/θ
        const spikes = cast(greaterEqual(v, 1), { dtype: "float32" });
        outputs[key] = subtract(v, spikes);
        values.set(node.name, spikes);
      } else if (node.kind === "maxPool") {
        const [counts, before] = [countsKey(node.name), largestKey(node.name)];
        const after = add(inputs[counts], from[0]);
        const largest = pooled(node, after);
        outputs[counts] = after;
        outputs[before] = largest;
        values.set(node.name, subtract(largest, inputs[before]));
      } else values.set(node.name, linear(node, from, gains));
    }
    for (const name of firing) outputs[spikesKey(name)] = countOf(values.get(name) as Value); // all are made
    return outputs;
  });
  return { once: simplify(once), step: simplify(step), states, firing };
}

const membraneKey = (name: string): string => `v/${name}`;
const countsKey = (name: string): string => `counts/${name}`;
const largestKey = (name: string): string => `largest/${name}`;

function statesOf(node: SpikingNode, _: number, nodes: readonly SpikingNode[]): readonly StepState[] {
  const { name } = node;
  const shape = firstShape(node.shape);
  if (node.kind === "integrateAndFire")
    return [{ name: membraneKey(name), shape, start: node.vStart / node.vThreshold }];
  if (node.kind !== "maxPool") return [];
  const before = nodes.find((other) => other.name === node.inputs[0]) ?? node; // it stands among those in time
  return [
    { name: countsKey(name), shape: firstShape(before.shape), start: 0 },
    { name: largestKey(name), shape, start: 0 },
  ];
}

/** Weights whose currents go into one layer of neurons and nowhere else are divided by its threshold. */
function gainsOf(nodes: readonly SpikingNode[]): ReadonlyMap<string, number> {
  const gains = new Map<string, number>();
  for (const node of nodes) {
    const [from] = node.inputs;
    const readers = nodes.filter(({ inputs }) => inputs.includes(from));
    const before = nodes.find(({ name }) => name === from);
    const hasWeights = before?.kind === "affine" || before?.kind === "conv";
    if (node.kind === "integrateAndFire" && readers.length === 1 && hasWeights)
      gains.set(from, 1 / node.vThreshold);
  }
  return gains;
}

const given = ({ inputs }: SpikingNode, values: ReadonlyMap<string, Value>): readonly Value[] =>
  inputs.map((from) => values.get(from) as Value); // it stands before

/** What a node without memory makes of its inputs. */
function linear(
  node: SpikingNode,
  [x, ...rest]: readonly Value[],
  gains: ReadonlyMap<string, number>,
): Value {
  const { shape } = node;
  const gain = gains.get(node.name) ?? 1;
  const weighted = (weights: Tensor): Value =>
    constant(
      mapLast(weights, (w) => w * gain),
      "float32",
    );
  const batch: Size = x.shape[0];
  switch (node.kind) {
    case "affine":
      return toFirst(add(matmul(toLast(x), weighted(node.weight)), weighted(node.bias)));
    case "conv": {
      const { strides, pads, dilations, groups } = node;
      return conv(x, kernelFirst(weighted(node.weight)), weighted(node.bias), {
        strides,
        pads,
        dilations,
        groups,
      });
    }
    case "scale": {
      const along = (values: Tensor): Value => {
        const ones = values.size === 1 ? [] : shape.slice(1).map(() => 1);
        return reshape(constant(values, "float32"), { shape: [...values.shape, ...ones] });
      };
      return add(multiply(x, along(node.scale)), along(node.offset));
    }
    case "averagePool":
    case "maxPool":
      return pooled(node, x);
    case "add":
      return rest.reduce((a, b) => add(a, b), x);
    default:
      return toFirst(reshape(toLast(x), { shape: [batch, ...shape] })); // flatten and reshape
  }
}

const pooled = (
  { kind, poolSize, strides, pads }: Extract<SpikingNode, { kind: "averagePool" | "maxPool" }>,
  x: Value,
): Value => (kind === "maxPool" ? maxPool : averagePool)(x, { poolSize, strides, pads, dilations: null });

/** How many neurons of each example fire. */
const countOf = (spikes: Value): Value => sum(spikes, { axis: spikes.shape.slice(1).map((_, k) => k + 1) });

const firstShape = (shape: readonly number[]): readonly number[] =>
  shape.length > 1 ? [shape[shape.length - 1], ...shape.slice(0, -1)] : shape;
const toFirst = (x: Value): Value => (x.shape.length > 2 ? channelsFirst(x) : x);
const toLast = (x: Value): Value => (x.shape.length > 2 ? channelsLast(x) : x);
