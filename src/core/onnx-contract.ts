import { NeurogradError } from "./errors.js";
import type { Node, Value } from "./graph.js";
import type { Size } from "./size.js";
import type { Tensor } from "./tensor.js";

/** A float attribute of an ONNX node; plain numbers are written as ints. */
export interface FloatAttr {
  readonly float: number;
}
export const float = (value: number): FloatAttr => ({ float: value });

export type OnnxAttr =
  | number
  | FloatAttr
  | string
  | readonly number[]
  | readonly string[]
  | Tensor
  | { readonly floats: readonly number[] };

/** What an op may ask of the writer. Names are those of tensors in the ONNX graph; "" is an input left out. */
export interface OnnxWriter {
  /** Adds a node with one output and gives its name. */
  node(opType: string, inputs: readonly string[], attrs?: Readonly<Record<string, OnnxAttr>>): string;
  /** Adds a node with `count` outputs. */
  nodeOf(
    opType: string,
    inputs: readonly string[],
    attrs: Readonly<Record<string, OnnxAttr>>,
    count: number,
  ): string[];
  /** A name that no tensor of the file has yet. */
  fresh(stem: string): string;
  /** A one-dimensional int64 constant. */
  int64(values: readonly (number | bigint)[]): string;
  /** A one-dimensional int64 tensor of sizes, computed from the inputs' shapes where they are names. */
  sizes(sizes: readonly Size[]): string;
  /** A constant. */
  constant(value: Tensor): string;
  /** A sub-graph attribute for control flow. */
  subgraph(
    build: (to: OnnxWriter) => {
      inputs: readonly { name: string; value: Value }[];
      outputs: readonly string[];
    },
  ): OnnxAttr;
  /** Writes the nodes that `values` need, given the names of some, and gives the names of `values`. */
  values(values: readonly Value[], given: ReadonlyMap<Value, string>): string[];
}

/** Writes one node: input names in, output names out. */
export type Emit<A> = (
  to: OnnxWriter,
  inputs: readonly string[],
  node: Omit<Node, "attrs"> & { readonly attrs: A },
) => string | readonly string[];

/** An ONNX node while it is read: inputs as values, attributes as JavaScript values. */
export interface OnnxNode {
  readonly opType: string;
  readonly inputs: readonly (Value | null)[];
  readonly outputCount: number;
  readonly opset: number;
  attr(name: string, fallback: number): number;
  attr(name: string, fallback: string): string;
  attr(name: string, fallback: readonly number[]): readonly number[];
  attr(name: string, fallback: Tensor | undefined): Tensor | undefined;
  has(name: string): boolean;
  /** The sizes that an input holds, if it is shape arithmetic or constant. */
  sizes(index: number): readonly Size[] | undefined;
  /** The value of an input that is a constant (after folding); undefined if it is not. */
  constant(index: number): Tensor | undefined;
  /** The outputs of the sub-graph in an attribute, `given` standing for its inputs. Throws `invalid_onnx`. */
  body(name: string, given: readonly Value[]): readonly Value[];
}
/** An input that must be a constant. Throws `unsupported_operator`. */
export function constantInput(node: OnnxNode, index: number): Tensor {
  const value = node.constant(index);
  if (value !== undefined) return value;
  throw new NeurogradError(
    "unsupported_operator",
    `${node.opType}: input ${index} must be constant; fold the model first`,
  );
}

/** By ONNX operator name: how to build the value(s) that an ONNX node stands for. */
export type FromOnnx = Readonly<Record<string, (node: OnnxNode) => Value | readonly Value[]>>;
