import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import type { Node, Value } from "../../core/graph.js";
import { concatenate, matmul, reshape } from "../../core/ops/index.js";
import { combineKeys, hashPath } from "../../core/random-bits.js";
import { formatShape } from "../../core/size.js";
import { Tensor } from "../../core/tensor.js";
import { grad, gradOrNull } from "../../core/vjp.js";
import { checkOptionNames } from "../../nn/config.js";
import type { Learning } from "../../nn/learning.js";
import { toInitializer } from "../../nn/to-initializer.js";
import { backTo, cutAt, signalsOf } from "./cut-network.js";
import type { FeedbackAlignmentOptions } from "./feedback-alignment.js";
import { refuseLoops, type WeightPaths, weightPaths } from "./weight-joins.js";

/**
 * Learning by direct feedback alignment: the error at the output, `e = ∂L/∂z` of the last product, is sent to every layer at once, through fixed random weights of its own,
 * `δₗ = (e Bₗ) ⊙ φ′`. Nothing passes backwards from layer to layer. For dense and convolutional layers.
 *
 * Shape   Bₗ [outputs, activities of the layer], drawn by the seed and the layer's path.
 * Throws  `invalid_option` (when the step is built) for layers whose kernels work in a loop, as in `lstm`, or whose input has no axis of examples.
 * Source  Nøkland (2016), NeurIPS 29, equations 6 and 7
 *
 * @example net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", learning: directFeedbackAlignment() });
 */
export function directFeedbackAlignment(options: FeedbackAlignmentOptions = {}): Learning {
  checkOptionNames("directFeedbackAlignment", options, ["feedbackInitializer", "seed"]);
  const { feedbackInitializer = "glorotUniform", seed = 0 } = options;
  const initializer = toInitializer("directFeedbackAlignment: feedbackInitializer", feedbackInitializer);
  return {
    kind: "directFeedbackAlignment",
    config: { ...options },
    gradients: (loss, weights, paths) => {
      const found = weightPaths(loss, weights);
      refuseLoops("directFeedbackAlignment", found.joins, paths);
      const activities = signalsOf(found);
      if (activities.length === 0) return gradOrNull(loss, weights); // a single layer
      const error = outputError(loss, found);
      const outputs = Number(error.shape[1]);
      const errors = activities.map((activity) => {
        const at = whereTo(activity, found, paths);
        const shape = [outputs, sizeOf(activity, error, at)];
        const numbers = initializer.values(shape, combineKeys(seed, hashPath(`${at}/feedback`)));
        const feedback = constant(new Tensor(numbers, shape, "float64"), "float32");
        return reshape(matmul(error, feedback), { shape: activity.shape });
      });
      return backTo(cutAt(loss, found, activities, activities), errors, weights);
    },
  };
}

/** The slope of the loss at the last products, behind which no other stands: [batch, outputs]. */
function outputError(loss: Value, { nodes, joins }: WeightPaths): Value {
  const isPassed = new Set<Node>();
  const last: Value[] = [];
  for (const node of nodes.toReversed()) {
    const leadsOn = isPassed.has(node);
    if (joins.has(node) && !leadsOn) last.unshift(...node.outputs);
    if (leadsOn || joins.has(node))
      for (const input of node.inputs) if (input?.node) isPassed.add(input.node);
  }
  const errors = grad(loss, last).map((e) => reshape(e, { shape: [e.shape[0], flatSize(e)] }));
  return errors.length === 1 ? errors[0] : concatenate(errors, { axis: 1 });
}

/** The path of the kernel that the activity enters first: its feedback is drawn by it. */
function whereTo(activity: Value, { joins }: WeightPaths, paths: readonly string[]): string {
  const join = [...joins.values()].find(({ node, signals }) =>
    signals.some((i) => node.inputs[i] === activity),
  );
  return paths[join?.weight ?? 0];
}

/** How many numbers an activity has of each example: its first axis counts those, or parts of them one after the other. */
function sizeOf(activity: Value, error: Value, path: string): number {
  const [examples, rows] = [Number(error.shape[0]), Number(activity.shape[0])];
  if (rows % examples === 0) return (rows / examples) * flatSize(activity);
  throw new NeurogradError(
    "invalid_option",
    `directFeedbackAlignment: what enters ${path} has shape ${formatShape(activity.shape)}, of which the first axis does not count the ${examples} examples of a batch; use it with dense and convolutional layers`,
  );
}

const flatSize = ({ shape }: Value): number =>
  shape.slice(1).reduce<number>((n, size) => n * Number(size), 1);
