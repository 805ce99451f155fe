import { type Graph, graphNodes, type Node } from "../core/graph.js";
import { conv, convTranspose, matrixProduct, scanOp } from "../core/ops/index.js";
import type { ScanAttrs } from "../core/ops/scan.js";
import { bindShape, bindSize, type Shape, type Sizes } from "../core/size.js";
import { sizeOf } from "../core/tensor.js";

/** How much there is to do: multiplications of matrix products and convolutions, and elements of all results. */
export function workOf(graph: Graph, sizes: Sizes): number {
  const elements = (shape: Shape = []): number => sizeOf(bindShape(shape, sizes));
  const ofNode = ({ op, inputs, outputs, attrs }: Node): number => {
    const results = outputs.reduce((sum, { shape }) => sum + elements(shape), 0);
    const [first, second] = inputs;
    if (op === matrixProduct.def) return results * bindSize(first?.shape.at(-1) ?? 1, sizes);
    if (op === conv.def) return results * elements(second?.shape.slice(1));
    if (op === convTranspose.def) return elements(first?.shape) * elements(second?.shape.slice(1));
    if (op !== scanOp.def) return results;
    const { body, stateCount } = attrs as ScanAttrs; // of this op
    return bindSize(inputs[stateCount]?.shape[0] ?? 0, sizes) * workOf(body, sizes);
  };
  return graphNodes(graph).reduce((sum, node) => sum + ofNode(node), 0);
}
