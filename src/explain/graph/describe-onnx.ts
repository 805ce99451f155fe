import { NeurogradError } from "../../core/errors.js";
import { type Graph, graphNodes } from "../../core/graph.js";
import { onnxDType } from "../../core/onnx-dtype.js";
import { simplify } from "../../core/simplify.js";
import { formatShape } from "../../core/size.js";
import type { Tensor } from "../../core/tensor.js";
import { attributeText } from "../../onnx/attribute-text.js";
import { dataTypeName } from "../../onnx/data-type.js";
import type { GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto } from "../../onnx/messages.js";
import { modelToGraph, type OnnxFile } from "../../onnx/read.js";
import { tensorFromProto } from "../../onnx/tensor-from-proto.js";
import { decodeModel } from "../../onnx/wire.js";
import { writeOnnx } from "../../onnx/write.js";
import type { GraphDescription, NodeDescription, Port, TypeDescription } from "./describe-graph.js";

/** What is in an ONNX file, whoever wrote it. */
export interface OnnxDescription {
  readonly description: GraphDescription;
  /** Program that wrote it, as it calls itself. */
  readonly producer: string;
  readonly opset: number;
  /** Numbers in its initializers. */
  readonly parameters: number;
  /** Nodes as Neurograd reads the file, and after `simplify`; undefined where it cannot. */
  readonly read: { readonly nodes: number; readonly simplified: number } | undefined;
  /** Why Neurograd cannot run the file, though its nodes can be shown: an operator that it does not know, for instance. */
  readonly problem: { readonly code: string; readonly message: string } | undefined;
  /** The numbers of an initializer, by the number of its node; undefined for other nodes. */
  tensorOf(id: number): Tensor | undefined;
}

/**
 * The graph in an ONNX file as plain data, node by node as it stands there, also where an operator is unknown here.
 *
 * Throws  `not_onnx` for another kind of file; `invalid_onnx` for a damaged one, saying where; `file_too_large`.
 *
 * @example
 * const { description, problem } = describeOnnx(await net.toBytes());
 * console.log(description.nodes.length, problem?.message ?? "can be run");
 */
export function describeOnnx(bytes: Uint8Array): OnnxDescription {
  const model = decodeModel(bytes);
  const graph = model.graph as GraphProto; // decodeModel sees to it
  const { file, read, problem } = tryRead(model);
  const typeOf = typesIn(graph, file);
  const nodes: NodeDescription[] = [];
  const ports = new Map<string, Port>();
  const initializers = new Map<number, TensorProto>();

  const put = (node: Omit<NodeDescription, "id">, names: readonly string[]): number => {
    const id = nodes.length;
    nodes.push({ id, ...node });
    for (const [output, name] of names.entries()) if (name !== "") ports.set(name, { node: id, output });
    return id;
  };

  const weights = new Set((graph.initializer ?? []).map(({ name }) => name));
  for (const { name = "" } of graph.input ?? [])
    if (!weights.has(name))
      put({ ...plain("input", name), outputs: [typeOf(name)], layer: prefixOf(name) }, [name]);
  for (const proto of graph.initializer ?? []) {
    const { name = "" } = proto;
    const type = typeOfTensor(proto);
    const about = {
      ...plain("constant", name),
      outputs: [type],
      layer: prefixOf(name),
      constant: `${type.dtype} ${type.shape}`,
    };
    initializers.set(put(about, [name]), proto);
  }
  for (const node of graph.node ?? []) {
    const { opType = "", name = "", output = [] } = node;
    const isConstant = opType === "Constant";
    const inputs = [...(node.input ?? []), ...capturedBy(node)].map((used) => ports.get(used) ?? null);
    const attributes = (node.attribute ?? []).map((a) => ({ name: a.name ?? "", value: attributeText(a) }));
    put(
      {
        ...plain(isConstant ? "constant" : "operator", opType),
        name,
        inputs,
        attributes,
        outputs: output.map(typeOf),
        layer: prefixOf(name),
        ...(isConstant && { constant: attributes[0]?.value ?? "" }),
      },
      output,
    );
  }
  const outputs = (graph.output ?? []).flatMap(({ name = "" }) => {
    const port = ports.get(name);
    return port === undefined ? [] : [[name, port] as const];
  });
  return {
    description: { nodes, outputs: Object.fromEntries(outputs) },
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(" "),
    opset: model.opsetImport?.find(({ domain }) => !domain || domain === "ai.onnx")?.version ?? 1,
    parameters: (graph.initializer ?? []).reduce(
      (sum, { dims = [] }) => sum + dims.reduce((a, b) => a * b, 1),
      0,
    ),
    read,
    problem,
    tensorOf(id) {
      const proto = initializers.get(id);
      return proto && tensorFromProto(proto, `initializer ${proto.name}`);
    },
  };
}

/** A graph, such as that of `stepGraph`, as the bytes of an ONNX file, of standard operators only: an ONNX runtime that has them can take the step. */
export const graphToOnnx = (graph: Graph): Uint8Array => writeOnnx(graph);

const plain = (
  kind: NodeDescription["kind"],
  op: string,
): Pick<NodeDescription, "kind" | "op" | "name" | "attributes" | "inputs" | "inputNames" | "role"> => ({
  kind,
  op,
  name: "",
  attributes: [],
  inputs: [],
  inputNames: [],
  role: "forward",
});

/** `layer1/conv` of `layer1/conv/Conv_3`. */
function prefixOf(name: string): string {
  const parts = name.split("/").filter((part) => part !== "");
  return parts.slice(0, -1).join("/");
}

function tryRead(
  model: ModelProto,
): Pick<OnnxDescription, "read" | "problem"> & { readonly file: OnnxFile | undefined } {
  try {
    const file = modelToGraph(model);
    const count = (graph: Graph): number => graphNodes(graph).length;
    const read = { nodes: count(file.graph), simplified: count(simplify(file.graph)) };
    return { file, read, problem: undefined };
  } catch (error) {
    const { message } = error as Error; // nothing else is thrown
    const code = error instanceof NeurogradError ? error.code : "invalid_onnx"; // a size that no memory has, for instance
    return { file: undefined, read: undefined, problem: { code, message } };
  }
}

const ourNames = new Map(Object.entries(onnxDType).map(([name, number]) => [number as number, name]));
const elementType = (type: number): string => ourNames.get(type) ?? dataTypeName(type).toLowerCase();

const typeOfTensor = ({ dataType = 0, dims = [] }: TensorProto): TypeDescription => ({
  dtype: elementType(dataType),
  shape: formatShape(dims),
});

/** What the file says of the type of a value; where it says nothing, what reading it found. */
function typesIn(graph: GraphProto, file: OnnxFile | undefined): (name: string) => TypeDescription {
  const said = new Map<string, TypeDescription>();
  for (const info of [...(graph.valueInfo ?? []), ...(graph.input ?? []), ...(graph.output ?? [])]) {
    const type = saidOf(info);
    if (type !== undefined) said.set(info.name ?? "", type);
  }
  return (name) => {
    const found = file?.values.get(name);
    if (found) return { dtype: found.dtype, shape: formatShape(found.shape) };
    return said.get(name) ?? { dtype: "", shape: "" };
  };
}

function saidOf({ type }: ValueInfoProto): TypeDescription | undefined {
  const tensor = type?.tensorType;
  if (tensor === undefined) return undefined;
  const dims = tensor.shape?.dim?.map(({ dimValue, dimParam }) => dimValue ?? (dimParam || "?"));
  return {
    dtype: elementType(tensor.elemType ?? 0),
    shape: dims === undefined ? "" : `[${dims.join(", ")}]`,
  };
}

/** Values from around that the bodies of a node (of a loop, of a choice) use. */
function capturedBy({ attribute = [] }: NodeProto): readonly string[] {
  const bodies = attribute.flatMap(({ g, graphs = [] }) => [...(g ? [g] : []), ...graphs]);
  return [...new Set(bodies.flatMap(freeNamesOf))];
}

function freeNamesOf(body: GraphProto): readonly string[] {
  const own = new Set([...(body.input ?? []), ...(body.initializer ?? [])].map(({ name }) => name ?? ""));
  const free = new Set<string>();
  for (const node of body.node ?? []) {
    for (const name of [...(node.input ?? []), ...capturedBy(node)])
      if (name !== "" && !own.has(name)) free.add(name);
    for (const name of node.output ?? []) own.add(name);
  }
  return [...free];
}
