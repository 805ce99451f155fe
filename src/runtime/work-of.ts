import { type Graph, graphNodes } from "../core/graph.js";
import { matrixProduct } from "../core/ops/index.js";
import { bindShape, bindSize, type Sizes } from "../core/size.js";
import { sizeOf } from "../core/tensor.js";

/** How much there is to do: multiplications of matrix products, and elements of all results. */
export function workOf(graph: Graph, sizes: Sizes): number {
  let work = 0;
  for (const { op, inputs, outputs } of graphNodes(graph))
    for (const { shape } of outputs) {
      const elements = sizeOf(bindShape(shape, sizes));
      const terms = op === matrixProduct.def ? bindSize(inputs[0]?.shape.at(-1) ?? 1, sizes) : 1;
      work += elements * terms;
    }
  return work;
}
