import { NeurogradError } from "../../core/errors.js";
import type { TensorType, Value } from "../../core/graph.js";
import {
  add,
  argmax,
  cast,
  concatenate,
  divide,
  equal,
  expandDims,
  matmul,
  mean,
  multiply,
  negative,
  oneHot,
  slice,
  softplus,
  sqrt,
  square,
  stopGradient,
  subtract,
  sum,
} from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { type ActivationLike, toActivation } from "../../nn/activation.js";
import { defineLayer, type Layer, type WeightSpec } from "../../nn/layer.js";
import { asFloat } from "../../nn/layers/as-float.js";
import { defineLoss, type Loss } from "../../nn/loss.js";
import { classTargets } from "../../nn/losses/targets.js";
import { defineMeanMetric, type Metric, type MetricOptions } from "../../nn/metric.js";
import { checkPositive, checkPositiveInteger } from "../../nn/options.js";
import { type InitializerLike, toInitializer } from "../../nn/to-initializer.js";

export interface ForwardForwardOptions {
  readonly classes: number;
  /** Neurons of each layer. */
  readonly units: readonly number[];
  /** θ: the mean square above which a layer takes its input for real. */
  readonly threshold?: number;
  /** How strong the label is beside inputs whose mean square is 1. */
  readonly labelScale?: number;
  readonly activation?: ActivationLike;
  readonly kernelInitializer?: InitializerLike;
  readonly name?: string;
  readonly trainable?: boolean;
}

/**
 * Layers that learn one by one, with no way back at all: each is shown an example together with a label, and is to be active when they belong together and quiet when not. The goodness of a layer of n neurons is
 * `g = Σ h²`; it gives `(g − θ n) / √n`, the log-odds that example and label belong together, for every class. Between layers activities are divided by their root mean
 * square, so that only their direction is handed on, and no gradient passes. Train it with `forwardForwardLoss`.
 *
 * Shape   x [batch, n] → [batch, layers, classes]; weights kernel_k [n, units], label_1 [classes, units], bias_k [units].
 * Default activation relu, θ = 1, labelScale = 2, kernels of heNormal.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Hinton (2022), arXiv 2212.13345, sections 2 and 3.3. There one wrong label is drawn for each example and nothing divides by √n; here all wrong ones are shown
 *
 * @example
 * const net = sequential([
 *   input({ shape: [28, 28], dtype: "uint8" }),
 *   layers.rescaling({ scale: 1 / 255 }),
 *   layers.flatten(),
 *   forwardForward({ classes: 10, units: [400, 400] }),
 * ]);
 * net.compile({ optimizer: "adam", loss: forwardForwardLoss(), metrics: [forwardForwardAccuracy()] });
 */
export const forwardForward: (options: ForwardForwardOptions) => Layer = defineLayer<ForwardForwardOptions>(
  "forwardForward",
  {
    required: ["classes", "units"],
    defaults: { threshold: 1, labelScale: 2, activation: "relu", kernelInitializer: "heNormal" },
    check: ({ classes, units, threshold, labelScale, activation, kernelInitializer }, where) => {
      checkPositiveInteger(where, "classes", classes);
      if (!Array.isArray(units) || units.length === 0) {
        throw new NeurogradError(
          "invalid_option",
          `${where}: units is ${JSON.stringify(units)}; give a list with the number of neurons of each layer, such as [400, 400]`,
        );
      }
      for (const n of units) checkPositiveInteger(where, "units", n);
      checkPositive(where, "threshold", threshold ?? 1);
      checkPositive(where, "labelScale", labelScale ?? 1);
      toActivation(`${where}: activation`, activation);
      toInitializer(`${where}: kernelInitializer`, kernelInitializer ?? "heNormal");
    },
    weights: ({ classes, units, kernelInitializer = "heNormal" }, [x], where) => {
      const initializer = toInitializer(where, kernelInitializer);
      const zeros = toInitializer(where, "zeros");
      const made: Record<string, WeightSpec> = {
        label_1: { shape: [classes, units[0]], initializer },
      };
      for (const [k, n] of units.entries()) {
        made[`kernel_${k + 1}`] = { shape: [k === 0 ? widthOf(where, x) : units[k - 1], n], initializer };
        made[`bias_${k + 1}`] = { shape: [n], initializer: zeros };
      }
      return made;
    },
    call: ({ x, weights, options, name }) => {
      const { units, threshold = 1, labelScale = 2, activation = "relu" } = options;
      const act = toActivation(name, activation);
      const odds: Value[] = [];
      let h = asFloat(x);
      for (const [k, n] of units.entries()) {
        const product = matmul(direction(h), weights[`kernel_${k + 1}`]);
        const z =
          k === 0
            ? add(expandDims(product, { axis: 1 }), multiply(weights.label_1, labelScale)) // [batch, classes, units]
            : product;
        h = act(add(z, weights[`bias_${k + 1}`]));
        const surplus = subtract(sum(square(h), { axis: -1 }), threshold * n);
        odds.push(expandDims(multiply(surplus, 1 / Math.sqrt(n)), { axis: 1 }));
      }
      return odds.length === 1 ? odds[0] : concatenate(odds, { axis: 1 });
    },
  },
);

/** What of activities is handed on: divided by their root mean square, and no gradient. */
function direction(h: Value): Value {
  const size = sqrt(add(mean(square(h), { axis: -1, keepdims: true }), 1e-8));
  return stopGradient(divide(h, size));
}

function widthOf(where: string, { shape }: TensorType): number {
  const [, size] = shape;
  if (shape.length === 2 && typeof size === "number") return size;
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: expects [batch, features] with a known number of features, got ${formatShape(shape)}; put layers.flatten() before it`,
  );
}

/**
 * What each layer of `forwardForward` is to learn: `Σₗ ½ softplus(−zₗ[class]) + ½ mean over the other classes of softplus(zₗ)`, z being its log-odds.
 *
 * Shape   targets [batch] class numbers, predictions [batch, layers, classes] → [batch].
 * Throws  `shape_mismatch`; `label_out_of_range` before training.
 * Source  Hinton (2022), arXiv 2212.13345, equation 1
 *
 * @example net.compile({ optimizer: "adam", loss: forwardForwardLoss(), metrics: [forwardForwardAccuracy()] });
 */
export const forwardForwardLoss: () => Loss = defineLoss<Record<never, never>>("forwardForwardLoss", {
  defaults: {},
  hasClassTargets: true,
  perExample: ({ yTrue, yPred }) => {
    const classes = classTargets("forwardForwardLoss", yTrue, sum(yPred, { axis: 1 }));
    const depth = yPred.shape.at(-1) as number; // the classes of a classifier are a number
    const right = expandDims(oneHot(classes, { depth, dtype: yPred.dtype as "float32" }), { axis: 1 });
    const pulled = multiply(softplus(negative(yPred)), right);
    const pushed = multiply(softplus(yPred), divide(subtract(1, right), Math.max(depth - 1, 1)));
    return multiply(sum(add(pulled, pushed), { axis: [1, 2] }), 0.5);
  },
});

/**
 * Share of examples whose class is that with the greatest sum of goodness over all layers but the first (over the first, where it is the only one).
 *
 * Shape   targets [batch], predictions [batch, layers, classes].
 * Throws  `shape_mismatch`.
 * Source  Hinton (2022), arXiv 2212.13345, section 3.3
 *
 * @example forwardForwardAccuracy({ name: "accuracy" })
 */
export const forwardForwardAccuracy: (options?: MetricOptions) => Metric = defineMeanMetric(
  "forwardForwardAccuracy",
  {
    defaults: {},
    perExample: ({ yTrue, yPred }) => {
      const later =
        Number(yPred.shape[1]) > 1 ? slice(yPred, { axes: [1], starts: [1], ends: [null] }) : yPred;
      const goodness = sum(later, { axis: 1 });
      const classes = classTargets("forwardForwardAccuracy", yTrue, goodness);
      return cast(equal(classes, argmax(goodness)), { dtype: "float32" });
    },
  },
);
