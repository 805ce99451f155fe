import { isFloat } from "../../core/dtype.js";
import { NeurogradError } from "../../core/errors.js";
import { Tensor } from "../../core/tensor.js";
import { permutation } from "../permutation.js";
import { RandomSource } from "../random-source.js";
import type { Position } from "../source.js";
import { randomBeta } from "./random-beta.js";

/** A batch of images [batch, height, width, channels] with shares of classes for each. */
export type LabeledImages = readonly [images: Tensor, labels: Tensor];

export interface MixUpOptions {
  /** Of the distribution Beta(α, α) of the shares: small, and one of both images prevails; 1, and all shares are alike. Default 0.2. */
  readonly alpha?: number | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Mixes each image of a batch with another, and their labels alike, for `Dataset.map`: `x′ᵢ = w xᵢ + (1 − w) xⱼ`,
 * `y′ᵢ = w yᵢ + (1 − w) yⱼ`, j by a random order of the batch, `w ~ Beta(α, α)` for each. A pure function of seed and position.
 *
 * Shape   images [batch, *], labels [batch, *] → the same.
 * Dtype   float32; labels are shares of classes: one-hot, not class numbers.
 * Throws  `invalid_option`; `dtype_mismatch` for class numbers; `shape_mismatch`.
 * Source  Zhang et al. 2018, "mixup: Beyond empirical risk minimization"; Keras 3 `layers.MixUp`.
 *
 * @example
 * const train = await imageDatasetFromDirectory("pets", { labelMode: "categorical" });
 * const mixed = train.map(mixUp({ alpha: 0.2, seed: 1 }));
 */
export function mixUp({
  alpha = 0.2,
  seed = 0,
}: MixUpOptions = {}): (batch: LabeledImages, position: Position) => LabeledImages {
  if (!(alpha > 0 && alpha < Infinity)) {
    throw new NeurogradError("invalid_option", `mixUp: alpha is ${alpha}; use a number above 0`);
  }
  return ([images, labels], { epoch, index }) => {
    const n = checkBatch("mixUp", images, labels);
    const random = new RandomSource(seed, epoch, index);
    const weights = Float64Array.from({ length: n }, () => randomBeta(random, alpha));
    const partners = permutation(n, seed, random.uint32());
    return [mixed(images, partners, weights), mixed(labels, partners, weights)];
  };
}

/** Rows mixed with their partners: `wᵢ xᵢ + (1 − wᵢ) x[partnerᵢ]`. */
export function mixed(x: Tensor, partners: ArrayLike<number>, weights: ArrayLike<number>): Tensor {
  const from = x.data as Float32Array; // or another array of numbers
  const length = x.size / x.shape[0];
  const out = new Float32Array(x.size);
  for (let i = 0; i < x.shape[0]; i++) {
    const [own, other, w] = [i * length, partners[i] * length, weights[i]];
    for (let k = 0; k < length; k++) out[own + k] = w * from[own + k] + (1 - w) * from[other + k];
  }
  return new Tensor(out, x.shape, "float32");
}

/** The number of examples. Throws `dtype_mismatch`, `shape_mismatch`. */
export function checkBatch(where: string, images: Tensor, labels: Tensor): number {
  if (!isFloat(labels.dtype) || labels.shape.length < 2) {
    throw new NeurogradError(
      "dtype_mismatch",
      `${where}: labels are ${labels.dtype} [${labels.shape.join(", ")}], and class numbers cannot be mixed; give one-hot labels (labelMode: "categorical"), and train with categoricalCrossentropy`,
    );
  }
  const [n] = images.shape;
  if (n === labels.shape[0]) return n;
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: ${n} images and ${labels.shape[0]} labels; give one for each`,
  );
}
