import type { Graph, Value } from "../../core/graph.js";
import { simplify } from "../../core/simplify.js";
import { type Tensor, tensor } from "../../core/tensor.js";
import type { Arrays } from "../../nn/batches.js";
import type { Model } from "../../nn/model.js";
import { tracedStep } from "../../nn/step.js";
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
  const spec = net.compiled("stepGraph");
  const batch = oneBatch(net, x, y, "stepGraph");
  checkBatch(spec, batch, "stepGraph");
  const { graph: traced } = tracedStep(spec, batch);
  const became = new Map<Value, Value>();
  const graph = simplify(traced, became);
  const state = Object.fromEntries(net.state.map(({ path, value }) => [path, value]));
  const learningRate = tensor(net.optimizer.learningRate, { dtype: "float64" });
  return { traced, graph, became, feeds: { ...state, ...batchFeeds(batch), learningRate } };
}
