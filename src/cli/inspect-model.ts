import { onnxDType } from "../core/onnx-dtype.js";
import { dataTypeName } from "../onnx/data-type.js";
import type { GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto } from "../onnx/messages.js";
import { decodeModel } from "../onnx/wire.js";

/** A value that goes in or out; a size is a number, a name, or null where the file says nothing. */
export interface InspectedValue {
  readonly name: string;
  readonly dtype: string;
  /** Null where the file gives no rank. */
  readonly shape: readonly (number | string | null)[] | null;
}

export interface InspectedWeight {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** What an ONNX file holds, without running it. */
export interface Inspection {
  readonly bytes: number;
  readonly producer: string;
  readonly irVersion: number;
  /** Version by domain; ONNX's own is `ai.onnx`. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly inputs: readonly InspectedValue[];
  readonly outputs: readonly InspectedValue[];
  /** How many of each operator, the most frequent first; those of inner graphs count too. */
  readonly operators: Readonly<Record<string, number>>;
  readonly weights: readonly InspectedWeight[];
  /** Numbers in the weights. */
  readonly parameters: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Our names, and ONNX's in small letters for types that we do not have. */
const dtypeName = (code: number): string =>
  Object.entries(onnxDType).find(([, number]) => number === code)?.[0] ?? dataTypeName(code).toLowerCase();

/** Throws `not_onnx`, `invalid_onnx`. */
export function inspectModel(bytes: Uint8Array): Inspection {
  return inspection(decodeModel(bytes), bytes.length);
}

function inspection(model: ModelProto, bytes: number): Inspection {
  const graph: GraphProto = model.graph ?? {}; // decodeModel refuses a model without one
  const weights = (graph.initializer ?? []).filter(isWeight).map(
    ({ name = "", dataType = 0, dims = [] }): InspectedWeight => ({
      name,
      dtype: dtypeName(dataType),
      shape: dims,
    }),
  );
  const fixed = new Set((graph.initializer ?? []).map(({ name }) => name));
  return {
    bytes,
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(" "),
    irVersion: model.irVersion ?? 0,
    opsets: Object.fromEntries(
      (model.opsetImport ?? []).map(({ domain, version }) => [domain || "ai.onnx", version ?? 0]),
    ),
    inputs: (graph.input ?? []).filter(({ name }) => !fixed.has(name)).map(inspectedValue),
    outputs: (graph.output ?? []).map(inspectedValue),
    operators: countOperators(model),
    weights,
    parameters: weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
    metadata: Object.fromEntries((model.metadataProps ?? []).map(({ key = "", value = "" }) => [key, value])),
  };
}

/** Element types of numbers that are trained, not of sizes and places. */
const weightTypes: readonly string[] = ["FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16", "INT8", "UINT8"];

/** Single numbers are constants of formulas. */
const isWeight = ({ dims = [], dataType = 0 }: TensorProto): boolean =>
  weightTypes.includes(dataTypeName(dataType)) && dims.length > 0;

function inspectedValue({ name = "", type }: ValueInfoProto): InspectedValue {
  const tensor = type?.tensorType;
  if (tensor === undefined)
    return { name, dtype: type?.sequenceType ? "sequence" : "undefined", shape: null };
  const dim = tensor.shape?.dim;
  return {
    name,
    dtype: dtypeName(tensor.elemType ?? 0),
    shape: tensor.shape === undefined ? null : (dim ?? []).map((d) => d.dimParam || (d.dimValue ?? null)),
  };
}

function countOperators({ graph, functions = [] }: ModelProto): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  const queue: NodeProto[] = [graph, ...functions].flatMap((part) => part?.node ?? []);
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    const name = node.domain ? `${node.domain}.${node.opType ?? ""}` : (node.opType ?? "");
    counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const { g, graphs = [] } of node.attribute ?? [])
      for (const inner of g ? [g, ...graphs] : graphs) queue.push(...(inner.node ?? []));
  }
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}
