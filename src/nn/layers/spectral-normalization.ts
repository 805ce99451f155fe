import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import {
  abs,
  where as choose,
  divide,
  equal,
  matmul,
  max,
  reshape,
  stopGradient,
  transpose,
} from "../../core/ops/index.js";
import { epsilon } from "../epsilon.js";
import { truncatedNormal } from "../initializers.js";
import { type CallResult, defineLayer, type Layer, type WeightSpecs } from "../layer.js";
import { checkPositiveInteger } from "../options.js";
import { callInner, checkInnerLayer, innerWeights } from "./inner-layer.js";
import { unitLength } from "./unit-length.js";

export interface SpectralNormalizationOptions {
  /** One with a kernel, or an embedding. */
  readonly layer: Layer;
  /** How often the estimate of the largest singular value is bettered at each training step. */
  readonly powerIterations?: number;
  readonly name?: string;
  readonly trainable?: boolean;
}

/**
 * The layer with `W / σ(W)` in place of its kernel W, whose largest singular value is then about 1: `v ← u Wᵀ / ‖u Wᵀ‖`, `u ← v W / ‖v W‖`,
 * `σ = v W uᵀ`, W as a matrix with its last axis as columns. Outside training u stays. (Keras writes the quotient into W where its
 * backend can, and outside training takes W as it is.)
 *
 * Shape   as the layer's; its weights, and vectorU [1, columns], a statistic.
 * VJP     through σ = v W uᵀ, u and v held fast.
 * Throws  `missing_option`, `invalid_option`, and what the layer throws.
 * Source  Miyato et al. 2018, algorithm 1; Keras 3 `layers.SpectralNormalization`.
 *
 * @example layers.spectralNormalization({ layer: layers.conv2d({ filters: 32, kernelSize: 3 }) })
 */
export const spectralNormalization: (options: SpectralNormalizationOptions) => Layer =
  defineLayer<SpectralNormalizationOptions>("spectralNormalization", {
    required: ["layer"],
    defaults: { powerIterations: 1 },
    check: ({ layer, powerIterations }, where) => {
      checkInnerLayer(where, "layer", layer);
      checkPositiveInteger(where, "powerIterations", powerIterations);
    },
    weights: ({ layer }, inputs, where) => {
      const specs = innerWeights(layer, "", inputs, where);
      const key = kernelOf(where, layer, specs);
      const columns = specs[key].shape.at(-1) ?? 1;
      return {
        [key]: specs[key], // in Keras's order
        vectorU: { shape: [1, columns], initializer: truncatedNormal({ stddev: 0.02 }), role: "statistic" },
        ...specs,
      };
    },
    mask: "pass",
    call: (context) => {
      const { inputs, masks, weights, options, training, name } = context;
      const key = kernelOf(name, options.layer, weights);
      const kernel = weights[key];
      const W = reshape(kernel, { shape: [-1, kernel.shape[kernel.shape.length - 1]] });
      const unit = (x: Value): Value => unitLength(x, [0, 1], epsilon);
      const rows = transpose(W, { axes: [1, 0] });
      let u = weights.vectorU;
      let v = unit(matmul(u, rows));
      for (let i = 0; training && i < (options.powerIterations ?? 1); i++) {
        if (i > 0) v = unit(matmul(u, rows));
        u = unit(matmul(v, W));
      }
      const isZero = equal(max(abs(stopGradient(W))), 0); // nothing to divide, nothing to learn of it
      const [left, right] = [stopGradient(v), stopGradient(u)];
      const sigma = matmul(matmul(left, W), transpose(right, { axes: [1, 0] }));
      const scaled = divide(kernel, choose(isZero, 1, reshape(sigma, { shape: [] })));
      const inner = { ...context, weights: { ...weights, [key]: scaled } };
      const { outputs, updates = {} } = callInner(options.layer, "", inner, inputs, masks);
      if (!training) return { outputs };
      return {
        outputs,
        updates: { ...updates, vectorU: choose(isZero, weights.vectorU, right) },
      } satisfies CallResult;
    },
  });

/** The weight to be divided. Throws `invalid_option` for layers that have none. */
function kernelOf(
  where: string,
  layer: Layer,
  weights: WeightSpecs | Readonly<Record<string, Value>>,
): string {
  const key = ["kernel", "embeddings"].find((name) => name in weights);
  if (key !== undefined) return key;
  throw new NeurogradError(
    "invalid_option",
    `${where}: layer is ${layer.kind}, which has no kernel and no embeddings; give a layer such as layers.dense({ units: 8 })`,
  );
}
