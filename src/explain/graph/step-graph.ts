import type { Graph, Value } from "../../core/graph.js";
import { simplify } from "../../core/simplify.js";
import { type Tensor, tensor } from "../../core/tensor.js";
import type { Arrays, Batch } from "../../nn/batches.js";
import type { Model } from "../../nn/model.js";
import { tracedStep } from "../../nn/step.js";
import type { StepSpec } from "../../nn/step-spec.js";
import { batchFeeds, checkBatch, oneBatch } from "../../nn/train-batch.js";

/** One training step of a model as graphs. */
export interface StepGraph {
  /** As it was written down: the model, its derivative, the update. */
  readonly traced: Graph;
  /** What a runtime is given: an equal graph with less to do. */
  readonly graph: Graph;
  /** What each value of `traced` is in `graph`; a value that nothing uses any more is in neither. */
  readonly became: ReadonlyMap<Value, Value>;
  /** The values of the inputs now: state, batch, learning rate. */
  readonly feeds: Readonly<Record<string, Tensor>>;
}

/**
 * The training step that `net.trainOnBatch(x, y)` would run: forward, backward and update as one graph, which `printGraph`
 * prints, `describeGraph` tells as data and `graphValues` computes. Nothing is trained.
 *
 * Throws  `not_compiled`, and what `trainOnBatch` throws for such a batch.
 *
 * @example
 * const { graph, feeds } = stepGraph(net, x, y);
 * console.log(printGraph(graph));
 * const values = graphValues(graph, feeds);
 */
export function stepGraph(net: Model, x: Arrays, y: Arrays): StepGraph {
  const { spec, batch } = checkedBatch(net, x, y, "stepGraph");
  const { graph: traced } = tracedStep(spec, batch);
  const became = new Map<Value, Value>();
  const graph = simplify(traced, became);
  return { traced, graph, became, feeds: feedsOf(net, batch) };
}

/**
 * The values of the inputs of `stepGraph` for another batch of the same shape, or after some training: the graph stays the same.
 *
 * Throws  as `stepGraph`.
 */
export function stepFeeds(net: Model, x: Arrays, y: Arrays): Readonly<Record<string, Tensor>> {
  return feedsOf(net, checkedBatch(net, x, y, "stepFeeds").batch);
}

function checkedBatch(net: Model, x: Arrays, y: Arrays, where: string): { spec: StepSpec; batch: Batch } {
  const spec = net.compiled(where);
  const batch = oneBatch(net, x, y, where);
  checkBatch(spec, batch, where);
  return { spec, batch };
}

function feedsOf(net: Model, batch: Batch): Readonly<Record<string, Tensor>> {
  const state = Object.fromEntries(net.state.map(({ path, value }) => [path, value]));
  const learningRate = tensor(net.optimizer.learningRate, { dtype: "float64" });
  return { ...state, ...batchFeeds(batch), learningRate };
}
