import { constant, constantOf } from "../core/constant.js";
import { NeurogradError } from "../core/errors.js";
import { evaluateGraph } from "../core/evaluate.js";
import { type Graph, graphInput, Value } from "../core/graph.js";
import type { OnnxNode } from "../core/onnx-contract.js";
import { dtypeOfOnnx } from "../core/onnx-dtype.js";
import { sizesOf } from "../core/ops/range.js";
import { namedSize, type Shape, type Size } from "../core/size.js";
import type { Tensor } from "../core/tensor.js";
import { attributeValue } from "./attribute.js";
import { foldSizes } from "./fold-sizes.js";
import type { GraphProto, ModelProto, NodeProto, ValueInfoProto } from "./messages.js";
import { readers } from "./readers.js";
import { tensorFromProto } from "./tensor-from-proto.js";
import { decodeModel } from "./wire.js";

/** What an ONNX file holds, as ours. */
export interface OnnxFile {
  /** Inputs of the model; initializers are inputs too, in `weights`. */
  readonly graph: Graph;
  /** The initializers that are not constants of shape arithmetic, by name. */
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly opset: number;
  /** What stands for each tensor of the file, by its name there; null: an output left out. */
  readonly values: ReadonlyMap<string, Value | null>;
}

/**
 * Reads an ONNX file: initializers of float type become inputs with a value in `weights`, so that they can be
 * trained; everything else that is known is folded.
 *
 * Throws  `not_onnx`, `invalid_onnx`, `unsupported_operator`, `unsupported_opset`, and what the operators throw.
 */
export function readOnnx(bytes: Uint8Array): OnnxFile {
  return modelToGraph(decodeModel(bytes));
}

const opsetRange = [7, 24] as const;

export function modelToGraph(model: ModelProto): OnnxFile {
  const opset = model.opsetImport?.find(({ domain }) => !domain || domain === "ai.onnx")?.version ?? 1;
  if (opset < opsetRange[0] || opset > opsetRange[1]) {
    throw new NeurogradError(
      "unsupported_opset",
      `ONNX file: operator set ${opset}; sets ${opsetRange.join(" to ")} are read: export the model again`,
    );
  }
  const proto = model.graph;
  if (proto === undefined)
    throw new NeurogradError("invalid_onnx", "ONNX file: has no graph; export the model again");
  const weights: Record<string, Tensor> = {};
  const env = new Map<string, Value | null>([["", null]]);
  const inputs: Value[] = [];
  for (const init of proto.initializer ?? []) {
    const name = init.name ?? "";
    const value = tensorFromProto(init, `initializer ${name}`);
    const isWeight = value.dtype.startsWith("float") && value.size > 1;
    if (isWeight) {
      weights[name] = value;
      const input = graphInput(name, value);
      inputs.push(input);
      env.set(name, input);
    } else env.set(name, constant(value));
  }
  for (const info of proto.input ?? []) {
    if (env.has(info.name ?? "")) continue;
    const input = graphInput(info.name ?? "", typeOf(info));
    inputs.unshift(input);
    env.set(info.name ?? "", input);
  }
  const declared = (proto.input ?? []).map((info) => info.name);
  inputs.sort((a, b) => order(declared, a) - order(declared, b));
  readNodes(proto, env, opset);
  const outputs = Object.fromEntries(
    (proto.output ?? []).map((info) => [info.name ?? "", lookUp(env, info.name ?? "", "graph output")]),
  );
  const metadata = Object.fromEntries(
    (model.metadataProps ?? []).map(({ key, value }) => [key ?? "", value ?? ""]),
  );
  return { graph: { inputs, outputs }, weights, metadata, opset, values: env };
}

const order = (declared: readonly (string | undefined)[], input: Value): number => {
  const at = declared.indexOf(input.name ?? "");
  return at < 0 ? declared.length : at;
};

function typeOf(info: ValueInfoProto): { dtype: ReturnType<typeof dtypeOfOnnx>; shape: readonly Size[] } {
  const type = info.type?.tensorType;
  if (type === undefined)
    throw new NeurogradError(
      "unsupported_input",
      `ONNX file: input ${info.name} is not a tensor; only tensors are read`,
    );
  if (type.shape === undefined)
    throw new NeurogradError(
      "unsupported_input",
      `ONNX file: input ${info.name} has no rank; export the model with shapes`,
    );
  const shape = (type.shape.dim ?? []).map(
    (d, axis): Size =>
      d.dimParam ? namedSize(d.dimParam) : (d.dimValue ?? namedSize(`${info.name}_${axis}`)),
  );
  return { dtype: dtypeOfOnnx(`input ${info.name}`, type.elemType ?? 0), shape };
}

function lookUp(env: ReadonlyMap<string, Value | null>, name: string, where: string): Value {
  const value = env.get(name);
  if (value) return value;
  throw new NeurogradError(
    "invalid_onnx",
    `ONNX file: ${where} "${name}" is made by no node; the nodes must be in order: export the model again`,
  );
}

/** Builds the values of all nodes of `proto` into `env`. */
function readNodes(proto: GraphProto, env: Map<string, Value | null>, opset: number): void {
  for (const node of proto.node ?? []) {
    const opType = node.opType ?? "";
    const where = `${opType} ${JSON.stringify(node.name || node.output?.[0] || "")}`;
    const inputs = (node.input ?? []).map((name) =>
      name === "" ? null : lookUp(env, name, `${where}: input`),
    );
    const view = nodeView(node, inputs, opset, where, env);
    const values = foldSizes(view) ?? read(view, node.domain ?? "", where);
    for (const [i, name] of (node.output ?? []).entries())
      if (name !== "") env.set(name, values[i] ? folded(values[i]) : null);
  }
}

function read(view: OnnxNode, domain: string, where: string): readonly Value[] {
  const reader = domain === "" || domain === "ai.onnx" ? readers.get(view.opType) : undefined;
  if (reader === undefined) {
    const what =
      domain !== "" && domain !== "ai.onnx"
        ? ` of the domain ${domain} is not read`
        : ` (opset ${view.opset}) is not supported`;
    throw new NeurogradError(
      "unsupported_operator",
      `${where}: operator ${view.opType}${what}; export the model with ONNX's own, simpler operators`,
    );
  }
  const made = reader(view);
  return made instanceof Value ? [made] : made;
}

/** A constant for a value that depends on constants only, while it stays small. */
function folded(value: Value): Value {
  const { node } = value;
  if (
    node === null ||
    constantOf(value) ||
    !node.inputs.every((x) => x === null || constantOf(x)) ||
    node.inputs.length === 0
  )
    return value;
  const counts = node.outputs.map(({ shape }) => countOf(shape));
  if (!counts.every((count) => count <= 1_000_000)) return value; // looked at first: a few bytes may ask for terabytes
  const { y } = evaluateGraph({ inputs: [], outputs: { y: value } }, {});
  return constant(y);
}

const countOf = (shape: Shape): number =>
  shape.reduce<number>((count, size) => count * (typeof size === "number" ? size : Infinity), 1);

function nodeView(
  node: NodeProto,
  inputs: readonly (Value | null)[],
  opset: number,
  where: string,
  env: ReadonlyMap<string, Value | null>,
): OnnxNode {
  const attributes = new Map((node.attribute ?? []).map((a) => [a.name ?? "", a]));
  const attr = (name: string, fallback: unknown): unknown => {
    const found = attributes.get(name);
    return found === undefined ? fallback : attributeValue(found, where);
  };
  return {
    opType: node.opType ?? "",
    inputs,
    outputCount: node.output?.length ?? 0,
    opset,
    attr: attr as OnnxNode["attr"], // the kinds of attributes are those of the ONNX specification
    has: (name) => attributes.has(name),
    sizes: (index) => sizesOf(inputs[index] ?? null),
    constant: (index) => constantOf(inputs[index] ?? null),
    body: (name, given) =>
      readBody(attributes.get(name)?.g, given, env, opset, `${where}, attribute ${name}`),
  };
}

/** A sub-graph, which sees the values of the graph around it. */
function readBody(
  proto: GraphProto | undefined,
  given: readonly Value[],
  around: ReadonlyMap<string, Value | null>,
  opset: number,
  where: string,
): readonly Value[] {
  const inputs = proto?.input ?? [];
  if (proto === undefined || inputs.length !== given.length) {
    const got = proto === undefined ? "nothing" : `a graph with ${inputs.length} inputs`;
    throw new NeurogradError(
      "invalid_onnx",
      `ONNX file: ${where}: expects a graph with ${given.length} inputs, got ${got}; export the model again`,
    );
  }
  const env = new Map(around);
  for (const [i, { name }] of inputs.entries()) env.set(name ?? "", given[i]);
  for (const init of proto.initializer ?? [])
    env.set(init.name ?? "", constant(tensorFromProto(init, `initializer ${init.name}`)));
  readNodes(proto, env, opset);
  return (proto.output ?? []).map(({ name }) => lookUp(env, name ?? "", `${where}: output`));
}
