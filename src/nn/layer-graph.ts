import { NeurogradError } from "../core/errors.js";
import { type Value, withScope } from "../core/graph.js";
import { applyOp } from "../core/op.js";
import type { Operand } from "../core/operand.js";
import { divide } from "../core/ops/index.js";
import { replaceSizes, type Size, sizeName } from "../core/size.js";
import { type Layer, type LayerRandom, layerRandom, type Mask, noRandom, type WeightSpec } from "./layer.js";
import { isOpCall, type LayerCall, type LayerSymbol } from "./symbol.js";

/** A layer in a model: its name there, and the weights it asks for. */
export interface NamedLayer {
  readonly name: string;
  readonly layer: Layer;
  readonly weights: Readonly<Record<string, WeightSpec>>;
}
/** The layers of a model and how they are joined. */
export interface LayerGraph {
  readonly inputs: readonly LayerSymbol[];
  readonly outputs: readonly LayerSymbol[];
  readonly calls: readonly LayerCall[]; // each after those it uses
  readonly layers: readonly NamedLayer[];
}

/** The layer graph between inputs and outputs. Throws `disconnected`, `duplicate_name`. */
export function layerGraph(inputs: readonly LayerSymbol[], outputs: readonly LayerSymbol[]): LayerGraph {
  const calls = orderedCalls(inputs, outputs);
  const names = inputs.flatMap(({ name }) => name ?? []);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined)
    throw new NeurogradError(
      "duplicate_name",
      `model: two inputs are called "${twice}"; give each its own name`,
    );
  const counts = new Map<string, number>();
  const layers = new Map<Layer, NamedLayer>();
  const taken = new Set<string>();
  for (const { target, inputs: symbols, scope } of calls) {
    if (isOpCall(target) || layers.has(target)) continue;
    const name = scoped(scope, nameOf(target, scoped(scope, target.kind), counts));
    if (taken.has(name))
      throw new NeurogradError(
        "duplicate_name",
        `model: two layers are called "${name}"; give each its own name`,
      );
    taken.add(name);
    layers.set(target, {
      name,
      layer: target,
      weights: target.weights(
        symbols.map((x) => x.type),
        name,
      ),
    });
  }
  return { inputs, outputs, calls, layers: [...layers.values()] };
}

export const scoped = (scope: string | undefined, name: string): string =>
  scope === undefined ? name : `${scope}/${name}`;

/** The name given to a layer, or its kind with its number among those of its kind, none for the first. */
function nameOf({ kind, givenName }: Layer, key: string, counts: Map<string, number>): string {
  const count = counts.get(key) ?? 0;
  counts.set(key, count + 1);
  return givenName ?? (count === 0 ? kind : `${kind}_${count}`);
}

function orderedCalls(inputs: readonly LayerSymbol[], outputs: readonly LayerSymbol[]): LayerCall[] {
  const done = new Set<LayerCall>();
  const given = new Set(inputs);
  const stack = outputs.map((symbol) => ({ symbol, entered: false })).reverse();
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { call } = top.symbol;
    if (given.has(top.symbol) || (call !== null && done.has(call))) stack.pop();
    else if (call === null) {
      throw new NeurogradError(
        "disconnected",
        `model: an output depends on input ${JSON.stringify(top.symbol.name)}, which is not among the inputs; add it to inputs`,
      );
    } else if (!top.entered) {
      top.entered = true;
      for (const symbol of call.inputs) stack.push({ symbol, entered: false });
    } else {
      stack.pop();
      done.add(call);
    }
  }
  return [...done];
}

export interface LayerTrace {
  readonly outputs: readonly Value[];
  /** The mask of each output: which positions count. */
  readonly masks: readonly Mask[];
  /** New values of statistics, by path. */
  readonly updates: Readonly<Record<string, Value>>;
  /** What each layer gave, by its name: the activations. */
  readonly activations: ReadonlyMap<string, Value>;
  /** What the activity regularizers of the layers say, each call by itself. */
  readonly penalties: readonly Value[];
}
export interface TraceOptions {
  readonly training: boolean;
  /** Seed and step, uint32 values, where random numbers are wanted. */
  readonly random?: {
    readonly seed: Value;
    readonly step: Value;
    /** Tells several uses of a model in one step apart. */
    readonly path?: string;
  };
}

/** What the open sizes of the symbols, "batch" among them, are for these inputs. */
export function sizesOf(
  symbols: readonly LayerSymbol[],
  inputs: readonly Value[],
): ReadonlyMap<string, Size> {
  return new Map(
    symbols.flatMap(({ shape }, k) =>
      shape.flatMap((size, axis): [string, Size][] => {
        const name = sizeName(size);
        return name === undefined ? [] : [[name, inputs[k].shape[axis]]];
      }),
    ),
  );
}

/** The core graph of the layers: inputs and weights (by path) to outputs. */
export function traceLayers(
  graph: LayerGraph,
  inputs: readonly Value[],
  weights: Readonly<Record<string, Value>>,
  { training, random }: TraceOptions,
): LayerTrace {
  const values = new Map<LayerSymbol, Value>(graph.inputs.map((symbol, i) => [symbol, inputs[i]]));
  const sizes = sizesOf(graph.inputs, inputs);
  const named = new Map(graph.layers.map((entry) => [entry.layer, entry]));
  const streams = new Map<string, LayerRandom>();
  const masks = new Map<LayerSymbol, Mask>(); // an op's outputs have none
  const updates: Record<string, Value> = {};
  const activations = new Map<string, Value>();
  const penalties: Value[] = [];
  for (const call of graph.calls) {
    const given = call.inputs.map((symbol) => values.get(symbol) as Value); // calls are in order
    const { target } = call;
    if (isOpCall(target)) {
      const operands = target.operands.map((place): Operand | null | undefined =>
        "input" in place ? given[place.input] : place.fixed,
      );
      for (const [i, value] of applyOp(target.op, operands, replaceSizes(target.attrs, sizes)).entries())
        values.set(call.outputs[i], value);
      continue;
    }
    const { name, weights: specs } = named.get(target) as NamedLayer; // every layer of a call is named
    if (random && !streams.has(name))
      streams.set(name, layerRandom(scoped(random.path, name), random.seed, random.step));
    const own = Object.fromEntries(Object.keys(specs).map((key) => [key, weights[`${name}/${key}`]]));
    const result = withScope(name, "forward", () =>
      target.call({
        inputs: given,
        masks: call.inputs.map((symbol) => masks.get(symbol) ?? null),
        weights: own,
        training,
        random: streams.get(name) ?? noRandom,
        name,
      }),
    );
    for (const [i, value] of result.outputs.entries()) {
      values.set(call.outputs[i], value);
      masks.set(call.outputs[i], result.masks?.[i] ?? null);
    }
    for (const [key, value] of Object.entries(result.updates ?? {})) updates[`${name}/${key}`] = value;
    activations.set(name, result.outputs[0]);
    if (target.activityRegularizer) penalties.push(...activityPenalties(target, result.outputs, name));
  }
  return {
    outputs: graph.outputs.map((symbol) => values.get(symbol) as Value),
    masks: graph.outputs.map((symbol) => masks.get(symbol) ?? null),
    updates,
    activations,
    penalties,
  };
}

/** The penalty of each output, over the number of examples: as Keras has it. */
const activityPenalties = (
  { activityRegularizer }: Layer,
  outputs: readonly Value[],
  name: string,
): readonly Value[] =>
  outputs.flatMap((y) => {
    const batch = y.shape[0];
    const penalty = activityRegularizer?.penalty(y, `${name}: activityRegularizer`);
    return penalty === undefined ? [] : [typeof batch === "number" ? divide(penalty, batch) : penalty];
  });
