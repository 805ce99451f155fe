import {
  describeGraph,
  type Fate,
  fatesOf,
  type GraphDescription,
  type StepGraph,
  stepGraph,
} from "neurograd/explain";
import type { Training } from "../training.js";

/** The training step of the network as a graph, before and after simplification. */
export interface GraphReading {
  /** Examples of the batch: the graph is of this size. */
  readonly batch: number;
  /** As it was written down. */
  readonly traced: GraphDescription;
  /** What runs. */
  readonly simplified: GraphDescription;
  /** What became of each node of `traced`. */
  readonly fates: readonly Fate[];
}

/** The graph of the step that comes next. */
export async function graph(training: Training, _options: object): Promise<GraphReading> {
  const step = await upcomingStep(training);
  return {
    batch: step.batch,
    traced: describeGraph(step.traced),
    simplified: describeGraph(step.graph),
    fates: fatesOf(step),
  };
}

/** The next step, which nobody takes here, and how many examples its batch has. */
export async function upcomingStep(training: Training): Promise<StepGraph & { readonly batch: number }> {
  const { x, y } = await training.upcoming();
  return { ...stepGraph(training.net, x, y), batch: x.shape[0] };
}
