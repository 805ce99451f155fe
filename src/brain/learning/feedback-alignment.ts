import { constant } from "../../core/constant.js";
import type { Value } from "../../core/graph.js";
import type { AnyOp } from "../../core/op.js";
import { withGradient } from "../../core/ops/gradient.js";
import { conv, convTranspose } from "../../core/ops/index.js";
import { matrixProduct } from "../../core/ops/matmul.js";
import { combineKeys, hashPath } from "../../core/random-bits.js";
import { copyNode } from "../../core/replace.js";
import { Tensor } from "../../core/tensor.js";
import { gradOrNull, vjp } from "../../core/vjp.js";
import { checkOptionNames } from "../../nn/config.js";
import type { Learning } from "../../nn/learning.js";
import { type InitializerLike, toInitializer } from "../../nn/to-initializer.js";
import { refuseLoops, type WeightJoin, weightPaths } from "./weight-joins.js";

export interface FeedbackAlignmentOptions {
  /** How the fixed weights of the way back are drawn. Default: "glorotUniform". */
  readonly feedbackInitializer?: InitializerLike;
  /** Default: 0. */
  readonly seed?: number;
}

/** Ops that are linear in a signal and in a kernel. */
const products: readonly AnyOp[] = [matrixProduct.def, conv.def, convTranspose.def];

/**
 * Learning by feedback alignment: errors come back through fixed random weights, `δ = (B δ⁺) ⊙ φ′`, and not through the layers' own transposed ones, `(Wᵀ δ⁺) ⊙ φ′`. A synapse
 * then need not know the strength of another one that leads the other way, which no neuron does. The forward weights come to fit the feedback, and the network learns. For dense and
 * convolutional layers; what has no kernel goes back as ever.
 *
 * Throws  `invalid_option` (when the step is built) for layers whose kernels work in a loop, as in `lstm`.
 * Source  Lillicrap, Cownden, Tweed & Akerman (2016), Nat. Commun. 7:13276, equation 2
 *
 * @example net.compile({ optimizer: "sgd", loss: "binaryCrossentropy", learning: feedbackAlignment() });
 */
export function feedbackAlignment(options: FeedbackAlignmentOptions = {}): Learning {
  checkOptionNames("feedbackAlignment", options, ["feedbackInitializer", "seed"]);
  const { feedbackInitializer = "glorotUniform", seed = 0 } = options;
  const initializer = toInitializer("feedbackAlignment: feedbackInitializer", feedbackInitializer);
  return {
    kind: "feedbackAlignment",
    config: { ...options },
    gradients: (loss, weights, paths) => {
      const drawn = (k: number): Value => {
        const shape = weights[k].shape as readonly number[]; // weights have numbers as sizes
        const numbers = initializer.values(shape, combineKeys(seed, hashPath(`${paths[k]}/feedback`)));
        return constant(new Tensor(numbers, shape, "float64"), "float32");
      };
      return gradOrNull(withFeedback(loss, weights, paths, drawn), weights);
    },
  };
}

/**
 * The same loss, whose products send their errors back through kernels that are drawn in place of their own. What is computed forwards is equal, and `simplify` makes it
 * one with the nodes that it copies.
 */
function withFeedback(
  loss: Value,
  weights: readonly Value[],
  paths: readonly string[],
  drawn: (weight: number) => Value,
): Value {
  const { nodes, joins, kernelOf } = weightPaths(loss, weights);
  refuseLoops("feedbackAlignment", joins, paths);
  const [now, fixed] = [new Map<Value, Value>(), new Map<Value, Value>()];
  const nowOf = (value: Value): Value => now.get(value) ?? value;
  /** A kernel with the drawn numbers: reshaped, transposed, … as its own are. */
  const feedback = (value: Value): Value => {
    const k = kernelOf.get(value);
    if (k === undefined) return value;
    const known = fixed.get(value);
    if (known !== undefined) return known;
    const { node, index } = value;
    const made =
      node === null || weights.includes(value)
        ? drawn(k)
        : copyNode(
            node,
            node.inputs.map((input) => input && feedback(input)),
          )[index];
    fixed.set(value, made);
    return made;
  };
  for (const node of nodes) {
    const inputs = node.inputs.map((value) => value && nowOf(value));
    const join = joins.get(node);
    const outputs = copyNode(node, inputs);
    const swapped =
      join !== undefined && products.includes(node.op)
        ? [
            product(
              outputs[0],
              inputs,
              copyNode(
                node,
                node.inputs.map(
                  (value, i) => value && (join.kernels.includes(i) ? feedback(value) : nowOf(value)),
                ),
              )[0],
              join,
            ),
          ]
        : outputs;
    for (const [i, output] of node.outputs.entries()) now.set(output, swapped[i]);
  }
  return nowOf(loss);
}

/** A product whose error goes to its signals as if it were `back`, and to all else by its own derivative. */
function product(
  output: Value,
  inputs: readonly (Value | null)[],
  back: Value,
  { signals }: WeightJoin,
): Value {
  const operands = inputs.flatMap((value, i) =>
    value === null ? [] : [{ value, isSignal: signals.includes(i) }],
  );
  const values = operands.map(({ value }) => value);
  const backward = (g: Value): (Value | null)[] => {
    const [random, own] = [back, output].map((y) => vjp([y], [g], values));
    return operands.map(({ isSignal }, i) => (isSignal ? random : own)[i]);
  };
  return withGradient([output, ...values], { backward: ({ g }) => backward(g) });
}
