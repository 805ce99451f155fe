import type { DType } from "../core/dtype.js";
import { NeurogradError, unknownName } from "../core/errors.js";
import { type TensorType, Value } from "../core/graph.js";
import { onnxDType } from "../core/onnx-dtype.js";
import type { AnyOp } from "../core/op.js";
import { type Applicable, type Operand, toValues } from "../core/operand.js";
import { namedSize, type Size } from "../core/size.js";
import { checkOptionNames } from "./config.js";
import type { Layer } from "./layer.js";
import { checkPositiveInteger } from "./options.js";

/**
 * A value of the layer graph: what `input` and `layer.apply` give. It knows the layer call that makes it; the core
 * graph is traced from it, once for training and once for inference.
 */
export class LayerSymbol extends Value implements Applicable {
  readonly call: LayerCall | null;

  constructor(type: TensorType, call: LayerCall | null, index: number, name: string | null) {
    super(type, null, index, name);
    this.call = call;
  }

  /** All that its call gives, itself if there is no more: `const [y, h, c] = layers.lstm({ …, returnState: true }).apply(x)`. */
  *[Symbol.iterator](): IterableIterator<LayerSymbol> {
    yield* this.call?.outputs ?? [this];
  }

  /** `ops` on symbols: the op becomes a call of its own in the layer graph. */
  applyOp(op: AnyOp, operands: readonly (Operand | null | undefined)[], attrs: object): readonly Value[] {
    return callOp(op, operands, attrs);
  }
}

/** One use of a layer (or of a bare op). A layer used twice has two calls and one set of weights. */
export interface LayerCall {
  readonly target: Layer | OpCall;
  readonly inputs: readonly LayerSymbol[];
  readonly outputs: readonly LayerSymbol[];
  /** Of a layer in a nested model: the names of the models around it, `encoder/head`. */
  readonly scope?: string | undefined;
}
export interface OpCall {
  readonly op: AnyOp;
  readonly attrs: object;
  /** Where each operand comes from: the k-th input symbol, or a fixed operand. */
  readonly operands: readonly ({ readonly input: number } | { readonly fixed: Operand | null | undefined })[];
}
export const isOpCall = (target: Layer | OpCall): target is OpCall => "op" in target;

/** A bare op in the layer graph. */
export function callOp(
  op: AnyOp,
  operands: readonly (Operand | null | undefined)[],
  attrs: object,
): readonly LayerSymbol[] {
  const inputs: LayerSymbol[] = [];
  const places = operands.map((operand) => {
    if (!(operand instanceof LayerSymbol)) return { fixed: operand };
    inputs.push(operand);
    return { input: inputs.length - 1 };
  });
  const types = op.infer(
    toValues(op, operands).map((value) => value?.type ?? null),
    attrs,
  );
  return symbolsOf({ op, attrs, operands: places }, inputs, types);
}

/** Values that are symbols. Throws `not_a_symbol` for others, such as the values inside a `program`. */
export function asSymbols(where: string, given: Value | readonly Value[]): readonly LayerSymbol[] {
  return [given].flat().map((value) => {
    if (value instanceof LayerSymbol) return value;
    throw new NeurogradError(
      "not_a_symbol",
      `${where}: takes what input(), layer.apply() and ops of those give, not ${described(value)}; begin with input({ shape: [...] })`,
    );
  });
}

const described = (value: unknown): string =>
  value instanceof Value
    ? "a value of another graph"
    : value === null || typeof value !== "object"
      ? String(value)
      : `a ${value.constructor.name}`;

export function symbolsOf(
  target: Layer | OpCall,
  inputs: readonly LayerSymbol[],
  types: readonly TensorType[],
  scope?: string,
): readonly LayerSymbol[] {
  const outputs: LayerSymbol[] = [];
  const call: LayerCall = { target, inputs, outputs, scope };
  for (const [i, type] of types.entries()) outputs.push(new LayerSymbol(type, call, i, null));
  return outputs;
}

export interface InputOptions {
  /** Shape of one example, without the batch. `null`: any size. */
  readonly shape: readonly (number | null)[];
  readonly dtype?: DType;
  /** Every batch has exactly so many examples: for layers that are `stateful`. */
  readonly batchSize?: number;
  readonly name?: string;
}

let open = 0;

/**
 * An input of a model: any number of examples of `shape`, or `batchSize` at a time.
 *
 * Shape   [batch, ...shape].
 * Throws  `invalid_option`, `unknown_name`.
 *
 * @example input({ shape: [28, 28], dtype: "uint8" })
 */
export function input(options: InputOptions): LayerSymbol {
  checkOptionNames("input", options, ["shape", "dtype", "batchSize", "name"]);
  const { shape, dtype = "float32", batchSize, name } = options;
  if (!Object.hasOwn(onnxDType, dtype)) throw unknownName("input: dtype", dtype, Object.keys(onnxDType));
  if (!Array.isArray(shape) || shape.some((n) => n !== null && !(Number.isInteger(n) && n > 0))) {
    throw new NeurogradError(
      "invalid_option",
      `input: shape ${JSON.stringify(shape)} is not a list of whole numbers > 0; give the shape of one example, such as [28, 28], without the batch`,
    );
  }
  if (batchSize !== undefined) checkPositiveInteger("input", "batchSize", batchSize);
  const sizes = shape.map((n): Size => n ?? namedSize(`open${++open}`));
  return new LayerSymbol(
    { dtype, shape: [batchSize ?? namedSize("batch"), ...sizes] },
    null,
    0,
    name ?? null,
  );
}
