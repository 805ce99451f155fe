import { constant } from "../../core/constant.js";
import { type Graph, graphNodes, type Node, type Value, withScope } from "../../core/graph.js";
import { conv, convTranspose, matrixProduct, scanOp, sum } from "../../core/ops/index.js";
import { unrollScan } from "../../core/ops/unroll-scan.js";
import { copyNode, rewrite } from "../../core/replace.js";
import { sizeOf, Tensor } from "../../core/tensor.js";
import { dependents } from "../../core/vjp.js";
import { binaryValues } from "./binary-values.js";
import { elements, elementWork } from "./element-work.js";
import { lineOf, type WorkLine } from "./work.js";

/** A place where spikes meet weights: how many there are, only a run can tell. */
export interface SpikePlace {
  readonly name: string;
  readonly sizes: WorkLine["sizes"];
  /** Sums, a row each, of the spikes and of the additions that they cause. */
  readonly spikes: Value;
  readonly additions: Value;
  /** By what the second is to be multiplied. */
  readonly fanOut: number;
}

export interface GraphWork {
  /** What does not depend on the numbers that come in. */
  readonly lines: readonly WorkLine[];
  readonly spiking: readonly SpikePlace[];
}

/** The graph with every loop written out, so that each of its steps is seen. */
export const withoutLoops = (graph: Graph): Graph =>
  rewrite(
    graph,
    (value) => value,
    (node, inputs) => {
      if (node.op !== scanOp.def) return copyNode(node, inputs);
      const attrs = node.attrs as Parameters<typeof unrollScan>[1]; // a scan's
      const values = inputs as readonly Value[]; // it leaves none out
      const written = withScope(node.scope, node.role, () => unrollScan(values, { ...attrs, unroll: true }));
      return written ?? copyNode(node, inputs);
    },
  );

/**
 * Counts what a graph does with the inputs of these names, by scope. What depends on weights alone is left out: it can be computed once and for all. Every size must be a number. `spikingScopes` hand on nothing but spikes, though their ops do not show it.
 */
export function graphWork(
  graph: Graph,
  inputNames: readonly string[],
  spikingScopes: ReadonlySet<string>,
): GraphWork {
  const nodes = graphNodes(graph);
  const sources = new Set(graph.inputs.filter(({ name }) => inputNames.includes(name ?? "")));
  const depends = dependents(nodes, sources);
  const isData = (value: Value): boolean =>
    sources.has(value) || (value.node !== null && depends.has(value.node));
  const binary = binaryValues(nodes, spikingScopes);
  const lines: WorkLine[] = [];
  const spiking: SpikePlace[] = [];
  for (const node of nodes) {
    if (!depends.has(node)) continue;
    const product = productOf(node, isData);
    const name = node.scope;
    if (product === undefined) {
      lines.push(lineOf(name, elementWork(node)));
      continue;
    }
    const { macs, sizes, operands, biases } = product;
    const results = elements(node.outputs[0]);
    const spikes = operands.find((value) => isData(value) && binary.has(value));
    if (spikes === undefined) lines.push(lineOf(name, { macs, additions: biases, results, sizes }));
    else {
      lines.push(lineOf(name, { additions: biases }));
      spiking.push({ name, sizes, ...countedSpikes(node, spikes) });
    }
  }
  return { lines, spiking };
}

/** A node that multiplies and adds up. */
interface Product {
  readonly macs: number;
  readonly sizes: WorkLine["sizes"];
  readonly operands: readonly Value[];
  readonly biases: number;
}

function productOf(
  { op, inputs, outputs: [y] }: Node,
  isData: (value: Value) => boolean,
): Product | undefined {
  if (op === matrixProduct.def) {
    const operands = inputs as readonly [Value, Value]; // it has both
    const [a, b] = operands;
    const [m, k] = numbers(a).slice(-2);
    const n = numbers(b).at(-1) ?? 1;
    const [isOfRows, isOfColumns] = [isData(a), isData(b)];
    const sizes =
      isOfRows && isOfColumns
        ? { inputs: elements(a), weights: elements(b), sums: elements(y) }
        : isOfRows
          ? { inputs: k, weights: elements(b), sums: n }
          : { inputs: k, weights: elements(a), sums: m };
    return { macs: elements(y) * k, sizes, operands, biases: 0 };
  }
  if (op !== conv.def && op !== convTranspose.def) return undefined;
  const [x, kernel, bias] = inputs as readonly [Value, Value, Value | null | undefined]; // the first two are required
  const [, ...tap] = numbers(kernel);
  const macs = elements(op === conv.def ? y : x) * sizeOf(tap);
  const sizes = { inputs: ofOne(x), weights: elements(kernel), sums: ofOne(y) };
  return { macs, sizes, operands: [x, kernel], biases: bias ? elements(y) : 0 };
}

/** How many spikes a product takes in, and how many additions they are. */
function countedSpikes(
  { op, inputs, attrs }: Node,
  spikes: Value,
): Pick<SpikePlace, "spikes" | "additions" | "fanOut"> {
  const rows = (value: Value): Value =>
    sum(value, { axis: value.shape.slice(1).map((_, k) => k + 1), keepdims: false });
  const total = rows(spikes);
  const [a, b] = inputs as readonly [Value, Value]; // of a product
  if (op === matrixProduct.def) {
    const fanOut = spikes === a ? numbers(b).at(-1) : numbers(a).at(-2);
    return { spikes: total, additions: total, fanOut: fanOut ?? 1 };
  }
  const [first, ...tap] = numbers(b);
  if (op === convTranspose.def) return { spikes: total, additions: total, fanOut: sizeOf(tap) };
  // Near a border fewer windows see a spike: a kernel of ones counts them, one for each group.
  const { groups } = attrs as { readonly groups: number }; // a convolution's
  const ones = new Tensor(new Float64Array(groups * sizeOf(tap)).fill(1), [groups, ...tap], "float64");
  const seen = conv(spikes, constant(ones, spikes.dtype), null, attrs);
  return { spikes: total, additions: rows(seen), fanOut: first / groups };
}

const numbers = ({ shape }: Value): readonly number[] => shape as readonly number[]; // the graphs here are of numbers
const ofOne = (value: Value): number => sizeOf(numbers(value).slice(1));
