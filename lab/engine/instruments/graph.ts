import {
  describeGraph,
  type Fate,
  fatesOf,
  type GraphDescription,
  type StepGraph,
  stepFeeds,
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

/** The graphs of each training, by the size of the batch. */
const known = new WeakMap<Training, Map<number, StepGraph>>();

/** The next step, which nobody takes here, and how many examples its batch has. */
export async function upcomingStep(training: Training): Promise<StepGraph & { readonly batch: number }> {
  const { x, y } = await training.upcoming();
  const [batch] = x.shape;
  const own = known.get(training) ?? new Map<number, StepGraph>();
  known.set(training, own);
  const before = own.get(batch);
  const step = before ? { ...before, feeds: stepFeeds(training.net, x, y) } : stepGraph(training.net, x, y);
  own.set(batch, step);
  return { ...step, batch };
}
