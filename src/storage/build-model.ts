import type { DType } from "../core/dtype.js";
import { NeurogradError, nearestName } from "../core/errors.js";
import type { AnyOp } from "../core/op.js";
import { applyOp } from "../core/op.js";
import type { Operand } from "../core/operand.js";
import * as ops from "../core/ops/index.js";
import { namedSize, type Size } from "../core/size.js";
import { applyLayer, type Layer } from "../nn/layer.js";
import { type Environment, Model } from "../nn/model.js";
import { input, type LayerSymbol } from "../nn/symbol.js";
import { type DecodeContext, decodeData, invalidFile } from "./decode-data.js";
import type { InputDescription, ModelDescription } from "./describe-model.js";
import type { Json } from "./encode-data.js";
import { type CustomKinds, familyOf, makeKind } from "./kinds.js";

/**
 * The model that a description tells of, with initial weights.
 *
 * Throws  `unknown_kind`, `invalid_model_file`, and what the layers throw.
 */
export function buildModel(
  description: ModelDescription,
  environment: Environment,
  custom: CustomKinds,
): Model {
  const sizes = new Map<string, Size>([["batch", namedSize("batch")]]);
  const symbols: LayerSymbol[] = description.inputs.map((entry) => inputOf(entry, sizes));
  const inputs = [...symbols];
  const context: DecodeContext = {
    sizes,
    configured: (kind, config, option) =>
      makeKind(familyOf(option, kind, custom), kind, config, `option ${option}`, custom),
  };
  const layers = new Map<string, Layer>();
  for (const { name, kind, config } of description.layers) {
    const options = decodeData(config, context, name) as object; // a record, as checked
    layers.set(name, makeKind("layer", kind, options, `layer ${JSON.stringify(name)}`, custom) as Layer);
  }
  const symbol = (n: number): LayerSymbol => {
    if (symbols[n] === undefined) throw invalidFile(`symbol ${n} is used before it is made`);
    return symbols[n];
  };
  for (const call of description.calls) {
    let made: readonly LayerSymbol[];
    if ("layer" in call) {
      const layer = layers.get(call.layer);
      if (layer === undefined)
        throw invalidFile(`layer ${JSON.stringify(call.layer)} is called but not described`);
      const symbols = call.inputs.map(symbol);
      made = applyLayer(layer, symbols, call.layer, call.scope).call?.outputs ?? [];
    } else {
      const where = `ops.${call.op}`;
      const operands = call.operands.map((operand) =>
        "symbol" in operand
          ? symbol(operand.symbol)
          : (decodeData(operand.fixed, context, where) as Operand | null),
      );
      const op = opOf(call.op);
      const attrs = { ...op.attrs, ...(decodeData(call.attrs, context, where) as object) };
      made = applyOp(op, operands, attrs) as readonly LayerSymbol[]; // an op on symbols gives symbols
    }
    if (made.length !== call.outputs.length)
      throw invalidFile("a call has more or fewer outputs than its layer");
    for (const [i, n] of call.outputs.entries()) symbols[n] = made[i];
  }
  const model = new Model(inputs, description.outputs.map(symbol), environment);
  checkNames(model, description);
  return model;
}

function inputOf({ name, dtype, shape }: InputDescription, sizes: Map<string, Size>): LayerSymbol {
  const [batch, ...example] = shape;
  const symbol = input({
    shape: example.map((size) => (typeof size === "number" ? size : null)),
    dtype: dtype as DType, // checked with the description
    ...(name !== null && { name }),
    ...(typeof batch === "number" && { batchSize: batch }),
  });
  // An open size has a new name in each process; what the file says of it is said of the new name.
  for (const [axis, size] of shape.entries())
    if (typeof size === "string" && size !== "batch") sizes.set(size, symbol.shape[axis]);
  return symbol;
}

let known: ReadonlyMap<string, AnyOp> | undefined;

/** An op by name, found by walking the exports. Throws `unknown_kind`. */
function opOf(name: string): AnyOp {
  known ??= new Map(
    Object.values<unknown>(ops).flatMap((value) =>
      typeof value === "function" && "def" in value ? [[(value.def as AnyOp).name, value.def as AnyOp]] : [],
    ),
  );
  const op = known.get(name);
  if (op !== undefined) return op;
  const near = nearestName(name, [...known.keys()]);
  throw new NeurogradError(
    "unknown_kind",
    `loadModel: there is no op ${JSON.stringify(name)}${near === undefined ? "" : ` (nearest: ${near})`}; update neurograd`,
  );
}

/** Names are given by order; weights are found by them. */
function checkNames(model: Model, description: ModelDescription): void {
  const [got, wanted] = [model.layers, description.layers].map((list) => list.map(({ name }) => name).join());
  if (got !== wanted) throw invalidFile(`its layers are ${wanted}, but joined as it says they are ${got}`);
}

/** The description in a file's metadata, its form checked. Throws `invalid_model_file`. */
export function parseDescription(text: string): ModelDescription {
  const json = parseJson(text, "neurograd.model");
  const isNumber = (n: unknown): boolean => Number.isSafeInteger(n) && (n as number) >= 0;
  const isNumbers = (list: unknown): boolean => Array.isArray(list) && list.every(isNumber);
  const isText = (value: unknown): boolean => typeof value === "string";
  const isInput = ({ name, dtype, shape }: Fields): boolean =>
    (name === null || isText(name)) &&
    isText(dtype) &&
    Array.isArray(shape) &&
    (shape[0] === "batch" || (isNumber(shape[0]) && shape[0] > 0)) &&
    shape.every((size) => isNumber(size) || isText(size));
  const isLayer = ({ name, kind, config }: Fields): boolean =>
    isText(name) && isText(kind) && isFields(config);
  const isOperand = (operand: Fields): boolean => isNumber(operand.symbol) || "fixed" in operand;
  const isCall = ({ layer, inputs, scope, op, operands, attrs, outputs }: Fields): boolean =>
    isNumbers(outputs) &&
    (scope === undefined || isText(scope)) &&
    (isText(layer) ? isNumbers(inputs) : isText(op) && isListOf(operands, isOperand) && isFields(attrs));
  const fits =
    isFields(json) &&
    isListOf(json.inputs, isInput) &&
    isListOf(json.layers, isLayer) &&
    isListOf(json.calls, isCall) &&
    isNumbers(json.outputs);
  if (!fits) throw invalidFile("neurograd.model does not describe a model");
  return json as unknown as ModelDescription; // as just checked
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isListOf = (value: unknown, fits: (item: Fields) => boolean): boolean =>
  Array.isArray(value) && value.every((item) => isFields(item) && fits(item));

export function parseJson(text: string, where: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw invalidFile(`${where} is not JSON`);
  }
}
