import { zerosOf } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { type Graph, graphNodes, toposort, type Value } from "../core/graph.js";
import type { OnnxAttr, OnnxWriter } from "../core/onnx-contract.js";
import { onnxDType } from "../core/onnx-dtype.js";
import { type Shape, type Size, SizeExpression, sizeName, staticShape } from "../core/size.js";
import { Tensor, tensor } from "../core/tensor.js";
import { attribute } from "./attribute.js";
import type { GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto } from "./messages.js";
import { tensorToProto } from "./tensor-proto.js";
import { encodeModel } from "./wire.js";

/** The operator set that is written. Every runtime since 2023 reads it (ONNX Runtime 1.17 and later). */
export const opset = 20;
const irVersion = 9;

export interface WriteOptions {
  readonly name?: string;
  /** Inputs that become initializers: the weights of an inference model. */
  readonly weights?: Readonly<Record<string, Tensor>>;
  /** Key and value pairs kept in the file. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The name of an output in the file: its own, or `next/…` where an input has that name already. */
export function onnxOutputName(graph: Graph, name: string): string {
  return graph.inputs.some((input) => input.name === name) ? `next/${name}` : name;
}

/**
 * A graph as the bytes of an ONNX file.
 *
 * Throws  `unknown_size` where a named size stands on no input; `file_too_large` beyond 2 GiB.
 */
export function writeOnnx(graph: Graph, options: WriteOptions = {}): Uint8Array {
  return encodeModel(graphToModel(graph, options));
}

export function graphToModel(
  graph: Graph,
  { name = "neurograd", weights = {}, metadata = {} }: WriteOptions = {},
): ModelProto {
  const file = new GraphWriter(graph);
  const initializer = Object.entries(weights).map(([path, value]) => tensorToProto(value, path));
  const inputs = graph.inputs.filter((value) => !(value.name !== null && Object.hasOwn(weights, value.name)));
  const outputs = Object.entries(graph.outputs).map(([key, value]) =>
    file.output(value, onnxOutputName(graph, key)),
  );
  const proto: GraphProto = {
    name,
    node: file.nodes,
    initializer: [...initializer, ...file.initializers],
    input: inputs.map((value) => valueInfo(value.name ?? "", value)),
    output: outputs,
  };
  return {
    irVersion,
    producerName: "neurograd",
    opsetImport: [{ domain: "", version: opset }],
    graph: proto,
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  };
}

const valueInfo = (name: string, { type: { dtype, shape } }: Value): ValueInfoProto => ({
  name,
  type: { tensorType: { elemType: onnxDType[dtype], shape: { dim: shape.map(dimension) } } },
});

const dimension = (size: Size): { dimValue: number } | { dimParam: string } =>
  typeof size === "number" ? { dimValue: size } : { dimParam: size.key };

interface MutableNode {
  opType: string;
  name: string;
  input: string[];
  output: string[];
  attribute: NonNullable<NodeProto["attribute"]>;
}

/** Writes the nodes of one (sub-)graph; constants and names are shared with the graph around it. */
class GraphWriter implements OnnxWriter {
  readonly nodes: MutableNode[] = [];
  readonly initializers: TensorProto[];
  private readonly names: Map<Value, string>;
  private readonly sizeSources: ReadonlyMap<string, { readonly input: string; readonly axis: number }>;
  private readonly shared: {
    count: number;
    readonly constants: Map<string, string>;
    readonly taken: Set<string>;
    readonly captured: Set<string>;
  };
  private readonly outer: GraphWriter | undefined;
  private prefix = "";

  constructor(graph: Graph, outer?: GraphWriter) {
    this.outer = outer;
    this.names = new Map(outer?.names);
    this.initializers = outer?.initializers ?? [];
    this.sizeSources = outer?.sizeSources ?? sourcesOf(graph.inputs);
    this.shared = outer?.shared ?? {
      count: 0,
      constants: new Map(),
      taken: new Set(graph.inputs.map((v) => v.name ?? "")),
      captured: new Set(),
    };
    if (outer === undefined) {
      for (const input of graph.inputs) this.names.set(input, input.name ?? "");
      for (const key of Object.keys(graph.outputs)) this.shared.taken.add(onnxOutputName(graph, key));
      this.write(graphNodes(graph).flatMap((node) => node.outputs));
    }
  }

  /** Makes `value` an output called `name`, renaming the tensor that holds it where nothing else claims it. */
  output(value: Value, name: string): ValueInfoProto {
    const current = this.nameOf(value);
    const maker = this.nodes.find((node) => node.output.includes(current));
    if (maker === undefined || this.named.has(current) || this.shared.captured.has(current)) {
      this.nodes.push({
        opType: "Identity",
        name: this.fresh("Identity"),
        input: [current],
        output: [name],
        attribute: [],
      });
    } else {
      this.named.add(name);
      for (const node of this.nodes) {
        node.input = node.input.map((x) => (x === current ? name : x));
        node.output = node.output.map((x) => (x === current ? name : x));
      }
      this.names.set(value, name);
    }
    return valueInfo(name, value);
  }
  private readonly named = new Set<string>();

  node(opType: string, inputs: readonly string[], attrs: Readonly<Record<string, OnnxAttr>> = {}): string {
    return this.nodeOf(opType, inputs, attrs, 1)[0];
  }

  nodeOf(
    opType: string,
    inputs: readonly string[],
    attrs: Readonly<Record<string, OnnxAttr>>,
    count: number,
  ): string[] {
    const name = this.fresh(opType);
    const output = Array.from({ length: count }, (_, i) => (i === 0 ? `${name}:0` : `${name}:${i}`));
    const last = inputs.findLastIndex((input) => input !== "");
    this.nodes.push({
      opType,
      name,
      input: inputs.slice(0, last + 1),
      output,
      attribute: Object.entries(attrs).map(([key, value]) => attribute(key, value)),
    });
    return output;
  }

  int64(values: readonly (number | bigint)[]): string {
    return this.constant(tensor(BigInt64Array.from(values, BigInt)));
  }

  constant(value: Tensor): string {
    const key =
      value.size <= 64
        ? `${value.dtype}[${value.shape}]${Array.from(value.data as ArrayLike<unknown>, (v) => (Object.is(v, -0) ? "-0" : String(v)))}`
        : undefined;
    const known = key === undefined ? undefined : this.shared.constants.get(key);
    if (known !== undefined) return known;
    const name = this.fresh("constant");
    this.initializers.push(tensorToProto(value, name));
    if (key !== undefined) this.shared.constants.set(key, name);
    return name;
  }

  sizes(sizes: readonly Size[]): string {
    if (sizes.every((size) => typeof size === "number")) return this.int64(sizes);
    if (sizes.length === 1) return this.size(sizes[0]);
    return this.node(
      "Concat",
      sizes.map((size) => this.size(size)),
      { axis: 0 },
    );
  }

  subgraph(
    build: (to: OnnxWriter) => {
      inputs: readonly { name: string; value: Value }[];
      outputs: readonly string[];
    },
  ): OnnxAttr {
    const inner = new GraphWriter({ inputs: [], outputs: {} }, this);
    inner.prefix = `${this.fresh("body")}/`;
    const { inputs, outputs } = build(inner);
    const output = outputs.map((name): ValueInfoProto => {
      const copy = inner.node("Identity", [name]); // an output may be an input, or twice the same
      return { name: copy };
    });
    const graph: GraphProto = {
      name: inner.prefix,
      node: inner.nodes,
      input: inputs.map(({ name, value }) => valueInfo(name, value)),
      output,
    };
    return { graph } as unknown as OnnxAttr; // an attribute only this writer can make
  }

  values(values: readonly Value[], given: ReadonlyMap<Value, string>): string[] {
    for (const [value, name] of given) this.names.set(value, name);
    this.write(values);
    return values.map((value) => this.nameOf(value));
  }

  /** A name not used yet, `scope/Operator_12`, which errors of the runtime will quote. */
  fresh(stem: string): string {
    let name: string;
    do name = `${this.prefix}${stem}_${this.shared.count++}`;
    while (this.shared.taken.has(name));
    return name;
  }

  private write(values: readonly Value[]): void {
    for (const node of toposort(values)) {
      if (node.outputs.every((value) => this.names.has(value))) continue;
      const inputs = node.inputs.map((value) => (value === null ? "" : this.nameOf(value)));
      const outer = this.prefix;
      if (node.scope !== "") this.prefix = `${outer}${node.scope}/`;
      const { onnx } = node.op;
      const written = node.outputs.every(({ shape }) => shape.includes(0))
        ? node.outputs.map((value) => this.empty(value)) // kernels differ on nothing, and some abort
        : typeof onnx === "string"
          ? this.nodeOf(onnx, inputs, node.attrs as Record<string, OnnxAttr>, node.outputs.length)
          : onnx(this, inputs, node);
      this.prefix = outer;
      for (const [i, name] of (typeof written === "string" ? [written] : written).entries())
        this.names.set(node.outputs[i], name);
    }
  }

  /** A value known to have no elements. */
  private empty({ type: { dtype, shape } }: Value): string {
    const numbers = staticShape(shape);
    return numbers
      ? this.constant(new Tensor(zerosOf(dtype, 0), numbers, dtype))
      : this.node("Expand", [this.constant(new Tensor(zerosOf(dtype, 1), [], dtype)), this.sizes(shape)]);
  }

  private nameOf(value: Value): string {
    const name = this.names.get(value);
    if (name !== undefined) {
      if (this.outer) this.shared.captured.add(name); // a body may refer to it, so it must keep its name
      return name;
    }
    throw new NeurogradError(
      "missing_input",
      `writeOnnx: "${value.name ?? value.node?.op.name}" is not an input of the graph; pass it as one`,
    );
  }

  /** One size, as int64 [1]. */
  private size(size: Size): string {
    if (typeof size === "number") return this.int64([size]);
    const terms = size.terms.map(({ coefficient, atoms }) => {
      const factors = atoms.map((atom) =>
        atom.floorDivide
          ? this.node("Div", [this.size(atom.floorDivide.dividend), this.int64([atom.floorDivide.divisor])])
          : this.named1(atom.key),
      );
      if (coefficient !== 1 || factors.length === 0) factors.push(this.int64([coefficient]));
      return factors.reduce((a, b) => this.node("Mul", [a, b]));
    });
    return terms.reduce((a, b) => this.node("Add", [a, b]));
  }

  private named1(name: string): string {
    const source = this.sizeSources.get(name);
    if (source === undefined) {
      throw new NeurogradError(
        "unknown_size",
        `writeOnnx: size "${name}" stands on no input; give an input that has it`,
      );
    }
    return this.node("Shape", [source.input], { start: source.axis, end: source.axis + 1 });
  }
}

/** Where each named size can be read from: an axis of an input. */
function sourcesOf(inputs: readonly Value[]): Map<string, { input: string; axis: number }> {
  const sources = new Map<string, { input: string; axis: number }>();
  for (const input of inputs) {
    for (const [axis, size] of (input.shape as Shape).entries()) {
      const name = size instanceof SizeExpression ? sizeName(size) : undefined;
      if (name !== undefined && !sources.has(name)) sources.set(name, { input: input.name ?? "", axis });
    }
  }
  return sources;
}
