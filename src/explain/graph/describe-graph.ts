import { constantOf } from "../../core/constant.js";
import { formatType, type Graph, type Role, type Value } from "../../core/graph.js";
import { formatShape } from "../../core/size.js";
import { Tensor } from "../../core/tensor.js";
import { entriesOf, numbersOf } from "./entries.js";
import { homesOf } from "./homes.js";

/** One result of a node. */
export interface Port {
  readonly node: number;
  readonly output: number;
}

export interface TypeDescription {
  readonly dtype: string;
  /** `[10, 4]`; empty where it is not known. */
  readonly shape: string;
}

/** One node of a graph, or one input of it, as plain data. */
export interface NodeDescription {
  readonly id: number;
  readonly kind: "input" | "constant" | "operator";
  /** What the operator is called; of an input its name. */
  readonly op: string;
  /** A node's own name, where it has one. */
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly inputs: readonly (Port | null)[];
  /** What the operator calls its inputs. */
  readonly inputNames: readonly string[];
  readonly outputs: readonly TypeDescription[];
  /** The layer it belongs to: that made it, whose weight it is, or whose weights it updates; "" outside layers. */
  readonly layer: string;
  readonly role: Role;
  /** Of a constant: its one number, or its type. */
  readonly constant?: string;
}

/** A graph as plain data, which can be sent to a page and drawn. */
export interface GraphDescription {
  /** Inputs first, then each node after those it uses; a node's `id` is its place. */
  readonly nodes: readonly NodeDescription[];
  readonly outputs: Readonly<Record<string, Port>>;
}

/**
 * A graph as plain data: nodes, what leads where, attributes, types, the layer and the part (forward, backward, update) that
 * each belongs to.
 *
 * @example
 * const { nodes } = describeGraph(stepGraph(net, x, y).graph);
 * const added = nodes.filter(({ role }) => role === "backward"); // what differentiation wrote
 */
export function describeGraph(graph: Graph): GraphDescription {
  const entries = entriesOf(graph);
  const numbers = numbersOf(entries);
  const homes = homesOf(graph, entries);
  const portOf = (value: Value | null): Port | null => {
    const node = value === null ? undefined : numbers.get(value);
    return value === null || node === undefined ? null : { node, output: value.index };
  };
  const nodes = entries.map(({ node, values }, id): NodeDescription => {
    const known = constantOf(values[0]);
    return {
      id,
      kind: node === null ? "input" : known === undefined ? "operator" : "constant",
      op: node === null ? (values[0].name ?? "") : node.op.name,
      name: "",
      attributes:
        node === null || known !== undefined
          ? []
          : Object.entries(node.attrs).map(([name, value]) => ({ name, value: attributeText(value) })),
      inputs: node === null ? [] : node.inputs.map(portOf),
      inputNames: node === null ? [] : node.op.inputs,
      outputs: values.map(({ dtype, shape }) => ({ dtype, shape: formatShape(shape) })),
      ...homes[id],
      ...(known !== undefined && {
        constant: known.size === 1 ? String(known.toArray()) : formatType(known),
      }),
    };
  });
  const outputs = Object.entries(graph.outputs).map(([name, value]) => [name, portOf(value)] as const);
  return {
    nodes,
    outputs: Object.fromEntries(outputs.filter((one): one is [string, Port] => one[1] !== null)),
  };
}

function attributeText(value: unknown): string {
  if (value instanceof Tensor) return formatType(value);
  if (Array.isArray(value)) return `[${value.map(attributeText).join(", ")}]`;
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null && "outputs" in value ? "a graph" : String(value);
}
