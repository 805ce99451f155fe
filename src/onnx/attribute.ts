import { NeurogradError } from "../core/errors.js";
import { Tensor } from "../core/tensor.js";
import type { AttributeProto, GraphProto, SparseTensorProto, TypeProto } from "./messages.js";
import { tensorFromProto } from "./tensor-from-proto.js";
import { tensorToProto } from "./tensor-proto.js";

/** `AttributeProto.type`. Source: AttributeProto.AttributeType, IR version 14. */
export const attributeTypes = {
  FLOAT: 1,
  INT: 2,
  STRING: 3,
  TENSOR: 4,
  GRAPH: 5,
  FLOATS: 6,
  INTS: 7,
  STRINGS: 8,
  TENSORS: 9,
  GRAPHS: 10,
  SPARSE_TENSOR: 11,
  SPARSE_TENSORS: 12,
  TYPE_PROTO: 13,
  TYPE_PROTOS: 14,
} as const;

/** What `attribute` writes. Plain numbers are ints; floats, graphs and lists that may be empty say what they are. */
export type AttributeInit =
  | number
  | bigint
  | string
  | Tensor
  | readonly (number | bigint)[]
  | readonly string[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly graph: GraphProto };

/** What `attributeValue` reads. */
export type AttributeValue =
  | number
  | string
  | Tensor
  | GraphProto
  | TypeProto
  | SparseTensorProto
  | readonly number[]
  | readonly string[]
  | readonly Tensor[]
  | readonly GraphProto[]
  | readonly TypeProto[]
  | readonly SparseTensorProto[];

/**
 * An attribute of a node. An empty array is a list of ints.
 *
 * Throws `value_out_of_range` for an int that is not a safe integer (give a bigint beyond 2^53).
 *
 * @example attribute("axis", -1)                    // INT
 * @example attribute("alpha", { float: 1 })         // FLOAT
 * @example attribute("value", tensor([0.5]))        // TENSOR
 * @example attribute("body", { graph })             // GRAPH
 */
export function attribute(name: string, value: AttributeInit): AttributeProto {
  const types = attributeTypes;
  if (typeof value === "string") return { name, s: utf8(value), type: types.STRING };
  if (typeof value !== "object") return { name, i: checkedInt(name, value), type: types.INT };
  if (value instanceof Tensor) return { name, t: tensorToProto(value, ""), type: types.TENSOR };
  if ("float" in value) return { name, f: value.float, type: types.FLOAT };
  if ("floats" in value) return { name, floats: value.floats, type: types.FLOATS };
  if ("graph" in value) return { name, g: value.graph, type: types.GRAPH };
  if ("strings" in value) return { name, strings: value.strings.map(utf8), type: types.STRINGS };
  if (isStrings(value)) return { name, strings: value.map(utf8), type: types.STRINGS };
  return { name, ints: value.map((int) => checkedInt(name, int)), type: types.INTS };
}

/**
 * The value of an attribute. An int beyond 2^53 becomes the nearest float64: INT64_MAX, the "to the end" of old slices,
 * is 2^63, and INT64_MIN is -2^63; `a.i` and `a.ints` have the exact ones. `where` names the node in errors.
 *
 * Throws `invalid_onnx` if there is no value, or text is not UTF-8; what `tensorFromProto` throws.
 */
export function attributeValue(a: AttributeProto, where: string): AttributeValue {
  const place = `${where}, attribute ${JSON.stringify(a.name ?? "")}`;
  const text = (bytes: Uint8Array): string => decodeText(bytes, place);
  if (a.refAttrName) {
    const name = JSON.stringify(a.refAttrName);
    throw invalid(`${place}: stands for the attribute ${name} of a function, but is in no function`);
  }
  switch (a.type || inferredType(a)) {
    // A scalar that is 0 or "" may be left out of the file.
    case attributeTypes.FLOAT:
      return a.f ?? 0;
    case attributeTypes.INT:
      return Number(a.i ?? 0);
    case attributeTypes.STRING:
      return text(a.s ?? new Uint8Array());
    case attributeTypes.FLOATS:
      return a.floats ?? [];
    case attributeTypes.INTS:
      return (a.ints ?? []).map(Number);
    case attributeTypes.STRINGS:
      return (a.strings ?? []).map(text);
    case attributeTypes.TENSOR:
      if (a.t !== undefined) return tensorFromProto(a.t, place);
      break;
    case attributeTypes.TENSORS:
      return (a.tensors ?? []).map((t, i) => tensorFromProto(t, `${place}[${i}]`));
    case attributeTypes.GRAPH:
      if (a.g !== undefined) return a.g;
      break;
    case attributeTypes.GRAPHS:
      return a.graphs ?? [];
    case attributeTypes.TYPE_PROTO:
      if (a.tp !== undefined) return a.tp;
      break;
    case attributeTypes.TYPE_PROTOS:
      return a.typeProtos ?? [];
    case attributeTypes.SPARSE_TENSOR:
      if (a.sparseTensor !== undefined) return a.sparseTensor;
      break;
    case attributeTypes.SPARSE_TENSORS:
      return a.sparseTensors ?? [];
  }
  throw invalid(`${place}: has no value for its type ${a.type ?? 0}`);
}

/** Files of IR version 1 do not say the type: it is that of the field which is there. */
function inferredType(a: AttributeProto): number | undefined {
  const types = attributeTypes;
  if (a.f !== undefined) return types.FLOAT;
  if (a.i !== undefined) return types.INT;
  if (a.s !== undefined) return types.STRING;
  if (a.t !== undefined) return types.TENSOR;
  if (a.g !== undefined) return types.GRAPH;
  if (a.floats !== undefined) return types.FLOATS;
  if (a.ints !== undefined) return types.INTS;
  if (a.strings !== undefined) return types.STRINGS;
  return undefined;
}

function checkedInt(name: string, value: number | bigint): number | bigint {
  const fits = typeof value === "bigint" ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value);
  if (fits) return value;
  throw new NeurogradError(
    "value_out_of_range",
    `attribute ${JSON.stringify(name)}: ${value} is not an int64; write { float: … } for a float, a bigint beyond 2^53`,
  );
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const isStrings = (list: readonly unknown[]): list is readonly string[] => typeof list[0] === "string";

function decodeText(bytes: Uint8Array, place: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid(`${place}: is not UTF-8 text`);
  }
}

const invalid = (what: string): NeurogradError =>
  new NeurogradError("invalid_onnx", `${what}; export the model again`);
