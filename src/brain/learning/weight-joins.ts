import { NeurogradError } from "../../core/errors.js";
import { type Node, toposort, type Value } from "../../core/graph.js";
import { dependents } from "../../core/vjp.js";

/** A node in which a kernel meets data: the product of a layer. */
export interface WeightJoin {
  readonly node: Node;
  /** Which inputs come of kernels alone. */
  readonly kernels: readonly number[];
  /** Which inputs come of data that weights have touched: those which want a cotangent. */
  readonly signals: readonly number[];
  /** Which of the weights the kernel is. */
  readonly weight: number;
}

/** How a loss comes of weights. */
export interface WeightPaths {
  /** What depends on the weights, each node after those it uses. */
  readonly nodes: readonly Node[];
  readonly joins: ReadonlyMap<Node, WeightJoin>;
  /** Kernels as they are used: what is made of one and of constants, with the number of the weight. */
  readonly kernelOf: ReadonlyMap<Value, number>;
}

/** Finds where kernels (weights of two axes or more) meet signals on their way to the loss. */
export function weightPaths(loss: Value, weights: readonly Value[]): WeightPaths {
  const leaves = new Set(weights);
  const all = toposort([loss]);
  const depends = dependents(all, leaves);
  const nodes = all.filter((node) => depends.has(node));
  /** Values made of weights and constants alone, and the kernel among them. */
  const kernelOf = new Map<Value, number>();
  const pure = new Set<Value>(leaves);
  for (const [k, weight] of weights.entries()) if (weight.shape.length >= 2) kernelOf.set(weight, k);
  const isConstant = constants(all, leaves);
  const joins = new Map<Node, WeightJoin>();
  for (const node of nodes) {
    const inputs = node.inputs.flatMap((value, i) => (value === null ? [] : [{ value, i }]));
    const kernels = inputs.filter(({ value }) => kernelOf.has(value) && value.shape.length >= 2); // no penalty: a scalar
    const touched = inputs.filter(
      ({ value }) => !pure.has(value) && value.node !== null && depends.has(value.node),
    );
    if (inputs.every(({ value }) => pure.has(value) || isConstant(value))) {
      for (const output of node.outputs) {
        pure.add(output);
        if (kernels.length > 0) kernelOf.set(output, kernelOf.get(kernels[0].value) as number); // those have
      }
    } else if (kernels.length > 0 && touched.length > 0) {
      joins.set(node, {
        node,
        kernels: kernels.map(({ i }) => i),
        signals: touched.map(({ i }) => i),
        weight: kernelOf.get(kernels[0].value) as number, // those have
      });
    }
  }
  return { nodes, joins, kernelOf };
}

/** Throws  `invalid_option` where a kernel works in a graph of its own that is run again and again. */
export function refuseLoops(where: string, joins: WeightPaths["joins"], paths: readonly string[]): void {
  for (const { node, weight } of joins.values()) {
    if (!node.op.required.includes("body")) continue;
    throw new NeurogradError(
      "invalid_option",
      `${where}: ${paths[weight]} works in a loop over time, through which errors cannot be sent back otherwise; use it with dense and convolutional layers`,
    );
  }
}

/** Which values depend on no input of the graph. `leaves` count as inputs. */
function constants(nodes: readonly Node[], leaves: ReadonlySet<Value>): (value: Value) => boolean {
  const fixed = new Set<Value>();
  for (const node of nodes)
    if (node.inputs.every((value) => value === null || fixed.has(value)))
      for (const output of node.outputs) if (!leaves.has(output)) fixed.add(output);
  return (value) => fixed.has(value);
}
