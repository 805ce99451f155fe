import { derivativeText, graphGradients, graphValues } from "neurograd/explain";
import { type NodeNumbers, numbersOf, type Sizes, sizeOf } from "../diagram/numbers.js";
import type { Training } from "../training.js";
import { upcomingStep } from "./graph.js";

export interface GraphNumbersOptions {
  /** Which of the two graphs of the instrument `graph`. */
  readonly of: "traced" | "simplified";
  /** Whether the sizes of all are wanted, for colors. */
  readonly sizes: boolean;
  /** The node that is looked at. */
  readonly node?: number | undefined;
}

export interface GraphNumbers extends Sizes {
  readonly step: number;
  readonly batch: number;
  readonly node: NodeNumbers | undefined;
}

/** What flows through the graph of the next step, computed by the reference in float64. */
export async function graphNumbers(
  training: Training,
  { of, sizes, node }: GraphNumbersOptions,
): Promise<GraphNumbers> {
  const { traced, graph: simplified, feeds, batch } = await upcomingStep(training);
  const graph = of === "traced" ? traced : simplified;
  const values = graphValues(graph, feeds);
  const gradients = graphGradients(graph, feeds, "loss");
  return {
    step: training.step,
    batch,
    values: sizes ? values.map(([value]) => sizeOf(value)) : [],
    gradients: sizes ? gradients.map(([gradient]) => gradient && sizeOf(gradient)) : [],
    node:
      node === undefined
        ? undefined
        : {
            id: node,
            outputs: values[node].map((value, k) => ({
              value: numbersOf(value),
              gradient: gradients[node][k] && numbersOf(gradients[node][k]),
            })),
            derivative: derivativeText(graph, node),
          },
  };
}
