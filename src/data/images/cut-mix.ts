import { NeurogradError } from "../../core/errors.js";
import { Tensor } from "../../core/tensor.js";
import { permutation } from "../permutation.js";
import { RandomSource } from "../random-source.js";
import type { Position } from "../source.js";
import { checkBatch, type LabeledImages, mixed } from "./mix-up.js";
import { randomBeta } from "./random-beta.js";

export interface CutMixOptions {
  /** The α of the shares' distribution Beta(α, α): drawn for each batch between these, of one number f between 0 and f. Default 1. */
  readonly factor?: number | readonly [number, number] | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
}

/** From `left` to `right`, `top` to `bottom`, ends not included; not whole numbers. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Puts into each image of a batch a rectangle of another, and mixes their labels by area, for `Dataset.map`. The rectangle's
 * sides are `√(1 − λ)` of the image's, `λ ~ Beta(α, α)`, its place is uniform. A pure function of seed and position.
 *
 * Shape   images [batch, height, width, channels], labels [batch, *] → the same.
 * Dtype   float32; labels are shares of classes: one-hot, not class numbers.
 * Throws  `invalid_option`; `dtype_mismatch` for class numbers; `shape_mismatch`.
 * Source  Yun et al. 2019, "CutMix: Regularization strategy to train strong classifiers"; Keras 3 `layers.CutMix`.
 *
 * @example
 * const train = await imageDatasetFromDirectory("pets", { labelMode: "categorical" });
 * const mixed = train.map(cutMix({ seed: 1 }));
 */
export function cutMix({
  factor = 1,
  seed = 0,
}: CutMixOptions = {}): (batch: LabeledImages, position: Position) => LabeledImages {
  const [low, high] = typeof factor === "number" ? [0, factor] : [Math.min(...factor), Math.max(...factor)];
  if (!(low >= 0 && high <= 1)) {
    throw new NeurogradError(
      "invalid_option",
      `cutMix: factor is ${JSON.stringify(factor)}; use a number from 0 to 1, or two of them`,
    );
  }
  return ([images, labels], { epoch, index }) => {
    const n = checkBatch("cutMix", images, labels);
    if (images.shape.length !== 4) {
      throw new NeurogradError(
        "shape_mismatch",
        `cutMix: expects images [batch, height, width, channels], got [${images.shape.join(", ")}]`,
      );
    }
    const [, height, width] = images.shape;
    const random = new RandomSource(seed, epoch, index);
    const alpha = low + (high - low) * random.uniform() + 1e-6;
    const boxes = Array.from({ length: n }, (): Box => {
      const ratio = Math.sqrt(1 - randomBeta(random, alpha));
      const left = random.uniform() * (1 - ratio) * width;
      const top = random.uniform() * (1 - ratio) * height;
      return { left, right: left + ratio * width, top, bottom: top + ratio * height };
    });
    const partners = permutation(n, seed, random.uint32());
    const weights = boxes.map(
      ({ left, right, top, bottom }) => 1 - ((right - left) * (bottom - top)) / (width * height),
    );
    return [pasted(images, partners, boxes), mixed(labels, partners, weights)];
  };
}

/** Images with the pixels within their box taken from their partners. */
export function pasted(x: Tensor, partners: ArrayLike<number>, boxes: readonly Box[]): Tensor {
  const [n, height, width, channels] = x.shape;
  const from = x.data as Float32Array; // or another array of numbers
  const out = Float32Array.from(from);
  for (let i = 0; i < n; i++) {
    const { left, right, top, bottom } = boxes[i];
    for (let row = Math.ceil(top); row < Math.min(bottom, height); row++) {
      const at = (image: number, column: number): number =>
        ((image * height + row) * width + column) * channels;
      const [first, last] = [Math.ceil(left), Math.min(Math.ceil(right), width)];
      if (first < last) out.set(from.subarray(at(partners[i], first), at(partners[i], last)), at(i, first));
    }
  }
  return new Tensor(out, x.shape, "float32");
}
