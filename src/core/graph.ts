import type { DType } from "./dtype.js";
import type { AnyOp } from "./op.js";
import { formatShape, type Shape } from "./size.js";

/** What is known of a value before it is computed: element type and shape. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

export const formatType = ({ dtype, shape }: TensorType): string => `${dtype} ${formatShape(shape)}`;

/** What a node is there for: the model itself, its derivative, or the update of its state. */
export type Role = "forward" | "backward" | "update";

/** An edge of the graph: one result of a node, or an input of the graph (`node` null, then it has a `name`). */
export class Value {
  readonly type: TensorType;
  readonly node: Node | null;
  readonly index: number;
  readonly name: string | null;

  constructor(type: TensorType, node: Node | null, index: number, name: string | null) {
    this.type = type;
    this.node = node;
    this.index = index;
    this.name = name;
  }

  get shape(): Shape {
    return this.type.shape;
  }

  get dtype(): DType {
    return this.type.dtype;
  }
}

/** One application of an op. It holds its op: nothing is looked up by name. Frozen. */
export interface Node {
  readonly op: AnyOp;
  readonly inputs: readonly (Value | null)[]; // null: an optional input left out
  readonly attrs: object;
  readonly outputs: readonly Value[];
  readonly scope: string; // path of the layer that made it, "dense_1"; "" outside layers
  readonly role: Role;
}

/** Named inputs and named outputs; the nodes are what the outputs reach. */
export interface Graph {
  readonly inputs: readonly Value[];
  readonly outputs: Readonly<Record<string, Value>>;
}

/** An input of a graph. */
export const graphInput = (name: string, type: TensorType): Value => new Value(type, null, 0, name);

export function makeNode(
  op: AnyOp,
  inputs: readonly (Value | null)[],
  attrs: object,
  types: readonly TensorType[],
): Node {
  const outputs: Value[] = [];
  const node: Node = { op, inputs, attrs, outputs, scope: currentScope, role: currentRole };
  for (const [index, type] of types.entries()) outputs.push(new Value(type, node, index, null));
  Object.freeze(outputs);
  Object.freeze(inputs);
  watched?.add(node);
  return Object.freeze(node);
}

let watched: Set<Node> | undefined;

/** What `body` gives, and the nodes that it makes. */
export function nodesMadeBy<T>(body: () => T): { readonly result: T; readonly made: ReadonlySet<Node> } {
  const outer = watched;
  const made = new Set<Node>();
  watched = made;
  try {
    return { result: body(), made };
  } finally {
    watched = outer;
    for (const node of made) outer?.add(node);
  }
}

// Where the nodes being made belong. Tracing is synchronous, so one pair of variables serves.
let currentScope = "";
let currentRole: Role = "forward";

/** Nodes made inside `body` carry `scope` (and `role`). */
export function withScope<T>(scope: string, role: Role, body: () => T): T {
  const [outerScope, outerRole] = [currentScope, currentRole];
  [currentScope, currentRole] = [scope, role];
  try {
    return body();
  } finally {
    [currentScope, currentRole] = [outerScope, outerRole];
  }
}

/** The scope in which nodes are being made. */
export const scopeNow = (): string => currentScope;

/** The nodes that `roots` reach, each after those it uses. Iterative: a graph may be 100,000 nodes deep. */
export function toposort(roots: Iterable<Value | null>): Node[] {
  const order: Node[] = [];
  const state = new Map<Node, number>(); // next input to visit; -1 when done
  const stack: Node[] = [];
  const push = (value: Value | null): void => {
    if (value?.node && !state.has(value.node)) {
      state.set(value.node, 0);
      stack.push(value.node);
    }
  };
  for (const root of roots) {
    push(root);
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      const next = state.get(node) ?? 0;
      if (next < node.inputs.length) {
        state.set(node, next + 1);
        push(node.inputs[next]);
      } else {
        state.set(node, -1);
        order.push(node);
        stack.pop();
      }
    }
  }
  return order;
}

/** The nodes of a graph, each after those it uses. */
export const graphNodes = (graph: Graph): Node[] => toposort(Object.values(graph.outputs));
