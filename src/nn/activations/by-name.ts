// Activations that a string may name, `activation: "relu"`: the common ones, since every page with a layer carries these.
// With options they are functions: `(x) => activations.elu(x, { alpha: 0.5 })`.
import type { Value } from "../../core/graph.js";
import * as ops from "../../core/ops/index.js";

/**
 * `y = 1` where x ≥ threshold, else 0: the neuron of McCulloch and Pitts. Its derivative is 0, so nothing below it can
 * be trained by gradients; `fit` says so.
 *
 * Source  McCulloch & Pitts 1943. Keras has none.
 *
 * @example layers.dense({ units: 1, activation: "binaryStep" })
 */
export const binaryStep = (x: Value, { threshold = 0 }: { readonly threshold?: number } = {}): Value =>
  ops.binaryStep(x, { threshold });

/**
 * `y = x` where x > 0, else `alpha (eˣ − 1)`.
 *
 * Source  Clevert et al. 2016; Keras 3 `activations.elu`.
 *
 * @example layers.dense({ units: 8, activation: "elu" })
 */
export const elu = (x: Value, { alpha = 1 }: { readonly alpha?: number } = {}): Value =>
  ops.elu(x, { alpha });

/**
 * `y = x Φ(x)`, Φ the normal distribution; exact by the error function, or `approximate` by tanh.
 *
 * Source  Hendrycks & Gimpel 2016; Keras 3 `activations.gelu`.
 *
 * @example layers.dense({ units: 8, activation: "gelu" })
 */
export const gelu = (x: Value, { approximate = false }: { readonly approximate?: boolean } = {}): Value =>
  ops.gelu(x, { approximate });

/**
 * `y = x` where x ≥ 0, else `negativeSlope · x`.
 *
 * Source  Maas et al. 2013; Keras 3 `activations.leaky_relu`, whose slope is 0.2.
 *
 * @example layers.dense({ units: 8, activation: "leakyRelu" })
 */
export const leakyRelu = (
  x: Value,
  { negativeSlope = 0.2 }: { readonly negativeSlope?: number } = {},
): Value => ops.leakyRelu(x, { negativeSlope });

/**
 * `y = x`.
 *
 * Source  Keras 3 `activations.linear`.
 *
 * @example layers.dense({ units: 1, activation: "linear" })
 */
export const linear = (x: Value): Value => x;

export interface ReluOptions {
  readonly negativeSlope?: number;
  /** The largest output; null: none. */
  readonly maxValue?: number | null;
  /** Where the rising part begins. */
  readonly threshold?: number;
}

/**
 * `y = max(0, x)`; in general x where x > threshold, else `negativeSlope (x − threshold)`, and at most `maxValue`.
 *
 * Source  Nair & Hinton 2010; Keras 3 `activations.relu`.
 *
 * @example layers.dense({ units: 128, activation: "relu" })
 */
export function relu(
  x: Value,
  { negativeSlope = 0, maxValue = null, threshold = 0 }: ReluOptions = {},
): Value {
  const isPlain = negativeSlope === 0 && threshold === 0;
  const below = negativeSlope === 0 ? 0 : ops.multiply(ops.subtract(x, threshold), negativeSlope);
  const y = isPlain ? ops.relu(x) : ops.where(ops.greater(x, threshold), x, below);
  return maxValue === null ? y : ops.clip(y, { minimum: -Infinity, maximum: maxValue });
}

/**
 * `y = 1.0507 · x` where x > 0, else `1.0507 · 1.6733 (eˣ − 1)`: outputs keep mean 0 and variance 1.
 *
 * Source  Klambauer et al. 2017, equation 2; Keras 3 `activations.selu`.
 *
 * @example layers.dense({ units: 8, activation: "selu", kernelInitializer: "lecunNormal" })
 */
export const selu = (x: Value): Value => ops.selu(x);

/**
 * `y = 1 / (1 + e^(−x))`.
 *
 * Source  Keras 3 `activations.sigmoid`.
 *
 * @example layers.dense({ units: 1, activation: "sigmoid" })
 */
export const sigmoid = (x: Value): Value => ops.sigmoid(x);

/**
 * `y = x / (1 + e^(−x))`, also called swish.
 *
 * Source  Ramachandran et al. 2017; Keras 3 `activations.silu`.
 *
 * @example layers.dense({ units: 8, activation: "silu" })
 */
export const silu = (x: Value): Value => ops.silu(x);

/**
 * `yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)` along `axis`, the last one by default.
 *
 * Source  Keras 3 `activations.softmax`.
 *
 * @example layers.dense({ units: 10, activation: "softmax" })
 */
export const softmax = (x: Value, { axis = -1 }: { readonly axis?: number } = {}): Value =>
  ops.softmax(x, { axis });

/**
 * `y = ln(1 + eˣ)`.
 *
 * Source  Keras 3 `activations.softplus`.
 *
 * @example layers.dense({ units: 1, activation: "softplus" })
 */
export const softplus = (x: Value): Value => ops.softplus(x);

/**
 * `y = (eˣ − e^(−x)) / (eˣ + e^(−x))`.
 *
 * Source  Keras 3 `activations.tanh`.
 *
 * @example layers.dense({ units: 8, activation: "tanh" })
 */
export const tanh = (x: Value): Value => ops.tanh(x);
