import { namedSize, replaceSizes, type Size, sizeName } from "../core/size.js";
import type { CompileOptions } from "../nn/compile.js";
import type { LayerGraph } from "../nn/layer-graph.js";
import type { Model } from "../nn/model.js";
import { isOpCall, type LayerCall, type LayerSymbol } from "../nn/symbol.js";
import { encodeData, type Json } from "./encode-data.js";

/** The layer graph as JSON. Symbols are numbers: inputs first, then what each call gives. */
export interface ModelDescription {
  readonly inputs: readonly InputDescription[];
  readonly layers: readonly { readonly name: string; readonly kind: string; readonly config: Json }[];
  readonly calls: readonly CallDescription[];
  readonly outputs: readonly number[];
}
export interface InputDescription {
  readonly name: string | null;
  readonly dtype: string;
  /** With the batch; a size that is open is a name. */
  readonly shape: readonly (number | string)[];
}
/** One use of a layer, or of a bare op, whose operands are symbols or fixed data. */
export type CallDescription =
  | {
      readonly layer: string;
      readonly inputs: readonly number[];
      readonly outputs: readonly number[];
      /** The names of the models around it. */
      readonly scope?: string;
    }
  | {
      readonly op: string;
      readonly operands: readonly ({ readonly symbol: number } | { readonly fixed: Json })[];
      readonly attrs: Json;
      readonly outputs: readonly number[];
    };

/** The layers of a model and how they are joined, without weights. Throws `cannot_save` where an option is no data. */
export function describeModel(graph: LayerGraph): ModelDescription {
  const numbers = new Map<LayerSymbol, number>();
  const numbered = (symbol: LayerSymbol): number => {
    const known = numbers.get(symbol) ?? numbers.size;
    numbers.set(symbol, known);
    return known;
  };
  graph.inputs.forEach(numbered);
  const sizes = canonicalSizes(graph);
  const names = new Map(graph.layers.map(({ layer, name }) => [layer, name]));
  const callOf = ({ target, inputs, outputs, scope }: LayerCall): CallDescription => {
    if (!isOpCall(target)) {
      const layer = names.get(target) as string; // the layer of a call has a name
      const ends = { inputs: inputs.map(numbered), outputs: outputs.map(numbered) };
      return scope === undefined ? { layer, ...ends } : { layer, ...ends, scope };
    }
    const where = `ops.${target.op.name}`;
    return {
      op: target.op.name,
      operands: target.operands.map((place, i) =>
        "input" in place
          ? { symbol: numbered(inputs[place.input]) }
          : { fixed: encodeData(place.fixed ?? null, `${where}: operand ${i}`) },
      ),
      attrs: encodeData(replaceSizes(target.attrs, sizes), `${where}: attribute`),
      outputs: outputs.map(numbered),
    };
  };
  return {
    inputs: graph.inputs.map(({ name, dtype, shape }) => ({
      name,
      dtype,
      shape: replaceSizes(shape, sizes).map((size) => (typeof size === "number" ? size : size.key)),
    })),
    layers: graph.layers.map(({ name, layer }) => ({
      name,
      kind: layer.kind,
      config: configOf(name, layer.config),
    })),
    calls: graph.calls.map(callOf),
    outputs: graph.outputs.map(numbered),
  };
}

/** The open sizes of the inputs by their place in the model: their own names count up in the process. */
export function canonicalSizes({ inputs }: LayerGraph): ReadonlyMap<string, Size> {
  const names = new Set(inputs.flatMap(({ shape }) => shape.flatMap((size) => sizeName(size) ?? [])));
  names.delete("batch");
  return new Map(Array.from(names, (name, i) => [name, namedSize(`size${i}`)]));
}

const configOf = (name: string, config: Readonly<Record<string, unknown>>): Json =>
  Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, encodeData(value, `${name}: ${key}`)]),
  );

/**
 * The options of `compile` as JSON, with the optimizer's present learning rate; undefined for a model that is not
 * compiled. Where to run is no part of it: that is the reader's affair. Throws `cannot_save`.
 */
export function describeCompile(model: Model): Json | undefined {
  const { compileOptions } = model;
  if (compileOptions === undefined) return undefined;
  const { runtime: _runtime, threads: _threads, optimizer: _optimizer, ...rest } = compileOptions;
  const { optimizer } = model.compiled("save");
  // A schedule stands in the config; a number may have been changed since.
  const rate = optimizer.schedule === null ? { learningRate: optimizer.learningRate } : {};
  return {
    optimizer: {
      kind: optimizer.kind,
      config: encodeData({ ...optimizer.config, ...rate }, "compile: optimizer"),
    },
    ...Object.fromEntries(
      Object.entries(rest satisfies Partial<CompileOptions>)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, encodeData(named(value), `compile: ${key}`)]),
    ),
  };
}

/** A metric made with defaults has a name that its config need not hold. */
function named(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(named);
  if (
    typeof value !== "object" ||
    value === null ||
    !("kind" in value && "config" in value && "name" in value)
  )
    return value;
  return { kind: value.kind, config: { ...(value.config as object), name: value.name } };
}
